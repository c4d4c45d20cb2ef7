"""What is done with a request, and how it stands."""
