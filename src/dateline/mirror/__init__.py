"""A mirror: a complete reading node that follows the publication log of another newsroom over HTTP.

It needs no database and no desk; what it holds is derived from the origin's log, entry by entry, and checked. Promise:
it never shows what it could not check, and it may be killed at any moment.
"""
