"""Settings, layout, sign-in and administration: the service as people meet it."""
