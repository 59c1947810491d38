"""The archive's copy of the publication log, for mirrors and other followers (decision 0010).

Two files grow at their ends: ``log`` holds entry, edition and notice of each position, ``log-rows`` one row of fixed
width per position with their offset and lengths. Removed words are overwritten in place. Their row is marked first, so
that a reader who meets half-overwritten words knows why.
"""

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

import msgspec
import numpy as np
from numpy.typing import NDArray

from dateline.archive.embedded.text_records import discards_words
from dateline.archive.port import Removal, StoredEntry
from dateline.editions.canonical import canonical
from dateline.editions.entry import Entry, Record, Subject

LOG, ROWS = "log", "log-rows"
LOG_FILES = (LOG, ROWS)

ROW = np.dtype(
    [("start", "<u8"), ("entry", "<u4"), ("edition", "<u4"), ("notice", "<u4"), ("removed", "<u4"), ("subject", "<u8")]
)
"""Row of a position: offset, lengths of the three parts, whether the words were removed, digest of the subject."""

_WIDTH = ROW.itemsize
_REMOVED_AT = ROW.fields["removed"][1] if ROW.fields else 0
_ZEROS_BYTES = 1 << 16


class LogWriter:
    """Appends to the log."""

    def __init__(self, root: Path, position: int, size_bytes: int) -> None:
        """Open the files and cut what a writer that died wrote past its last manifest.

        Raises:
            ValueError: a file is shorter than the manifest states.
        """
        self.size_bytes = size_bytes
        self._position = position
        self._log = _opened(root / LOG, size_bytes)
        self._rows = _opened(root / ROWS, position * _WIDTH)

    def add(self, records: Sequence[Record]) -> None:
        """Append records, durably, and overwrite the words that they remove."""
        subjects = [_code(record.entry.subject) for record in records]
        last_removal = {code: place for place, code in enumerate(subjects) if discards_words(records[place])}
        rows = np.zeros(len(records), ROW)
        at = self.size_bytes
        for place, record in enumerate(records):
            stays = place >= last_removal.get(subjects[place], 0)
            edition, notice = (record.edition, record.notice) if stays else (None, None)
            parts = (canonical(record.entry), edition or b"", notice or b"")
            rows[place] = (at, *map(len, parts), not stays, subjects[place])
            at += self._log.write(b"".join(parts))
        self._log.flush()
        self._overwrite({subjects[place]: records[place].entry.subject for place in last_removal.values()})
        self._rows.write(rows.tobytes())
        self._rows.flush()
        for file in (self._log, self._rows):
            os.fsync(file.fileno())
        self.size_bytes, self._position = at, self._position + len(records)

    def close(self) -> None:
        """Close the files."""
        self._log.close()
        self._rows.close()

    def _overwrite(self, subjects: Mapping[int, Subject]) -> None:
        """Overwrite the words of all earlier positions about these subjects."""
        if not subjects or not self._position:
            return
        rows: NDArray[np.void] = np.memmap(self._rows, ROW, "r", shape=(self._position,))
        has_words = (rows["edition"] > 0) | (rows["notice"] > 0)
        codes = np.fromiter(subjects, np.uint64, len(subjects))
        places = np.flatnonzero(np.isin(rows["subject"], codes) & has_words)
        for place in map(int, places):
            start, entry, edition, notice = (int(rows[place][name]) for name in ("start", "entry", "edition", "notice"))
            stored = os.pread(self._log.fileno(), entry, start)
            if msgspec.json.decode(stored, type=Entry).subject == subjects[int(rows[place]["subject"])]:
                os.pwrite(self._rows.fileno(), (1).to_bytes(4, "little"), place * _WIDTH + _REMOVED_AT)
                _blank(self._log.fileno(), start + entry, edition + notice)


