"""The archive's copy of the publication log, for mirrors and other followers (decision 0010).

The archive appends to two files. ``log`` holds entry, edition and notice of each position. ``log-rows`` holds one row
of fixed width per position, with offset, lengths and a checksum. Removed words are overwritten with zeros in place.
Their row is marked as removed first, so that a reader never mistakes half-overwritten words for damage. A reader
returns nothing that differs from its checksum or digest.
"""

import hashlib
import os
import struct
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

import msgspec
import numpy as np
from numpy.typing import NDArray

from dateline.archive.embedded.text_records import discards_words
from dateline.archive.errors import DamagedArchiveError
from dateline.archive.port import Removal, StoredEntry
from dateline.editions.canonical import canonical
from dateline.editions.edition import Edition
from dateline.editions.entry import TAKES_BACK, Entry, Record, Subject

LOG, ROWS = "log", "log-rows"
LOG_FILES = (LOG, ROWS)

ROW = np.dtype(
    [
        ("start", "<u8"),
        ("entry", "<u4"),
        ("edition", "<u4"),
        ("notice", "<u4"),
        ("removed", "<u4"),
        ("subject", "<u8"),
        ("checksum", "<u8"),
    ]
)
"""The row of a position, eight bytes for each hash.

``start`` is the offset in ``log``; ``entry``, ``edition`` and ``notice`` are lengths in bytes; ``removed`` is 0 or
``_REMOVED``; ``subject`` is a hash of the subject. ``checksum`` covers all of these but ``removed``, the position, and
the bytes of the entry. It does not cover the words, because the entry contains their digests.
"""

_Row = tuple[int, int, int, int, int, int, int]
_WIDTH = ROW.itemsize
_REMOVED = 0x6E6F6E65
"""Marks a row whose words were removed. A damaged mark is neither this nor 0."""

_SEALED = struct.Struct("<QQIIIQ")
_REMOVED_AT = ROW.fields["removed"][1] if ROW.fields else 0
_PARTS = ("entry", "edition", "notice")
_ZEROS_BYTES = 1 << 16
MAX_ENTRY_BYTES = 1 << 27
"""Longest entry that is read, because a damaged row may state any length."""


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
        """Append records, durably, and overwrite the words that they remove.

        Raises:
            DamagedArchiveError: an earlier entry whose words are to be removed is damaged.
        """
        subjects = [_code(record.entry.subject) for record in records]
        last_removal = {code: place for place, code in enumerate(subjects) if discards_words(records[place])}
        rows = np.zeros(len(records), ROW)
        at = self.size_bytes
        for place, record in enumerate(records):
            stays = place >= last_removal.get(subjects[place], 0)
            edition, notice = (record.edition, record.notice) if stays else (None, None)
            parts = (canonical(record.entry), edition or b"", notice or b"")
            sizes = tuple(map(len, parts))
            checksum = _checksum(self._position + place + 1, (at, *sizes, subjects[place]), parts[0])
            rows[place] = (at, *sizes, 0 if stays else _REMOVED, subjects[place], checksum)
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
            start, code = int(rows[place]["start"]), int(rows[place]["subject"])
            sizes = entry, edition, notice = tuple(int(rows[place][name]) for name in _PARTS)
            stored = os.pread(self._log.fileno(), min(entry, MAX_ENTRY_BYTES), start)
            if _checksum(place + 1, (start, *sizes, code), stored) != int(rows[place]["checksum"]):
                raise _damaged(place + 1)
            if msgspec.json.decode(stored, type=Entry).subject == subjects[code]:
                os.pwrite(self._rows.fileno(), _REMOVED.to_bytes(4, "little"), place * _WIDTH + _REMOVED_AT)
                _blank(self._log.fileno(), start + entry, edition + notice)


