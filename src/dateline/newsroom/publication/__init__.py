"""The publication log in the database: ordered, gapless, append-only, hashed.

Derived from nothing: the desk appends to it, and everything public is derived from it. It promises
that positions follow commit order without gaps, that an entry never changes, and that words that
have to go away leave position, digests and reason behind.
"""
