"""Duties: what is to be done, on whom it falls, by when; and all that became of it."""
