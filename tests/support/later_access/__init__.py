"""The room `access` in a made-up later version."""
