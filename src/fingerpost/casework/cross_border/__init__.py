"""Whether agencies in other areas or countries should be told about a child or an adult (2.2-cross-border)."""
