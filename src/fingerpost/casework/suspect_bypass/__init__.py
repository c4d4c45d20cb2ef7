"""Bypassing a suspected adult that the concern would normally go through (section 2.2; decision 53)."""
