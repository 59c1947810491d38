"""Servers: where they listen, whom they let in, how they end."""
