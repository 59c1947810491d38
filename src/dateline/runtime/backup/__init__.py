"""Backups of a newsroom, and its restoration: database, private files, overrides and keys, of one position of the log.

Archive and public media are derived, so a restore makes them anew. A snapshot is there completely or not at all, and so
is a restored newsroom.
"""
