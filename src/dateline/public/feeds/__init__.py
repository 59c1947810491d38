"""Feeds: what a filter shows, for machines that read it for people.

Derived from the archive alone; the bytes depend on the address, the archive's position and the setting that says how
much of a text they hold. Promise: every feed is valid Atom (RFC 4287) with pages and archives (RFC 5005) and what was
removed (RFC 6721), valid RSS 2.0 or valid JSON Feed 1.1; an entry keeps its id for ever, in all three, whatever
becomes of the host.
"""

from dateline.public.feeds.serving import respond

__all__ = ["respond"]
