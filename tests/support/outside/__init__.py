"""Servers and programs of others: receivers of pings, actors, providers, robots, as bad as they can be."""
