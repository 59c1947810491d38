"""What an actor told, newest first, and the collection of who follows it, which nobody is told."""

from collections.abc import Iterator
from typing import Any

from dateline.archive.port import Archive
from dateline.archive.query import Query
from dateline.public.activitypub.identity import Voice
from dateline.public.activitypub.note import CONTEXT, created, told
from dateline.public.feeds.context import Place

SIZE = 20


def outbox(voice: Voice, archive: Archive, place: Place, page: int) -> dict[str, Any] | None:
    """Return the collection (page 0) or one of its pages; None where there is no such page.

    A release stands in it once, in the newsroom's first language or the best other. Source: Activity Streams 2.0,
    section 5.
    """
    total = archive.total(voice.filter)
    pages = max(1, -(-total // SIZE))
    if page > pages:
        return None
    whole = {"@context": CONTEXT, "type": "OrderedCollection", "id": voice.outbox, "totalItems": total}
    if not page:
        return {**whole, "first": _at(voice, 1), "last": _at(voice, pages)}
    return {
        **whole,
        "type": "OrderedCollectionPage",
        "id": _at(voice, page),
        "partOf": voice.outbox,
        **({"next": _at(voice, page + 1)} if page < pages else {}),
        **({"prev": _at(voice, page - 1)} if page > 1 else {}),
        "orderedItems": list(_told(voice, archive, place, page)),
    }


def followers(voice: Voice) -> dict[str, Any]:
    """Return the collection of those who follow: there it is, and nothing is said of them."""
    return {"@context": CONTEXT[0], "type": "OrderedCollection", "id": voice.followers}


def _at(voice: Voice, page: int) -> str:
    return f"{voice.outbox}?page={page}"


def _told(voice: Voice, archive: Archive, place: Place, page: int) -> Iterator[dict[str, Any]]:
    query = Query(filter=voice.filter, reader=place.reader, page=page, size=SIZE)
    for item in archive.query(query).items:
        reading = archive.text(item.edition.number, item.edition.language)
        note = told(reading, voice, place) if reading else None
        if note:
            yield created(note)
