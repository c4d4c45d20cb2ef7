"""Strategy meetings and the designated officer's meeting: called, held, answered item by item, and what they decide."""
