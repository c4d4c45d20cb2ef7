"""The directory: whom to ring, in and out of hours."""
