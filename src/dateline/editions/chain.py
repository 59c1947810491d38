"""The hash chain of the log: each entry holds the digest of the one before, so any change of the past shows."""

from collections.abc import Iterator

from dateline.editions.canonical import canonical, digest
from dateline.editions.entry import Entry, Record


def entry_digest(entry: Entry) -> str:
    """Return the digest of an entry, which the next entry holds as ``previous``."""
    return digest(canonical(entry))


def faults(record: Record, before: Entry | None) -> Iterator[str]:
    """Yield a sentence for each fault of a record that follows ``before``.

    Missing words are no fault, because they may have been removed later; words that differ from their digest are.
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
