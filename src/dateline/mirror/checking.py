"""Whether what the origin says can be believed: order, digests, chain, words."""

from collections.abc import Sequence

import msgspec

from dateline.archive.port import StoredEntry
from dateline.editions.canonical import canonical, digest
from dateline.editions.chain import faults
from dateline.editions.entry import Entry, Record
from dateline.mirror.errors import OwnLogDamagedError, RewrittenPastError, TooNewError


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """An entry as the origin tells it; ``entry``, ``edition`` and ``notice`` are canonical JSON to the letter."""

    position: int
    digest: str
    entry: str
    edition: str | None = None
    notice: str | None = None
    withheld: bool = False


def checked(told: Sequence[Told], before: Entry | None) -> list[Record]:
    """Return the records that entries make, which follow ``before``.

    Raises:
        RewrittenPastError: a position is missing or out of order, or a digest is wrong.
        TooNewError: an entry has a form that this version does not know.
    """
    records: list[Record] = []
    for one in told:
        record = _record(one, before.position + 1 if before else 1)
        for reason in faults(record, before):
            raise RewrittenPastError(record.entry.position, reason)
        records.append(record)
        before = record.entry
    return records


def compare(told: Sequence[Told], own: Sequence[StoredEntry]) -> None:
    """Compare what the origin says of the past with what was taken over, position by position.

    Words may have gone away here or there since; where there are any, they are what the entry says.

    Raises:
        OwnLogDamagedError: what is kept here is not one chain.
        RewrittenPastError: an entry or its words differ.
    """
    _demand_chained(own)
    for one, ours in zip(told, own, strict=False):
        if one.position != ours.position or one.entry.encode() != ours.entry:
            raise RewrittenPastError(ours.position, f"it has another entry at position {ours.position} than before")
        record = _record(one, ours.position)
        pairs = (("edition", record.edition, record.entry.edition), ("notice", record.notice, record.entry.notice))
        for name, stored, stated in pairs:
            if stored is not None and digest(stored) != stated:
                raise RewrittenPastError(
                    ours.position, f"the {name} at position {ours.position} differs from its digest"
                )


def _demand_chained(own: Sequence[StoredEntry]) -> None:
    last = ""
    for logged in own:
        try:
            entry = msgspec.json.decode(logged.entry, type=Entry)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise OwnLogDamagedError(logged.position) from error
        if last and entry.previous != last:
            raise OwnLogDamagedError(logged.position - 1)
        last = digest(logged.entry)


def _record(told: Told, expected: int) -> Record:
    stored = told.entry.encode()
    if told.position != expected:
        raise RewrittenPastError(expected, f"position {told.position} stands where {expected} should")
    if digest(stored) != told.digest:
        raise RewrittenPastError(expected, f"the entry at position {expected} differs from its digest")
    try:
        entry = msgspec.json.decode(stored, type=Entry)
    except msgspec.MsgspecError as error:
        raise TooNewError(expected) from error
    if canonical(entry) != stored:  # it has fields that are not known here, so it could not be handed on to the letter
        raise TooNewError(expected)
    edition, notice = (None if said is None else said.encode() for said in (told.edition, told.notice))
    return Record(entry, edition, notice)
