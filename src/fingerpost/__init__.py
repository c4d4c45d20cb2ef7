"""Fingerpost: a child-protection procedure that people read and that runs."""
