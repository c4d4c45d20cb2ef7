"""What is asked of a pack, one module a kind of question. Each check says how much it looked at."""
