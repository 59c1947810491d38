"""Continue a restored log with the entries that it lost, so that no position or release number is given twice."""

import datetime as dt
from collections.abc import Sequence

from dateline.editions.entry import Record, Subject, words
from dateline.newsroom.publication import files
from dateline.newsroom.publication.errors import ForeignEntryError
from dateline.newsroom.publication.log import FORGETTING, append, forget, head, lock_head, read, store
from dateline.newsroom.publication.log import records as all_records
from dateline.newsroom.publication.models import LogWords, NumberCounter


def adopt(records: Sequence[Record]) -> None:
    """Append entries that this log had before it was restored, byte for byte. Their digests are checked already.

    Call it inside a transaction.

    Raises:
        ForeignEntryError: an entry does not follow the last one of this log.
        NotInTransactionError: called outside a transaction.
    """
    end = lock_head()
    for record in records:
        entry = record.entry
        if (entry.position, entry.previous) != (end.position + 1, end.digest):
            raise ForeignEntryError(entry.position)
        if entry.change in FORGETTING:
            forget(entry.subject)
        end.digest = store(entry, record.edition, record.notice)
        files.note(entry.subject, words(record), entry.position)
        end.position = entry.position
    end.save(update_fields=["position", "digest"])
    skip_numbers(max((record.entry.number for record in records), default=0))


def skip_numbers(last: int) -> None:
    """Make sure that no release number up to ``last`` is given again."""
    NumberCounter.objects.filter(next__lte=last).update(next=last + 1)


def fill_positions(until: int, *, at: dt.datetime) -> int:
    """Append entries until the log ends at a position, because the entries that had these positions are lost.

    Each entry repeats the last entry about the newsroom, so readers see no change. Call it inside a transaction. Return
    how many were appended.

    Raises:
        ForeignEntryError: the log has no entry about the newsroom that could be repeated.
    """
    subject = Subject(kind="newsroom", id="newsroom")
    said_at = LogWords.objects.filter(entry__subject_kind="newsroom").order_by("-entry_id")
    last = said_at.values_list("entry_id", flat=True).first()
    count = max(0, until - head().position)
    if not count:
        return 0
    if last is None:
        raise ForeignEntryError(until)
    [said] = read(last - 1, 1)
    for _ in range(count):
        append(subject, "set", words(said), at=at)
    return count


def withheld(after: int) -> list[Subject]:
    """Return the subjects of entries after a position that lack their words although no later entry removes them."""
    lacking: dict[Subject, None] = {}
    for batch in all_records(after):
        for record in batch:
            entry = record.entry
            if entry.change in FORGETTING:
                lacking.pop(entry.subject, None)
            elif entry.edition and record.edition is None:
                lacking[entry.subject] = None
    return list(lacking)
