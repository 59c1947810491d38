"""Back a newsroom up and restore it: database, private files, overrides and keys, all as of one log position.

Archive and public media are derived, so a backup leaves them out and a restore makes them anew. A snapshot is either
complete or does not exist, and so is a restored newsroom.
"""
