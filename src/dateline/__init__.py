"""Dateline: the desk writes the publication log, and everything public is derived from it."""
