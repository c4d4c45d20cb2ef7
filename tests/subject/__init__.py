"""Requests by people for what is held on them."""
