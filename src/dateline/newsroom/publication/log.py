"""The publication log: append, number releases, read, delete words."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

import msgspec
from django.db import connection

from dateline.editions.canonical import canonical, digest, unsafe_characters
from dateline.editions.edition import Edition
from dateline.editions.entry import Change, Entry, Record, Subject, Words
from dateline.editions.newsroom import Address, Kind, Newsroom, Notice, Office, Topic
from dateline.newsroom.publication import files
from dateline.newsroom.publication.errors import NotInTransactionError, NotPreparedError, WrongWordsError
from dateline.newsroom.publication.models import LogEntry, LogHead, LogWords, NumberCounter
from dateline.newsroom.publication.wake import wake_followers

WORDLESS = frozenset({"removed", "erased", "retired"})
"""Changes whose entries have no words; they may have a notice."""

FORGETTING = frozenset({"removed", "erased"})
"""Changes that delete the earlier words of their subject."""

Stored = bytes | memoryview
"""Bytes as the databases return them: SQLite bytes, PostgreSQL memoryview."""

_KINDS: dict[type, str] = {
    Edition: "release",
    Office: "office",
    Topic: "topic",
    Kind: "kind",
    Newsroom: "newsroom",
    Address: "address",
}


class Head(msgspec.Struct, frozen=True):
    """Where the log ends: position and digest of its last entry; 0 and empty before the first."""

    position: int
    digest: str


def append(
    subject: Subject,
    change: Change,
    words: Words | None = None,
    *,
    notice: Notice | None = None,
    at: dt.datetime,
    number: int | None = None,
) -> Entry:
    """Append one change to the log and return the stored entry.

    The head row stays locked until the caller's transaction ends, so positions follow commit order
    and have no gaps; make it the last statement of its transaction. ``removed`` and ``erased``
    forget the earlier words of the subject.

    Args:
        subject: what the entry is about: kind of thing, its id, its language.
        change: what happened to it.
        words: what the public reads from now on; None when words go away.
        notice: the public text that explains the change.
        at: moment of the change, aware, UTC.
        number: number of an imported release that has no words any more; other releases have it in their words.

    Returns:
        The entry, its ``position`` counted from 1.

    Raises:
        NotInTransactionError: called outside a transaction.
        NotCanonicalError: the words contain a value that JSON does not have.
        WrongWordsError: the words do not match the change or the subject, or hold a character that XML and HTML do
            not have. Callers clean them with ``xml_safe_part``.
    """
    _check_words(subject, change, words)
    _check_characters(change, words, notice)
    edition = None if words is None else canonical(words)
    notice_bytes = None if notice is None else canonical(notice)
    head = lock_head()
    entry = Entry(
        position=head.position + 1,
        at=at,
        subject=subject,
        change=change,
        number=_number(subject, change, words, number),
        edition=digest(edition) if edition else "",
        notice=digest(notice_bytes) if notice_bytes else "",
        previous=head.digest,
    )
    if change in FORGETTING:
        forget(subject)
    head.digest = store(entry, edition, notice_bytes)
    files.note(subject, words, entry.position)
    head.position = entry.position
    head.save(update_fields=["position", "digest"])
    wake_followers(connection)
    return entry


def take_number(free_from: Callable[[int], int] = lambda number: number) -> int:
    """Return the number for a release that is published for the first time, and never return it again.

    The counter stays locked until the caller's transaction ends, so numbers have no gaps. The head of the log is not
    locked: entries about other releases are appended meanwhile.

    Args:
        free_from: returns the first number from its argument on that no release has.

    Raises:
        NotInTransactionError: called outside a transaction.
    """
    _require_transaction("numbers are given")
    counter = NumberCounter.objects.select_for_update().first()
    if counter is None:
        raise NotPreparedError
    number = free_from(counter.next)
    counter.next = number + 1
    counter.save(update_fields=["next"])
    return number


def forget(subject: Subject) -> int:
    """Delete the words of all entries about a subject so far; the entries and their digests stay.

    Returns:
        How many entries lost their words.

    Raises:
        NotInTransactionError: called outside a transaction.
    """
    _require_transaction("words are forgotten")
    count, _ = LogWords.objects.filter(
        entry__subject_kind=subject.kind, entry__subject_id=subject.id, entry__language=subject.language
    ).delete()
    return count


def head() -> Head:
    """Return the committed end of the log.

    Raises:
        NotPreparedError: the database is not migrated.
    """
    found = LogHead.objects.values_list("position", "digest").first()
    if found is None:
        raise NotPreparedError
    return Head(*found)


def read(after: int = 0, limit: int = 1000) -> list[Record]:
    """Return up to ``limit`` records after a position, in order; empty at the end."""
    rows = LogEntry.objects.filter(position__gt=after).order_by("position")
    return [
        record_of(stored, edition, notice)
        for stored, edition, notice in rows.values_list("stored", "words__edition", "words__notice")[:limit]
    ]


def records(after: int = 0, batch: int = 1000) -> Iterator[Sequence[Record]]:
    """Yield all records after a position in order, in batches of up to ``batch``."""
    while found := read(after, batch):
        yield found
        after = found[-1].entry.position


def digests() -> Iterator[tuple[int, str]]:
    """Yield position and digest of each entry, in order."""
    yield from LogEntry.objects.order_by("position").values_list("position", "digest").iterator()


def record_of(stored: Stored, edition: Stored | None, notice: Stored | None) -> Record:
    """Return a record from the values of its columns.

    Raises:
        msgspec.MsgspecError: the entry's bytes are not of a schema this version knows.
    """
    return Record(
        msgspec.json.decode(bytes(stored), type=Entry),
        None if edition is None else bytes(edition),
        None if notice is None else bytes(notice),
    )


def _check_words(subject: Subject, change: Change, words: Words | None) -> None:
    """Check what could never be corrected once it is in the log."""
    if words is None:
        if change not in WORDLESS:
            raise WrongWordsError(change, "needs words")
    elif change in WORDLESS:
        raise WrongWordsError(change, "takes no words")
    elif _KINDS[type(words)] != subject.kind:
        raise WrongWordsError(change, f"is about a {subject.kind}, its words of kind {_KINDS[type(words)]}")
    elif isinstance(words, Edition) and (words.release, words.language) != (subject.id, subject.language):
        raise WrongWordsError(change, f"is about {subject.id} {subject.language}, its words are another text's")
    elif isinstance(words, Edition) and words.number < 1:
        raise WrongWordsError(change, "needs the number of the release in its words")


def _check_characters(change: Change, words: Words | None, notice: Notice | None) -> None:
    """Refuse characters that some formats cannot express: they would break feeds and pages of the log for ever."""
    for part in (words, notice):
        unsafe = unsafe_characters(part) if part is not None else ""
        if unsafe:
            raise WrongWordsError(change, f"has a control character or noncharacter in {unsafe[:80]!r}")


def _number(subject: Subject, change: Change, words: Words | None, given: int | None) -> int:
    """Return the number of the release of an entry, the same in all its entries; 0 for other subjects."""
    if subject.kind != "release":
        return 0
    # Unordered: with an order, SQLite may walk the whole log by position instead of using the index.
    earlier = LogEntry.objects.filter(subject_kind="release", subject_id=subject.id).order_by()
    known = next(iter(earlier.values_list("number", flat=True)[:1]), None)
    number = words.number if isinstance(words, Edition) else known or given
    if number is None:
        raise WrongWordsError(change, f"is about {subject.id}, which never was public")
    if known not in (None, number):
        raise WrongWordsError(change, f"gives {subject.id} the number {number}, it has {known}")
    return number


def store(entry: Entry, edition: bytes | None, notice: bytes | None) -> str:
    """Insert an entry with its words, and return its digest. The caller must lock and update the head."""
    stored = canonical(entry)
    row = LogEntry(
        position=entry.position,
        at=entry.at,
        subject_kind=entry.subject.kind,
        subject_id=entry.subject.id,
        language=entry.subject.language,
        change=entry.change,
        number=entry.number,
        digest=digest(stored),
        stored=stored,
    )
    row.save()
    if edition is not None or notice is not None:
        LogWords(entry=row, edition=edition, notice=notice).save()
    return row.digest


def lock_head() -> LogHead:
    """Lock the head row until the caller's transaction ends, and return it.

    Raises:
        NotInTransactionError: called outside a transaction.
        NotPreparedError: the database is not migrated.
    """
    _require_transaction("entries are appended")
    # SQLite has no row locks and needs none: every transaction begins IMMEDIATE.
    found = LogHead.objects.select_for_update().first()
    if found is None:
        raise NotPreparedError
    return found


def _require_transaction(operation: str) -> None:
    if not connection.in_atomic_block:
        raise NotInTransactionError(operation)
