"""Written agreements: who with, about what, in force since when, next reviewed when."""
