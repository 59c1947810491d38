"""The hash chain of the log. Each entry holds the digest of the one before, so that any change of the past is found."""

from collections.abc import Iterator

from dateline.editions.canonical import canonical, digest
from dateline.editions.entry import Entry, Record


def entry_digest(entry: Entry) -> str:
    """Return the digest of an entry, which the next entry holds as ``previous``."""
    return digest(canonical(entry))


def find_faults(record: Record, before: Entry | None) -> Iterator[str]:
    """Yield a sentence for each fault of a record that follows ``before``.

    An edition or notice that differs from its digest is a fault. A missing one is not: it may have been removed later.

    Args:
        record: of any position.
        before: the entry before it; None for the first record of a log.
    """
    entry = record.entry
    expected = before.position + 1 if before else 1
    if entry.position != expected:
        yield f"position {entry.position} stands where {expected} should"
    if entry.previous != (entry_digest(before) if before else ""):
        yield f"position {entry.position} does not carry the digest of the entry before it"
    for name, stored, expected_digest in (
        ("edition", record.edition, entry.edition),
        ("notice", record.notice, entry.notice),
    ):
        if stored is not None and digest(stored) != expected_digest:
            yield f"the {name} at position {entry.position} differs from its digest"
