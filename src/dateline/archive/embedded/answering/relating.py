"""Releases like another one: by topics and offices, then by the words of the headline."""

from collections.abc import Sequence

from pyroaring import BitMap

from dateline.archive.embedded.listing import Listing

LOOKED_AT = 100  # of the newest of each degree of likeness; more would not be shown


def related(listing: Listing, ordinal: int, limit: int) -> Sequence[int]:
    """Return ordinals of other releases that share topics or offices, most shared first, then newest."""
    shared = [
        bitmap for facet in ("topics", "offices") for bitmap in listing.bitmaps[facet].values() if ordinal in bitmap
    ]
    degrees = [BitMap([ordinal])]  # degrees[n]: releases that share at least n things; the release itself taken out
    likest: list[BitMap] = []
    for bitmap in shared:
        likest.append(BitMap())
        for degree in range(len(likest) - 1, 0, -1):
            likest[degree] = likest[degree] | (likest[degree - 1] & bitmap)
        likest[0] = likest[0] | bitmap
    found: list[int] = []
    seen = degrees[0]
    for degree in reversed(likest):
        fresh = degree - seen
        found += list(fresh[max(0, len(fresh) - limit) :])[::-1]
        seen = seen | degree
        if len(found) >= limit:
            break
    return found[:limit]
