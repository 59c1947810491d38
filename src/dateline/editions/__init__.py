"""Editions, and the log entries that carry them, as frozen values.

Pure: no database, no network, no clock. The publication log stores the canonical bytes and digests computed here, the
archive is derived from them, and anybody can verify them.
"""
