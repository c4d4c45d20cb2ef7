"""Social care's risk assessment of an adult, section 2.3: headings, judgements, interviews, conclusion."""
