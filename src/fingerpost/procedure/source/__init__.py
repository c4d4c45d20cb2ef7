"""Text into plain data, with the line of everything in it."""
