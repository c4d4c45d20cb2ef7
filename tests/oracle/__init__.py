"""The decision contract as brute force: slow, obvious, and without a line of the engine's."""
