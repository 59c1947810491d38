"""Addresses of lists and their feeds."""

import msgspec

from dateline.archive.filters import serialize
from dateline.archive.query import Filter, Query
from dateline.web.forms import FEEDS, Form


def list_path(ui: str, query: Query) -> str:
    """Return the one address of a list in an interface language."""
    return _with_query(f"/{ui}/news", serialize(query))


def feed_path(ui: str, query: Query, form: Form = FEEDS[0]) -> str:
    """Return the address of the feed that follows a list, from its newest item."""
    return _with_query(f"/{ui}/news.{form.suffix}", serialize(_newest(query)))


def follow_path(ui: str, query: Query) -> str:
    """Return the address of the page that says how to follow a list."""
    return _with_query(f"/{ui}/follow", serialize(_newest(query)))


def list_of(ui: str, **filter_: tuple[str, ...]) -> str:
    """Return the address of the list that a filter means, such as ``offices=("mission",)``."""
    return list_path(ui, Query(filter=Filter(**filter_), reader=ui))  # type: ignore[arg-type]


def narrowed(query: Query, **changes: object) -> Query:
    """Return a query with another filter, at its first page."""
    changed = msgspec.structs.replace(query.filter, **changes)
    order = query.order if changed.words else "date"
    return msgspec.structs.replace(query, filter=changed, page=1, order=order)


def _newest(query: Query) -> Query:
    return Query(filter=query.filter, reader=query.reader)


def _with_query(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path
