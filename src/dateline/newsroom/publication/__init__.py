"""The publication log in the database: ordered, gapless, append-only, hashed.

The desk appends to it, and everything public is derived from it. Guarantees: positions follow commit order without
gaps; an entry never changes; when words are deleted, position, digests and reason stay.
"""
