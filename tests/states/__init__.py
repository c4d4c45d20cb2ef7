"""Draws docs/states.md by asking the rules: `python -m states >../docs/states.md`, in this folder's parent."""
