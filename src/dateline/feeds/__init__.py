"""Feeds: what a filter shows, for machines that read it for people.

Derived from the archive alone; the bytes depend on the address, the archive's position and nothing else.
Promise: every feed is valid Atom (RFC 4287) with paging (RFC 5005), and an entry keeps its id for ever,
whatever becomes of the host.
"""

from dateline.feeds.serving import respond

__all__ = ["respond"]
