"""Verification of the origin's log: order, digests, chain and words."""

from collections.abc import Sequence

import msgspec

from dateline.archive.port import StoredEntry
from dateline.editions.canonical import canonical, digest
from dateline.editions.chain import find_faults
from dateline.editions.entry import Entry, Record
from dateline.mirror.errors import LocalLogDamagedError, RewrittenHistoryError, TooNewError


class OriginEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry as the origin sends it; ``entry``, ``edition`` and ``notice`` are canonical JSON, byte for byte."""

    position: int
    digest: str
    entry: str
    edition: str | None = None
    notice: str | None = None
    withheld: bool = False


def verified(entries: Sequence[OriginEntry], before: Entry | None) -> list[Record]:
    """Return the records of the entries that follow ``before``.

    Raises:
        RewrittenHistoryError: a position is missing or out of order, or a digest is wrong.
        TooNewError: this version does not know the schema of an entry.
    """
    records: list[Record] = []
    for one in entries:
        record = _record(one, before.position + 1 if before else 1)
        for reason in find_faults(record, before):
            raise RewrittenHistoryError(record.entry.position, reason)
        records.append(record)
        before = record.entry
    return records


def compare(remote: Sequence[OriginEntry], local: Sequence[StoredEntry]) -> None:
    """Compare the origin's entries with the local ones of the same positions.

    Either side may have removed words since. Words that are present must match their digest.

    Raises:
        LocalLogDamagedError: the local entries are not one chain.
        RewrittenHistoryError: an entry or its words differ.
    """
    _check_chain(local)
    for one, ours in zip(remote, local, strict=False):
        if one.position != ours.position or one.entry.encode() != ours.entry:
            raise RewrittenHistoryError(ours.position, f"it has another entry at position {ours.position} than before")
        record = _record(one, ours.position)
        pairs = (("edition", record.edition, record.entry.edition), ("notice", record.notice, record.entry.notice))
        for name, stored, expected in pairs:
            if stored is not None and digest(stored) != expected:
                raise RewrittenHistoryError(
                    ours.position, f"the {name} at position {ours.position} differs from its digest"
                )


def _check_chain(local: Sequence[StoredEntry]) -> None:
    last = ""
    for stored in local:
        try:
            entry = msgspec.json.decode(stored.entry, type=Entry)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise LocalLogDamagedError(stored.position) from error
        if last and entry.previous != last:
            raise LocalLogDamagedError(stored.position - 1)
        last = digest(stored.entry)


def _record(remote: OriginEntry, expected: int) -> Record:
    stored = remote.entry.encode()
    if remote.position != expected:
        raise RewrittenHistoryError(expected, f"position {remote.position} stands where {expected} should")
    if digest(stored) != remote.digest:
        raise RewrittenHistoryError(expected, f"the entry at position {expected} differs from its digest")
    try:
        entry = msgspec.json.decode(stored, type=Entry)
    except msgspec.MsgspecError as error:
        raise TooNewError(expected) from error
    # the entry has fields that this version does not know, so it could not be passed on byte for byte
    if canonical(entry) != stored:
        raise TooNewError(expected)
    edition, notice = (None if content is None else content.encode() for content in (remote.edition, remote.notice))
    return Record(entry, edition, notice)
