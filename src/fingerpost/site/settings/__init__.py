"""Settings: `live` for a service with real people's data, `demo` for trying it. Both start from `base`."""