class LogReader:
    """Reads the log; the caller says how far it is valid."""

    def __init__(self, root: Path) -> None:
        self._log = (root / LOG).open("rb")
        self._rows = (root / ROWS).open("rb")

    def read(self, after: int, until: int, size_bytes: int) -> list[StoredEntry]:
        """Return the entries after a position up to ``until``: at least one, and no more than ``size_bytes``.

        Damaged words are returned as they are, so that whoever checks their digest notices.
        """
        if not 0 <= after < until:
            return []
        rows = self._read_rows(after, until)
        start = int(rows["start"][0])
        ends = rows["start"] + rows["entry"] + rows["edition"] + rows["notice"]
        rows = rows[: max(1, int(np.searchsorted(ends, start + size_bytes, "right")))]
        stored = os.pread(self._log.fileno(), int(ends[len(rows) - 1]) - start, start)
        return [self._entry(after + place, row, stored, start) for place, row in enumerate(rows, start=1)]

    def _read_rows(self, after: int, until: int) -> NDArray[np.void]:
        return np.frombuffer(os.pread(self._rows.fileno(), (until - after) * _WIDTH, after * _WIDTH), ROW)

    def _entry(self, position: int, row: np.void, stored: bytes, start: int) -> StoredEntry:
        at = int(row["start"]) - start
        parts = []
        for name in ("entry", "edition", "notice"):
            parts.append(stored[at : at + int(row[name])])
            at += int(row[name])
        entry, edition, notice = parts
        is_intact = not row["removed"] and _is_intact(entry, edition, notice)
        if not is_intact and self._read_rows(position - 1, position)[0]["removed"]:  # removed since the row was read
            edition = notice = b""
        return StoredEntry(position, entry, edition or None, notice or None)


class Entries:
    """The log up to the position of one generation.

    Args:
        reader: of the log's files; None for an empty archive.
        position: of the generation.
        removals: releases whose words are withheld, by number.
        releases: UUIDs of these releases, for entries that do not tell their number.
    """

    def __init__(
        self,
        reader: LogReader | None,
        position: int,
        removals: Mapping[int, Removal] = {},
        releases: frozenset[str] = frozenset(),
    ) -> None:
        self.reader = reader
        self._position = position
        self._removals = removals
        self._releases = releases

    def read(self, after: int, limit: int, size_bytes: int) -> list[StoredEntry]:
        """Return the entries after a position; see ``StoredLog.entries``."""
        if self.reader is None or limit < 1:
            return []
        entries = self.reader.read(after, min(self._position, after + limit), size_bytes)
        return [self._public(one) for one in entries] if self._removals else entries

    def with_removals(self, removals: Sequence[Removal], releases: Iterable[str]) -> "Entries":
        """Return the same log with the words of some releases withheld; notices of removals stay."""
        return Entries(self.reader, self._position, {one.number: one for one in removals}, frozenset(releases))

    def _public(self, one: StoredEntry) -> StoredEntry:
        entry = msgspec.json.decode(one.entry, type=Entry)
        has_words = one.edition is not None or one.notice is not None
        if entry.subject.kind != "release" or entry.change in ("removed", "erased") or not has_words:
            return one
        if entry.number not in self._removals and entry.subject.id not in self._releases:
            return one
        removal = self._removals.get(entry.number)
        if removal is not None and not removal.covers(entry.subject.language):
            return one
        return msgspec.structs.replace(one, edition=None, notice=None, withheld=True)


class _Digests(msgspec.Struct):
    edition: str = ""
    notice: str = ""


def _is_intact(entry: bytes, edition: bytes, notice: bytes) -> bool:
    try:
        digests = msgspec.json.decode(entry, type=_Digests)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False
    pairs = ((edition, digests.edition), (notice, digests.notice))
    return all(not stored or hashlib.sha256(stored).hexdigest() == digest for stored, digest in pairs)


def _code(subject: Subject) -> int:
    key = f"{subject.kind}\0{subject.id}\0{subject.language}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(key, digest_size=8).digest(), "little")


def _opened(path: Path, size_bytes: int) -> BinaryIO:
    file = path.open("r+b" if path.exists() else "w+b")
    path.chmod(0o644)  # readers may run as another user
    if file.seek(0, os.SEEK_END) < size_bytes:
        file.close()
        message = f"{path.name} is shorter than it was"
        raise ValueError(message)
    file.truncate(size_bytes)
    file.seek(size_bytes)
    return file


def _blank(descriptor: int, start: int, size_bytes: int) -> None:
    """Overwrite a part of a file with zeros."""
    for at in range(start, start + size_bytes, _ZEROS_BYTES):
        os.pwrite(descriptor, bytes(min(_ZEROS_BYTES, start + size_bytes - at)), at)
