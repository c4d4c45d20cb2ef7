"""Settings: `live` for a service with real people's data, from `base`. The demonstration's start from `base` too."""
