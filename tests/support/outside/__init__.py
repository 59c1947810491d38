"""Fakes of outside servers and programs, with their faults: receivers, actors, providers, robots."""
