"""How long concerns are kept, what keeps them longer, and how one is disposed of: by two people, for good."""
