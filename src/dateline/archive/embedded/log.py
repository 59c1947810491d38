"""The publication log as the archive keeps it, so that others can follow it: what each entry was, and its words.

Two files grow at their ends. ``log`` has entry, edition and notice of one position after another, ``log-rows`` a row of
fixed width for each position, which says where they stand. Words that go away are overwritten where they stand: the
row is marked first, so that a reader who meets half of them knows why.
"""

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

import msgspec
import numpy as np
from numpy.typing import NDArray

from dateline.archive.embedded.text_records import forgets
from dateline.archive.port import Removal, StoredEntry
from dateline.editions.canonical import canonical
from dateline.editions.entry import Entry, Record, Subject

LOG, ROWS = "log", "log-rows"
LOG_FILES = (LOG, ROWS)

ROW = np.dtype(
    [("start", "<u8"), ("entry", "<u4"), ("edition", "<u4"), ("notice", "<u4"), ("gone", "<u4"), ("subject", "<u8")]
)
"""Of a position: where its bytes start, how many are of what, whether its words went away, a digest of its subject."""

_WIDTH = ROW.itemsize
_GONE_AT = ROW.fields["gone"][1] if ROW.fields else 0
_BLANKS = 1 << 16


class LogWriter:
    """Adds to the log of one building of the archive; what was added is durable when ``add`` returns."""

    def __init__(self, root: Path, position: int, size_bytes: int) -> None:
        """Open the files, and forget what a writer that died wrote past its last manifest.

        Raises:
            ValueError: they hold less than the manifest states.
        """
        self.size_bytes = size_bytes
        self._position = position
        self._log = _opened(root / LOG, size_bytes)
        self._rows = _opened(root / ROWS, position * _WIDTH)

    def add(self, records: Sequence[Record]) -> None:
        """Add records in order; take away the words of earlier ones where a record says so."""
        subjects = [_code(record.entry.subject) for record in records]
        until = {code: place for place, code in enumerate(subjects) if forgets(records[place])}
        rows = np.zeros(len(records), ROW)
        at = self.size_bytes
        for place, record in enumerate(records):
            keeps = place >= until.get(subjects[place], 0)
            parts = (canonical(record.entry), (keeps and record.edition) or b"", (keeps and record.notice) or b"")
            rows[place] = (at, *map(len, parts), not keeps, subjects[place])
            at += self._log.write(b"".join(parts))
        self._log.flush()
        self._forget({subjects[place]: records[place].entry.subject for place in until.values()})
        self._rows.write(rows.tobytes())
        self._rows.flush()
        for file in (self._log, self._rows):
            os.fsync(file.fileno())
        self.size_bytes, self._position = at, self._position + len(records)

    def close(self) -> None:
        """Let go of the files."""
        self._log.close()
        self._rows.close()

    def _forget(self, subjects: Mapping[int, Subject]) -> None:
        """Overwrite the words of all positions so far that are about these subjects."""
        if not subjects or not self._position:
            return
        rows: NDArray[np.void] = np.memmap(self._rows, ROW, "r", shape=(self._position,))
        has_words = (rows["edition"] > 0) | (rows["notice"] > 0)
        codes = np.fromiter(subjects, np.uint64, len(subjects))
        found = np.flatnonzero(np.isin(rows["subject"], codes) & has_words)
        for place in map(int, found):
            start, entry, edition, notice = (int(rows[place][name]) for name in ("start", "entry", "edition", "notice"))
            stored = os.pread(self._log.fileno(), entry, start)
            if msgspec.json.decode(stored, type=Entry).subject == subjects[int(rows[place]["subject"])]:
                os.pwrite(self._rows.fileno(), (1).to_bytes(4, "little"), place * _WIDTH + _GONE_AT)
                _blank(self._log.fileno(), start + entry, edition + notice)


