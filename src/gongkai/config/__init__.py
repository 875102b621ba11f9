"""Settings, addresses, entry points: the only place that knows every app."""
