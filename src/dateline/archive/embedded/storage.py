"""The files of an archive's folder beside the text index.

manifest.json         names the files of the present generation; replaced atomically and last; see ``manifest.py``
writer.lock           held by the one writer
a-NNN/                the files since the archive was last rebuilt
  snapshot-NNN        the listing and the vocabularies
  journal-NNN         changes since the snapshot, as frames; valid up to the length in the manifest
  log                 entries, editions and notices of the publication log; valid up to the length in the manifest
  log-rows            offsets into ``log`` by position; see ``log.py``
  text/               working folder of the text index; readers never open it
  text-NNN/           hard links to the files of one generation of the text index
"""

import datetime as dt
import os
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
import numpy as np
from pyroaring import BitMap

from dateline.archive.embedded.listing import FACETS, Listing, Row
from dateline.archive.embedded.manifest import Manifest
from dateline.archive.embedded.vocabulary import Vocabulary, VocabularyChange
from dateline.archive.errors import NoArchiveError
from dateline.editions.canonical import digest
from dateline.editions.entry import Change
from dateline.storage.files import PUBLIC_MODE, write_atomically

MAX_RECENT_CHANGES = 200
"""Number of recent changes that an archive stores."""


class LastChange(msgspec.Struct, frozen=True, array_like=True):
    """The last change of a text since its first publication."""

    number: int
    language: str
    change: Change
    at: dt.datetime


class Frame(msgspec.Struct, frozen=True, array_like=True, kw_only=True):
    """The changes of one batch, as the journal stores them.

    Attributes:
        rows: new rows of releases in the listing.
        unlisted: numbers of releases that leave the listing.
        vocabulary: changed offices, topics, kinds and newsroom.
        languages: new language tags, in the order of their codes.
        texts: (release number, language code) of each changed text.
        changes: changes of texts since their first publication, latest last.
    """

    position: int
    rows: tuple[Row, ...] = ()
    unlisted: tuple[int, ...] = ()
    vocabulary: tuple[VocabularyChange, ...] = ()
    languages: tuple[str, ...] = ()
    texts: tuple[tuple[int, int], ...] = ()
    changes: tuple[LastChange, ...] = ()


class ArchiveState(msgspec.Struct, frozen=True):
    """The contents of snapshot and journal: all of a generation but its texts.

    Attributes:
        languages: tags by code.
        changes: the last change of each text since its first publication, latest last, at most
            ``MAX_RECENT_CHANGES``.
    """

    position: int
    listing: Listing
    vocabulary: Vocabulary
    languages: tuple[str, ...]
    changes: tuple[LastChange, ...] = ()

    @classmethod
    def empty(cls) -> "ArchiveState":
        """Return the state before the first entry."""
        return cls(0, Listing.empty(), Vocabulary({}), ())

    def apply(self, frames: Iterable[Frame]) -> "ArchiveState":
        """Return the state after frames, in their order. They are merged first, as each step copies the listing."""
        position, languages = self.position, self.languages
        rows: dict[int, Row | None] = {}
        values: list[VocabularyChange] = []
        changes = list(self.changes)
        for frame in frames:
            position, languages = frame.position, languages + frame.languages
            rows.update((row.number, row) for row in frame.rows)
            rows.update(dict.fromkeys(frame.unlisted))
            values += frame.vocabulary
            changes += frame.changes
        listing = self.listing.changed(rows) if rows else self.listing
        vocabulary = self.vocabulary.changed(values) if values else self.vocabulary
        return ArchiveState(position, listing, vocabulary, languages, last_changes(changes))


def last_changes(changes: Iterable[LastChange]) -> tuple[LastChange, ...]:
    """Return the last change of each text, in order, at most ``MAX_RECENT_CHANGES``."""
    by_text: dict[tuple[int, str], LastChange] = {}
    for change in changes:
        by_text.pop((change.number, change.language), None)
        by_text[change.number, change.language] = change
    return tuple(by_text.values())[-MAX_RECENT_CHANGES:]


class _Snapshot(msgspec.Struct, array_like=True, kw_only=True):
    position: int
    numbers: bytes
    moments: bytes
    bitmaps: dict[str, dict[str, bytes]]
    vocabulary: tuple[VocabularyChange, ...]
    languages: tuple[str, ...]
    changes: tuple[LastChange, ...] = ()


