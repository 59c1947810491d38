"""What a feed tells besides the newest releases: older ones that changed, withdrawn and removed ones."""

import datetime as dt
from collections.abc import Iterator

from dateline.archive.matching import matches
from dateline.archive.port import Archive, Item, RecentChange
from dateline.archive.query import Filter
from dateline.public.feeds.build.entries import entry_of, withdrawn_entry
from dateline.public.feeds.context import Place
from dateline.public.feeds.model import Entry, Removed
from dateline.text.languages import best
from dateline.web.addresses import short_path, text_id

LATEST = 50
"""Changes that a feed looks back at."""


def changed_entries(filter_: Filter, archive: Archive, place: Place) -> Iterator[Entry]:
    """Yield the entries of texts that a filter means and that changed of late, withdrawn ones included.

    Of a release only the text that this reader is shown. What a withdrawn text said is in no list any more, so where
    a filter has words ``removed_texts`` tells of it.
    """
    changed = archive.recent_changes(LATEST)
    public = [(one.text.number, one.text.language) for one in changed if one.text.state == "public"]
    for item in archive.filter_items(filter_, place.reader, list(dict.fromkeys(number for number, _ in public))):
        if (item.edition.number, item.edition.language) in public:
            yield entry_of(item, place)
    for item, at in withdrawn_items(filter_, archive, place):
        yield withdrawn_entry(item, at, place)


def withdrawn_items(filter_: Filter, archive: Archive, place: Place) -> Iterator[tuple[Item, dt.datetime]]:
    """Yield the texts withdrawn of late that a filter without words would show to this reader, and since when."""
    for one in archive.recent_changes(LATEST):
        reading = one.text
        edition = reading.edition
        if edition is None or reading.state != "withdrawn" or filter_.words or not matches(filter_, edition, archive):
            continue
        if reading.language == _shown(one, filter_, place):
            yield Item(edition=edition, languages=tuple(reading.languages), notes=reading.notes), one.at


def removed_texts(filter_: Filter, archive: Archive, place: Place) -> Iterator[Removed]:
    """Yield the texts that were removed of late, the latest first; withdrawn ones, too, where a filter has words.

    What they were about went with their words, so a feed of any filter tells of all of them; who never had one passes
    it over. Source: RFC 6721, section 2.
    """
    for changed in archive.recent_changes(LATEST):
        reading = changed.text
        if reading.edition is None or (filter_.words and reading.state == "withdrawn"):
            yield Removed(
                id=text_id(reading.release, reading.language),
                url=place.public_url + short_path(reading.language, reading.number),
                language=reading.language,
                at=changed.at,
                note=reading.notes[-1] if reading.notes else None,
            )


def _shown(changed: RecentChange, filter_: Filter, place: Place) -> str:
    languages = [tag for tag in changed.text.languages if not filter_.languages or tag in filter_.languages]
    return best(place.reader, languages) if languages else ""
