"""Log entries about releases, as receivers need them."""

import msgspec

from dateline.archive.port import Archive
from dateline.editions import entry as entries
from dateline.editions.edition import Edition
from dateline.editions.entry import Entry, Record


class ChangeEvent(msgspec.Struct, frozen=True, kw_only=True):
    """A log entry about a release.

    Attributes:
        entry: the entry.
        edition: the edition it published; None where the change removed the words, or they were removed later.
        archive: a generation that holds the entry, and possibly later ones.
    """

    entry: Entry
    edition: Edition | None
    archive: Archive


def change_event(record: Record, archive: Archive) -> ChangeEvent | None:
    """Return the change that a record describes; None for records that are not about a release."""
    if record.entry.subject.kind != "release":
        return None
    words = entries.words(record)
    return ChangeEvent(entry=record.entry, edition=words if isinstance(words, Edition) else None, archive=archive)
