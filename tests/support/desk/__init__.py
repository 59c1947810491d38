"""Shared by tests of the desk: builders, files, a keyboard, and an independent model of a text's lifecycle."""
