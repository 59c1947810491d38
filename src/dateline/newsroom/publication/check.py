"""Checks the whole log: order, digests, chain and words."""

from collections.abc import Callable, Iterator

import msgspec
from django.db.models import Max

from dateline.editions.canonical import digest
from dateline.editions.chain import find_faults
from dateline.editions.entry import Entry, Record
from dateline.newsroom.publication.log import FORGETTING, head, record_of
from dateline.newsroom.publication.models import LogEntry, LogWords

BATCH = 500
"""Entries held in memory at a time."""


class Fault(msgspec.Struct, frozen=True):
    """The first fault: its position and a sentence about it."""

    position: int
    reason: str


def check(progress: Callable[[int, int], None] = lambda _done, _total: None) -> Fault | None:
    """Return the first fault of the log, or None for a sound one.

    Entries appended during the check are not checked.

    Args:
        progress: called after each batch with the number of checked entries and the total.
    """
    end = head()
    forgotten = _forgotten()
    before: Entry | None = None
    last = ""
    for row in _rows(end.position):
        record = _record(row)
        reason = _fault(row, record, before) if record else f"position {row.position} cannot be read"
        if record and not reason:
            reason = _lost(record, forgotten)
        if reason or record is None:
            return Fault(row.position, reason)
        before, last = record.entry, row.digest
        if row.position % BATCH == 0:
            progress(row.position, end.position)
    return _fault_at_end(before.position if before else 0, last, end.position, end.digest)


def _rows(until: int) -> Iterator[LogEntry]:
    rows = LogEntry.objects.filter(position__lte=until).order_by("position").select_related("words")
    return rows.iterator(chunk_size=BATCH)


def _record(row: LogEntry) -> Record | None:
    words: LogWords | None = getattr(row, "words", None)
    try:
        return record_of(row.stored, words.edition if words else None, words.notice if words else None)
    except msgspec.MsgspecError:
        return None


def _fault(row: LogEntry, record: Record, before: Entry | None) -> str:
    """Return the fault of the entry that follows ``before``; empty for none."""
    for reason in find_faults(record, before):
        return reason
    entry = record.entry
    if digest(bytes(row.stored)) != row.digest:
        return f"the entry at position {row.position} differs from its digest"
    subject = entry.subject
    columns = (row.position, row.at, row.subject_kind, row.subject_id, row.language, row.change, row.number)
    stated = (entry.position, entry.at, subject.kind, subject.id, subject.language, entry.change, entry.number)
    if stated != columns:
        return f"the columns of the entry at position {row.position} differ from its bytes"
    return ""


def _forgotten() -> dict[tuple[str, str, str], int]:
    """Return the last position at which the words of a subject were deleted, for each such subject."""
    removals = LogEntry.objects.filter(change__in=FORGETTING)
    rows = removals.values_list("subject_kind", "subject_id", "language").annotate(last=Max("position")).order_by()
    return {(kind, id_, language): last for kind, id_, language, last in rows}


def _lost(record: Record, forgotten: dict[tuple[str, str, str], int]) -> str:
    """Return a sentence if words are missing without a removal, or present after one; else empty."""
    entry = record.entry
    subject = entry.subject
    if entry.position < forgotten.get((subject.kind, subject.id, subject.language), 0):
        if record.edition is not None or record.notice is not None:
            return f"the words at position {entry.position} are still there after their removal"
        return ""
    for name, stored, stated in (("edition", record.edition, entry.edition), ("notice", record.notice, entry.notice)):
        if stated and stored is None:
            return f"the {name} at position {entry.position} is missing though nothing removed it"
    return ""


def _fault_at_end(reached: int, last: str, expected: int, expected_digest: str) -> Fault | None:
    if reached != expected:
        return Fault(reached + 1, f"the log ends at position {reached}, its head says {expected}")
    if last != expected_digest:
        return Fault(reached, f"the head carries another digest than the entry at position {reached}")
    beyond = LogEntry.objects.aggregate(last=Max("position"))["last"] or 0
    if beyond > head().position:
        return Fault(beyond, f"position {beyond} is beyond the head of the log")
    return None
