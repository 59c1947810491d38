"""A mirror: a complete reading node that follows the publication log of another newsroom, the origin, over HTTP.

It needs no database and no desk. Everything it holds is derived from the origin's log and verified entry by entry: it
never shows what it could not verify, and it may be killed at any moment.
"""
