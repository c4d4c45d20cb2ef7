"""What the demonstration tells: invented concerns from the first word to the last, each through the services."""