class LogReader:
    """Reads the log of one building of the archive; a generation says how far it may."""

    def __init__(self, root: Path) -> None:
        self._log = (root / LOG).open("rb")
        self._rows = (root / ROWS).open("rb")

    def read(self, after: int, until: int, size_bytes: int) -> list[StoredEntry]:
        """Return what stands behind position ``after`` up to ``until``: one at least, and no more than ``size_bytes``.

        Words that cannot be what the entry says are given out as they are, for whoever checks them to notice.
        """
        if not 0 <= after < until:
            return []
        rows = self._read_rows(after, until)
        start = int(rows["start"][0])
        ends = rows["start"] + rows["entry"] + rows["edition"] + rows["notice"]
        rows = rows[: max(1, int(np.searchsorted(ends, start + size_bytes, "right")))]
        stored = os.pread(self._log.fileno(), int(ends[len(rows) - 1]) - start, start)
        return [self._logged(after + place, row, stored, start) for place, row in enumerate(rows, start=1)]

    def _read_rows(self, after: int, until: int) -> NDArray[np.void]:
        return np.frombuffer(os.pread(self._rows.fileno(), (until - after) * _WIDTH, after * _WIDTH), ROW)

    def _logged(self, position: int, row: np.void, stored: bytes, start: int) -> StoredEntry:
        at = int(row["start"]) - start
        parts = []
        for name in ("entry", "edition", "notice"):
            parts.append(stored[at : at + int(row[name])])
            at += int(row[name])
        entry, edition, notice = parts
        is_sound = not row["gone"] and _is_whole(entry, edition, notice)
        if not is_sound and self._read_rows(position - 1, position)[0]["gone"]:  # it may have gone since
            edition = notice = b""
        return StoredEntry(position, entry, edition or None, notice or None)


class Entries:
    """The log as one generation answers from it.

    Args:
        reader: of the log's files; None where there is none yet.
        position: of the generation.
        gone: what is closed to the public, by number.
        releases: UUIDs of these releases, for entries that do not tell their number.
    """

    def __init__(
        self,
        reader: LogReader | None,
        position: int,
        gone: Mapping[int, Removal] = {},
        releases: frozenset[str] = frozenset(),
    ) -> None:
        self.reader = reader
        self._position = position
        self._gone = gone
        self._releases = releases

    def read(self, after: int, limit: int, size_bytes: int) -> list[StoredEntry]:
        """Return the next entries behind a position; see the port."""
        if self.reader is None or limit < 1:
            return []
        found = self.reader.read(after, min(self._position, after + limit), size_bytes)
        return [self._seen(one) for one in found] if self._gone else found

    def without(self, gone: Sequence[Removal], releases: Iterable[str]) -> "Entries":
        """Return the same without the words of what is closed; notices of removals stay."""
        return Entries(self.reader, self._position, {one.number: one for one in gone}, frozenset(releases))

    def _seen(self, one: StoredEntry) -> StoredEntry:
        entry = msgspec.json.decode(one.entry, type=Entry)
        has_words = one.edition is not None or one.notice is not None
        if entry.subject.kind != "release" or entry.change in ("removed", "erased") or not has_words:
            return one
        if entry.number not in self._gone and entry.subject.id not in self._releases:
            return one
        closing = self._gone.get(entry.number)
        if closing is not None and not closing.covers(entry.subject.language):
            return one
        return msgspec.structs.replace(one, edition=None, notice=None, withheld=True)


class _Stated(msgspec.Struct):
    edition: str = ""
    notice: str = ""


def _is_whole(entry: bytes, edition: bytes, notice: bytes) -> bool:
    try:
        stated = msgspec.json.decode(entry, type=_Stated)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False
    pairs = ((edition, stated.edition), (notice, stated.notice))
    return all(not said or hashlib.sha256(said).hexdigest() == digest for said, digest in pairs)


def _code(subject: Subject) -> int:
    said = f"{subject.kind}\0{subject.id}\0{subject.language}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(said, digest_size=8).digest(), "little")


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
    """Overwrite a part of a file."""
    for at in range(start, start + size_bytes, _BLANKS):
        os.pwrite(descriptor, bytes(min(_BLANKS, start + size_bytes - at)), at)
