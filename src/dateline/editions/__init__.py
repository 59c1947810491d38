"""What the public reads: editions and the log entries that carry them, as frozen values.

Pure: no database, no network, no clock. The canonical bytes and the digests made here are what the
publication log stores, what the archive is built from and what anybody can check.
"""
