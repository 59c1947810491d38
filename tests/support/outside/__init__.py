"""Servers and programs of others: receivers, actors, providers, robots, with all their faults."""
