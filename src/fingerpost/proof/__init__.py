"""Proof over every possible case: what a pack can and cannot do, and what another version of it changes."""
