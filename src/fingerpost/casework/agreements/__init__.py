"""Written agreements: with whom, about what, in force since when, reviewed when next."""
