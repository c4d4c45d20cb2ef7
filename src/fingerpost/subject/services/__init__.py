"""What is done with a request, and how far it is."""
