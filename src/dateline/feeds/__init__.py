"""Feeds for any filter of the newsroom, written from one generation of the archive."""
