"""Releases like another one: by topics and offices, then by the words of the headline."""

from collections.abc import Sequence

from pyroaring import BitMap

from dateline.archive.embedded.listing import Listing


def related(listing: Listing, ordinal: int, limit: int) -> Sequence[int]:
    """Return ordinals of other releases that share topics or offices, most shared first, then newest."""
    shared = [
        bitmap for facet in ("topics", "offices") for bitmap in listing.bitmaps[facet].values() if ordinal in bitmap
    ]
    alike: list[BitMap] = []  # alike[n]: releases that share more than n of these
    for bitmap in shared:
        alike.append(BitMap())
        for degree in range(len(alike) - 1, 0, -1):
            alike[degree] = alike[degree] | (alike[degree - 1] & bitmap)
        alike[0] = alike[0] | bitmap
    found: list[int] = []
    seen = BitMap([ordinal])
    for sharing in reversed(alike):
        fresh = sharing - seen
        found += list(fresh[max(0, len(fresh) - limit) :])[::-1]
        seen = seen | sharing
        if len(found) >= limit:
            break
    return found[:limit]
