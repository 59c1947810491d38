"""Recent changes in a feed: older releases that changed, withdrawn and removed ones."""

import datetime as dt
from collections.abc import Iterator, Sequence

from dateline.archive.matching import matches
from dateline.archive.port import Archive, Item, RecentChange
from dateline.archive.query import Filter, Query
from dateline.public.feeds.context import FeedContext
from dateline.public.feeds.model import Entry, Removed
from dateline.text.languages import best
from dateline.web.addresses import short_path, text_id

LATEST = 50
"""Number of recent changes that a feed includes."""

_NEVER = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # an arbitrary fixed moment, for a newsroom without releases


def changed_items(filter_: Filter, archive: Archive, context: FeedContext) -> Iterator[Item]:
    """Yield the recently changed public texts that a filter selects, as lists show them to the reader."""
    changed = archive.recent_changes(LATEST)
    public = [(one.text.number, one.text.language) for one in changed if one.text.state == "public"]
    for item in archive.filter_items(filter_, context.reader, list(dict.fromkeys(number for number, _ in public))):
        if (item.edition.number, item.edition.language) in public:
            yield item


def withdrawn_items(filter_: Filter, archive: Archive, context: FeedContext) -> Iterator[tuple[Item, dt.datetime]]:
    """Yield (item, moment of the change) of recently withdrawn texts that match a filter; nothing if it has words.

    Withdrawn texts cannot be searched by words. For a filter with words, ``removed_texts`` has them.
    """
    for change in archive.recent_changes(LATEST):
        text, edition = change.text, change.text.edition
        if edition is None or text.state != "withdrawn" or filter_.words or not matches(filter_, edition, archive):
            continue
        if text.language == _language_shown(change, filter_, context):
            yield Item(edition=edition, languages=tuple(text.languages), notes=text.notes), change.at


def removed_texts(filter_: Filter, archive: Archive, context: FeedContext) -> Iterator[Removed]:
    """Yield recently removed texts, the latest first; if the filter has words, recently withdrawn ones too.

    The archive no longer knows which filters a removed text matched, so every feed lists all removed texts. Feed
    readers ignore those that they never had. Source: RFC 6721, section 2.
    """
    for change in archive.recent_changes(LATEST):
        text = change.text
        if text.edition is None or (filter_.words and text.state == "withdrawn"):
            yield Removed(
                id=text_id(text.release, text.language),
                url=context.public_url + short_path(text.language, text.number),
                language=text.language,
                at=change.at,
                note=text.notes[-1] if text.notes else None,
            )


def updated_at(entries: Sequence[Entry], removed: Sequence[Removed], archive: Archive) -> dt.datetime:
    """Return the moment of the newest change among entries and removed texts. Source: RFC 4287, section 4.2.15."""
    return newest_at([*(entry.updated_at for entry in entries), *(one.at for one in removed)], archive)


def newest_at(moments: Sequence[dt.datetime], archive: Archive) -> dt.datetime:
    """Return the latest moment; without moments, that of the newsroom's newest release.

    An empty feed needs a moment too. The current time would not do, because every process must send the same bytes.
    """
    if moments:
        return max(moments)
    newest = archive.query(Query(size=10)).items
    return max((item.edition.edited_at for item in newest), default=_NEVER)


def _language_shown(change: RecentChange, filter_: Filter, context: FeedContext) -> str:
    languages = [tag for tag in change.text.languages if not filter_.languages or tag in filter_.languages]
    return best(context.reader, languages) if languages else ""
