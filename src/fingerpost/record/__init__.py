"""The record: concerns, the people in them, what is said of them. Append-only."""
