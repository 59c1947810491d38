"""The outbox of an actor, newest first, and its followers collection, which lists nobody."""

from collections.abc import Iterator
from typing import Any

from dateline.archive.port import Archive
from dateline.archive.query import Query
from dateline.public.activitypub.identity import Actor
from dateline.public.activitypub.note import CONTEXT, create_activity, note_of
from dateline.public.feeds.context import FeedContext

PAGE_SIZE = 20


def outbox(actor: Actor, archive: Archive, context: FeedContext, page: int) -> dict[str, Any] | None:
    """Return the collection (page 0) or one of its pages; None where there is no such page.

    Each release occurs once: in the newsroom's first language if it has that, else in the language that suits best.
    Source: Activity Streams 2.0, section 5.
    """
    total = archive.total(actor.filter)
    pages = max(1, -(-total // PAGE_SIZE))
    if page > pages:
        return None
    collection = {"@context": CONTEXT, "type": "OrderedCollection", "id": actor.outbox, "totalItems": total}
    if not page:
        return {**collection, "first": _page_id(actor, 1), "last": _page_id(actor, pages)}
    return {
        **collection,
        "type": "OrderedCollectionPage",
        "id": _page_id(actor, page),
        "partOf": actor.outbox,
        **({"next": _page_id(actor, page + 1)} if page < pages else {}),
        **({"prev": _page_id(actor, page - 1)} if page > 1 else {}),
        "orderedItems": list(_activities(actor, archive, context, page)),
    }


def followers(actor: Actor) -> dict[str, Any]:
    """Return the followers collection; its members are not public."""
    return {"@context": CONTEXT[0], "type": "OrderedCollection", "id": actor.followers}


def _page_id(actor: Actor, page: int) -> str:
    return f"{actor.outbox}?page={page}"


def _activities(actor: Actor, archive: Archive, context: FeedContext, page: int) -> Iterator[dict[str, Any]]:
    query = Query(filter=actor.filter, reader=context.reader, page=page, size=PAGE_SIZE)
    for item in archive.query(query).items:
        text = archive.text(item.edition.number, item.edition.language)
        note = note_of(text, actor, context) if text else None
        if note:
            yield create_activity(note)