class LogReader:
    """Reads the log; the caller says how far it is valid."""

    def __init__(self, root: Path) -> None:
        self._log = (root / LOG).open("rb")
        self._rows = (root / ROWS).open("rb")

    def read(self, after: int, until: int, size_bytes: int) -> list[StoredEntry]:
        """Return the entries after a position up to ``until``, of at most ``size_bytes`` together, but at least one.

        The result ends before the first damaged entry.

        Raises:
            DamagedArchiveError: the first entry is damaged.
        """
        if not 0 <= after < until:
            return []
        rows = self._read_rows(after, until)
        if not len(rows):
            raise _damaged(after + 1)
        start = int(rows["start"][0])
        ends = rows["start"] + rows["entry"] + rows["edition"] + rows["notice"]
        gaps = np.flatnonzero(rows["start"][1:] != ends[:-1])  # a row beside a gap is damaged
        ends = ends[: int(gaps[0]) + 1] if len(gaps) else ends
        rows = rows[: max(1, int(np.searchsorted(ends, start + size_bytes, "right")))]
        stored = self._read_log(start, int(ends[len(rows) - 1]) - start)
        entries: list[StoredEntry] = []
        for position, row in enumerate(rows.tolist(), start=after + 1):
            one = self._entry(position, row, stored, start)
            if one is None and not entries:
                raise _damaged(position)
            if one is None:
                break
            entries.append(one)
        return entries

    def of_subject(self, subject: Subject, until: int) -> list[StoredEntry]:
        """Return the entries about a subject up to a position, in order; a damaged one raises."""
        rows: NDArray[np.void] = np.memmap(self._rows, ROW, "r", shape=(until,))
        found = np.flatnonzero(rows["subject"] == np.uint64(_code(subject)))
        entries = [entry for place in map(int, found) for entry in self.read(place, place + 1, MAX_ENTRY_BYTES)]
        return [one for one in entries if msgspec.json.decode(one.entry, type=Entry).subject == subject]

    def _read_rows(self, after: int, until: int) -> NDArray[np.void]:
        stored = os.pread(self._rows.fileno(), (until - after) * _WIDTH, after * _WIDTH)
        return np.frombuffer(stored, ROW, len(stored) // _WIDTH)

    def _read_log(self, start: int, size_bytes: int) -> bytes:
        """Return bytes of the log; fewer where a damaged row points past its end."""
        size_bytes = min(size_bytes, MAX_ENTRY_BYTES, os.fstat(self._log.fileno()).st_size - start)
        return os.pread(self._log.fileno(), size_bytes, start) if size_bytes > 0 else b""

    def _entry(self, position: int, row: _Row, stored: bytes, first: int) -> StoredEntry | None:
        """Return an entry; None for a damaged one."""
        start, size, edition_size, notice_size, removed, subject, checksum = row
        at = start - first
        end = at + size + edition_size + notice_size
        if at < 0 or end > len(stored):
            return None
        entry = stored[at : at + size]
        if _checksum(position, (start, size, edition_size, notice_size, subject), entry) != checksum:
            return None
        edition, notice = stored[at + size : end - notice_size], stored[end - notice_size : end]
        if removed == 0 and _is_intact(entry, edition, notice):
            return StoredEntry(position, entry, edition or None, notice or None)
        if removed != _REMOVED:  # no damage if the writer has begun to remove these words since the row was read
            removed = int(self._read_rows(position - 1, position)[0]["removed"])
        return StoredEntry(position, entry) if removed == _REMOVED else None


class Entries:
    """The log up to the position of one generation.

    Args:
        reader: of the log's files; None for an empty archive.
        position: of the generation.
        removals: the withheld releases, by number.
        releases: UUIDs of these releases, because some entries do not contain the number.
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

    def editions(self, release: str, language: str) -> list[Edition]:
        """Return the editions of a text since its last withdrawal or removal; see ``Texts.public_editions``."""
        if self.reader is None or not self._position:
            return []
        editions: dict[int, Edition] = {}
        subject = Subject(kind="release", id=release, language=language)
        for one in self.reader.of_subject(subject, self._position):
            public = self._public(one) if self._removals else one
            entry = msgspec.json.decode(public.entry, type=Entry)
            if entry.change in TAKES_BACK or (entry.edition and public.edition is None):
                editions = {}
            elif public.edition is not None:
                edition = msgspec.json.decode(public.edition, type=Edition)
                editions[edition.version] = edition
        return list(editions.values())

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
    digests = msgspec.json.decode(entry, type=_Digests)
    pairs = ((edition, digests.edition), (notice, digests.notice))
    return all(not stored or hashlib.sha256(stored).hexdigest() == digest for stored, digest in pairs)


def _checksum(position: int, row: tuple[int, ...], entry: bytes) -> int:
    """Return the checksum of a row: (offset, the three lengths, digest of the subject)."""
    content = _SEALED.pack(position, *row) + entry
    return int.from_bytes(hashlib.blake2b(content, digest_size=8).digest(), "little")


def _damaged(position: int) -> DamagedArchiveError:
    return DamagedArchiveError(f"its copy of the log is damaged at position {position}")


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
