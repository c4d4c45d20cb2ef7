"""The demonstration: invented people and concerns, and how to be any of them. The service knows nothing of it."""
