"""Feeds: the newest releases of a filter as Atom, RSS and JSON Feed.

Derived from the archive alone; the bytes depend on the address, the archive's position and the setting for full texts.
Every feed is valid Atom (RFC 4287) with paging and archiving (RFC 5005) and tombstones (RFC 6721), valid RSS 2.0 or
valid JSON Feed 1.1. An entry keeps its id for ever and in all formats, even when the host changes.
"""

from dateline.public.feeds.serving import Feeds

__all__ = ["Feeds"]
