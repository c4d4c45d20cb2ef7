"""Conditions: Python's own expression syntax, a whitelist, and a checked tree."""
