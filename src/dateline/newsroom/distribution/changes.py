"""What an entry about a release means to receivers, read once."""

import msgspec

from dateline.archive.port import Archive
from dateline.editions import entry as entries
from dateline.editions.edition import Edition
from dateline.editions.entry import Entry, Record
from dateline.editions.newsroom import Notice


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """An entry about a release.

    Attributes:
        edition: its words; None where the change takes them away, or they went away later.
        archive: a generation that holds the entry, and may hold later ones.
    """

    entry: Entry
    edition: Edition | None
    archive: Archive


def told_of(record: Record, archive: Archive) -> Told | None:
    """Return what a record tells receivers; None where it is not about a release."""
    if record.entry.subject.kind != "release":
        return None
    said = entries.words(record)
    return Told(entry=record.entry, edition=said if isinstance(said, Edition) else None, archive=archive)


def notice_of(record: Record) -> Notice | None:
    """Return the public notice of a record; None where there is none."""
    return entries.notice(record)
