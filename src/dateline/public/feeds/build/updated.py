"""When a feed last changed."""

import datetime as dt
from collections.abc import Sequence

from dateline.archive.port import Archive
from dateline.archive.query import Query
from dateline.public.feeds.model import Entry, Removed

_NEVER = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # of a newsroom that has published nothing; any fixed moment would do


def updated_at(entries: Sequence[Entry], removed: Sequence[Removed], archive: Archive) -> dt.datetime:
    """Return when the newest change among the entries and the removed became public.

    A feed without entries takes the moment of the newest release of the newsroom: Atom asks for a moment, and
    the same bytes must come from every process. Source: RFC 4287, section 4.2.15.
    """
    return newest_at([*(entry.updated_at for entry in entries), *(one.at for one in removed)], archive)


def newest_at(moments: Sequence[dt.datetime], archive: Archive) -> dt.datetime:
    """Return the latest moment; without any, that of the newest release of the newsroom."""
    if moments:
        return max(moments)
    newest = archive.query(Query(size=10)).items
    return max((item.edition.edited_at for item in newest), default=_NEVER)