def load_state(folder: Path, manifest: Manifest) -> ArchiveState:
    """Return the state in a manifest's snapshot and journal.

    Raises:
        NoArchiveError: a file is missing or damaged.
    """
    try:
        frames = read_frames(folder / manifest.journal, 0, manifest.journal_bytes)
        return read_snapshot(folder / manifest.snapshot).apply(frames)
    except (OSError, ValueError) as error:
        raise NoArchiveError(folder, str(error)) from error


def write_snapshot(path: Path, state: ArchiveState) -> str:
    """Write a snapshot atomically, and return its SHA-256."""
    listing = state.listing
    bitmaps = {facet: {v: b.serialize() for v, b in listing.bitmaps[facet].items()} for facet in FACETS}
    vocabulary = tuple((kind, id_, content) for (kind, id_), content in state.vocabulary.stored.items())
    packed = msgspec.msgpack.encode(
        _Snapshot(
            position=state.position,
            numbers=listing.numbers.tobytes(),
            moments=listing.moments.tobytes(),
            bitmaps=bitmaps,
            vocabulary=vocabulary,
            languages=state.languages,
            changes=state.changes,
        )
    )
    content = zlib.crc32(packed).to_bytes(4, "little") + packed
    write_atomically(path, content, mode=PUBLIC_MODE)
    return digest(content)


def read_snapshot(path: Path) -> ArchiveState:
    """Return the state in a snapshot.

    Raises:
        OSError: the file cannot be read.
        ValueError: the file is damaged.
    """
    stored = path.read_bytes()
    packed = memoryview(stored)[4:]
    if zlib.crc32(packed) != int.from_bytes(stored[:4], "little"):
        message = f"{path.name} is damaged"
        raise ValueError(message)
    snapshot = msgspec.msgpack.decode(packed, type=_Snapshot)
    listing = Listing(
        np.frombuffer(snapshot.numbers, np.uint32),
        np.frombuffer(snapshot.moments, np.int64),
        {facet: {v: BitMap.deserialize(b) for v, b in snapshot.bitmaps[facet].items()} for facet in FACETS},
    )
    vocabulary = Vocabulary({(kind, id_): content for kind, id_, content in snapshot.vocabulary})
    return ArchiveState(snapshot.position, listing, vocabulary, snapshot.languages, snapshot.changes)


class Journal:
    """A journal, open for appending.

    Args:
        path: created where it is missing.
        size_bytes: valid length; a longer file is cut, because a writer died before its manifest was replaced.
    """

    def __init__(self, path: Path, size_bytes: int) -> None:
        self.path = path
        self.size_bytes = size_bytes
        self._file = path.open("r+b" if path.exists() else "w+b")
        path.chmod(0o644)  # readers may run as another user
        self._file.truncate(size_bytes)
        self._file.seek(size_bytes)

    def add(self, frame: Frame) -> None:
        """Append a frame; it is durable when this returns."""
        packed = msgspec.msgpack.encode(frame)
        self._file.write(len(packed).to_bytes(4, "little") + zlib.crc32(packed).to_bytes(4, "little") + packed)
        self._file.flush()
        os.fsync(self._file.fileno())
        self.size_bytes += 8 + len(packed)

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def read_frames(path: Path, start: int, end: int) -> Iterator[Frame]:
    """Yield the frames between two offsets of a journal.

    Raises:
        OSError: the file cannot be read.
        ValueError: the file is damaged, or shorter than the second offset.
    """
    if start == end:
        return
    with path.open("rb") as file:
        file.seek(start)
        stored = memoryview(file.read(end - start))
    at = 0
    while at < end - start:
        size, checksum = (int.from_bytes(stored[at + i : at + i + 4], "little") for i in (0, 4))
        packed = stored[at + 8 : at + 8 + size]
        if len(packed) != size or not size or zlib.crc32(packed) != checksum:
            message = f"{path.name} is damaged at byte {start + at}"
            raise ValueError(message)
        yield msgspec.msgpack.decode(packed, type=Frame)
        at += 8 + size
