"""Need to know, tested."""
