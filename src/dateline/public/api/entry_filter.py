"""Which entries of the publication log a filter by office, topic, kind and language selects."""

from collections.abc import Callable, Sequence
from typing import Literal

import msgspec

from dateline.archive.matching import matches
from dateline.archive.port import Archive, StoredEntry
from dateline.archive.query import Filter
from dateline.editions.edition import Edition
from dateline.editions.entry import Change, Entry, Subject
from dateline.text.languages import is_within

Verdict = Literal["selected", "outside", "left out"]

MAX_READS = 4
"""Pages of the log that are read for one page of a filtered one, each of at most a megabyte."""

READ_ENTRIES = 1_000


class FilteredEntries(msgspec.Struct, frozen=True):
    """Entries that a filter selects, with their verdicts, and the position up to which the log was read."""

    entries: list[tuple[StoredEntry, Verdict]]
    reached: int


class TextChange(msgspec.Struct, frozen=True, kw_only=True):
    """A change as a filter judges it.

    Attributes:
        edition: the words of the entry, or the present words of the text; None where there are none.
        is_withheld: whether the words may come back, so that the entry has to be asked for again.
    """

    subject: Subject
    change: Change
    edition: Edition | None
    is_withheld: bool = False


def verdict(filter_: Filter, changed: TextChange, archive: Archive) -> Verdict:
    """Return what a filter says about a change; its days and words are ignored.

    A later change of a release that the filter does not select is ``outside``: the release may have been inside
    before, so that followers need to know that it changed. They get it without words. The same holds for removals,
    because nobody can tell any more what the words were. What is not about a release is always selected, because
    releases name it.
    """
    if changed.subject.kind != "release":
        return "selected"
    if filter_.languages and not is_within(changed.subject.language, filter_.languages):
        return "left out"
    if not (filter_.offices or filter_.topics or filter_.kinds):
        return "selected"
    if changed.edition is not None and matches(filter_, changed.edition, archive):
        return "selected"
    return "left out" if changed.change == "published" and not changed.is_withheld else "outside"


def filtered_entries(archive: Archive, after: int, limit: int, filter_: Filter) -> FilteredEntries:
    """Return the next entries after a position that a filter selects.

    Returns:
        At most ``limit`` entries. There may be fewer, or none, although the log goes on: read on from ``reached``.
    """
    if filter_ == Filter():
        entries = archive.entries(after, limit)
        return FilteredEntries([(one, "selected") for one in entries], entries[-1].position if entries else after)
    found: list[tuple[StoredEntry, Verdict]] = []

    def take(one: StoredEntry) -> bool:
        says = _verdict_of(one, filter_, archive)
        if says != "left out":
            found.append((one, says))
        return len(found) < limit

    return FilteredEntries(found, walk(archive, after, take))


def walk(archive: Archive, after: int, take: Callable[[StoredEntry], bool]) -> int:
    """Give entries after a position to ``take`` until it returns False, or ``MAX_READS`` pages are read.

    Returns:
        The position of the last entry that was given; ``after`` where there was none.
    """
    for _ in range(MAX_READS):
        entries: Sequence[StoredEntry] = archive.entries(after, READ_ENTRIES)
        for one in entries:
            after = one.position
            if not take(one):
                return after
        if not entries:
            break
    return after


def _verdict_of(stored: StoredEntry, filter_: Filter, archive: Archive) -> Verdict:
    entry = msgspec.json.decode(stored.entry, type=Entry)
    is_release = entry.subject.kind == "release"
    edition = msgspec.json.decode(stored.edition, type=Edition) if is_release and stored.edition else None
    changed = TextChange(subject=entry.subject, change=entry.change, edition=edition, is_withheld=stored.withheld)
    return verdict(filter_, changed, archive)
