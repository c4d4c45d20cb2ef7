"""Pages of subject access: the requests, one of them, and what is decided of each thing that is held."""
