"""Feeds: the newest releases of a filter as Atom, RSS and JSON Feed.

Feeds are derived from the archive alone. Their bytes depend only on the address, the archive's position and the setting
for full texts. Every feed is valid: Atom (RFC 4287) with paging and archiving (RFC 5005) and tombstones (RFC 6721), RSS
2.0, or JSON Feed 1.1. An entry has the same id in all formats, and keeps it for ever, even if the host changes.
"""

from dateline.public.feeds.serving import Feeds

__all__ = ["Feeds"]
