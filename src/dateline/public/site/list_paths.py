"""Addresses of lists and their feeds."""

import msgspec

from dateline.archive.filters import serialize, usual_query
from dateline.archive.query import Filter, Query
from dateline.web.addresses import news_path


def list_path(ui: str, query: Query) -> str:
    """Return the canonical address of a list in an interface language."""
    return _with_query(news_path(ui), serialize(query))


def feed_path(ui: str, query: Query, suffix: str) -> str:
    """Return the address of a list in another format, such as ``atom``, from its newest item."""
    return _with_query(news_path(ui, suffix), serialize(_newest(query)))


def follow_path(ui: str, query: Query) -> str:
    """Return the address of the page that explains how to follow a list."""
    return _with_query(f"/{ui}/follow", serialize(_newest(query)))


def filter_path(ui: str, **filter_: tuple[str, ...]) -> str:
    """Return the address of the list of a filter, such as ``offices=("mission",)``."""
    return list_path(ui, Query(filter=Filter(**filter_), reader=ui))  # type: ignore[arg-type]


def with_filter(query: Query, **changes: object) -> Query:
    """Return a query at its first page, with some fields of its filter changed."""
    changed = msgspec.structs.replace(query.filter, **changes)
    order = query.order if changed.words else "date"
    return msgspec.structs.replace(query, filter=changed, page=1, order=order, verbatim=False)


def _newest(query: Query) -> Query:
    return usual_query(query.filter, reader=query.reader)


def _with_query(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path
