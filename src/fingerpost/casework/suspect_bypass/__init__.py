"""Going round a suspected adult through whom the concern would normally go (section 2.2; decision 53)."""
