"""Keys of concerns and users, sealed text, and tokens for searching it."""
