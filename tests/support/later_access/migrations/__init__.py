"""Migrations of a made-up later version of the room `access`: those that are there, and one more."""
