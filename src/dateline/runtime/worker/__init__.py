"""The worker: what it follows, publishes, pings and runs."""
