"""What is recorded of a disposal, what is in its way, and the destruction itself."""
