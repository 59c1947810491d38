"""What lies in an archive's folder beside the text index, and in which order it is written.

manifest.json         names everything below; replaced atomically, so it is the one thing that counts
writer.lock           held by the one writer
a-NNN/                everything made by one building of the archive
  snapshot-NNN        the listing and the vocabularies, whole
  journal-NNN         what changed since, frame by frame; valid up to the length the manifest states
  log                 entries and words as the publication log carries them, one after another; valid up to the
                      length the manifest states
  log-rows            where each of them stands, by position; see ``log``
  text/               where the text index is written; no reader looks here
  text-NNN/           hard links to the files of one generation of it
"""

import datetime as dt
import json
import os
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
import numpy as np
from pyroaring import BitMap

from dateline.archive.embedded.listing import FACETS, Listing, Row
from dateline.archive.embedded.vocabulary import Vocabulary, VocabularyChange
from dateline.archive.errors import NoArchiveError
from dateline.editions.entry import Change
from dateline.storage.files import PUBLIC_MODE, write_atomically

FORMAT = 3
"""Of the folder; another one cannot be read and is built again from the log."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What one generation is made of; names are relative to the folder.

    Attributes:
        journal_bytes: how much of the journal belongs to this generation.
        sizes: of the files in ``text``, by name.
        log_bytes: how much of the log's file belongs to this generation.
        ended: the journal before and its length, where a reader that follows it may go over to this one
            without reading the snapshot; empty and 0 for none.
        purge: whether files may still hold words that went away.
    """

    format: int = FORMAT
    position: int
    root: str
    snapshot: str
    journal: str
    journal_bytes: int
    text: str
    sizes: dict[str, int]
    ended: str = ""
    ended_bytes: int = 0
    log_bytes: int = 0
    purge: bool = False


CHANGED = 200
"""Changes remembered for those who ask what changed of late."""


class LastChange(msgspec.Struct, frozen=True, array_like=True):
    """The last change of a text that had been published before."""

    number: int
    language: str
    change: Change
    at: dt.datetime


class Frame(msgspec.Struct, frozen=True, array_like=True, kw_only=True):
    """One step of the journal.

    Attributes:
        rows: releases as they are listed now.
        vanished: numbers of releases that are not listed any more.
        languages: tags that came up, in the order of their codes.
        changed: texts changed after their first publication, the latest change last.
    """

    position: int
    rows: tuple[Row, ...] = ()
    vanished: tuple[int, ...] = ()
    settings: tuple[VocabularyChange, ...] = ()
    languages: tuple[str, ...] = ()
    texts: tuple[tuple[int, int], ...] = ()
    changed: tuple[LastChange, ...] = ()


class State(msgspec.Struct, frozen=True):
    """What snapshot and journal say together.

    Attributes:
        languages: tags by their codes.
        changed: the last ``CHANGED`` texts that changed after their first publication, the latest change last.
    """

    position: int
    listing: Listing
    vocabulary: Vocabulary
    languages: tuple[str, ...]
    changed: tuple[LastChange, ...] = ()

    @classmethod
    def empty(cls) -> "State":
        """Return the state before the first entry."""
        return cls(0, Listing.empty(), Vocabulary({}), ())

    def after(self, frames: Iterable[Frame]) -> "State":
        """Return the state after steps in their order, which are taken as one: each alone would copy what moves."""
        position, languages = self.position, self.languages
        rows: dict[int, Row | None] = {}
        settings: list[VocabularyChange] = []
        changed = list(self.changed)
        for frame in frames:
            position, languages = frame.position, languages + frame.languages
            rows.update((row.number, row) for row in frame.rows)
            rows.update(dict.fromkeys(frame.vanished))
            settings += frame.settings
            changed += frame.changed
        listing = self.listing.changed(rows) if rows else self.listing
        vocabulary = self.vocabulary.changed(settings) if settings else self.vocabulary
        return State(position, listing, vocabulary, languages, latest(changed))


def latest(changes: Iterable[LastChange]) -> tuple[LastChange, ...]:
    """Return the last change of each text, in order, at most ``CHANGED``."""
    by_text: dict[tuple[int, str], LastChange] = {}
    for change in changes:
        by_text.pop((change.number, change.language), None)
        by_text[change.number, change.language] = change
    return tuple(by_text.values())[-CHANGED:]


class _Snapshot(msgspec.Struct, array_like=True, kw_only=True):
    position: int
    numbers: bytes
    moments: bytes
    bitmaps: dict[str, dict[str, bytes]]
    settings: tuple[VocabularyChange, ...]
    languages: tuple[str, ...]
    changed: tuple[LastChange, ...] = ()


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of a folder; None where no archive has been written yet.

    Raises:
        NoArchiveError: it is of another format, or no manifest.
    """
    try:
        stored = (folder / "manifest.json").read_bytes()
    except FileNotFoundError:
        return None
    try:
        manifest = msgspec.json.decode(stored, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NoArchiveError(folder, "its manifest is damaged") from error
    if manifest.format != FORMAT:
        raise NoArchiveError(folder, f"its format is {manifest.format}, and this version reads {FORMAT}")
    return manifest


def replace_manifest(folder: Path, manifest: Manifest) -> None:
    """Put a manifest in the place of the one before, durably and at once."""
    said = json.dumps(msgspec.to_builtins(manifest), indent=1).encode()
    write_atomically(folder / "manifest.json", said, mode=PUBLIC_MODE)


def write_snapshot(path: Path, state: State) -> None:
    """Write a state whole."""
    listing = state.listing
    bitmaps = {facet: {v: b.serialize() for v, b in listing.bitmaps[facet].items()} for facet in FACETS}
    settings = tuple((kind, id_, said) for (kind, id_), said in state.vocabulary.stored.items())
    packed = msgspec.msgpack.encode(
        _Snapshot(
            position=state.position,
            numbers=listing.numbers.tobytes(),
            moments=listing.moments.tobytes(),
            bitmaps=bitmaps,
            settings=settings,
            languages=state.languages,
            changed=state.changed,
        )
    )
    write_atomically(path, zlib.crc32(packed).to_bytes(4, "little") + packed, mode=PUBLIC_MODE)


def read_snapshot(path: Path) -> State:
    """Return a state as written.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is damaged.
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
    vocabulary = Vocabulary({(kind, id_): said for kind, id_, said in snapshot.settings})
    return State(snapshot.position, listing, vocabulary, snapshot.languages, snapshot.changed)


class Journal:
    """The journal as its writer has it: told frames are durable when ``add`` returns."""

    def __init__(self, path: Path, size_bytes: int) -> None:
        self.path = path
        self.size_bytes = size_bytes
        self._file = path.open("r+b" if path.exists() else "w+b")
        path.chmod(0o644)  # readers may run as another user
        self._file.truncate(size_bytes)  # what a writer that died wrote past its last manifest
        self._file.seek(size_bytes)

    def add(self, frame: Frame) -> None:
        """Append a frame."""
        packed = msgspec.msgpack.encode(frame)
        self._file.write(len(packed).to_bytes(4, "little") + zlib.crc32(packed).to_bytes(4, "little") + packed)
        self._file.flush()
        os.fsync(self._file.fileno())
        self.size_bytes += 8 + len(packed)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def read_frames(path: Path, start: int, end: int) -> Iterator[Frame]:
    """Yield the frames between two places of a journal.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is shorter than that, or damaged.
    """
    if start == end:
        return
    with path.open("rb") as file:
        file.seek(start)
        stored = memoryview(file.read(end - start))
    at = 0
    while at < end - start:
        size, sum_ = (int.from_bytes(stored[at + i : at + i + 4], "little") for i in (0, 4))
        packed = stored[at + 8 : at + 8 + size]
        if len(packed) != size or not size or zlib.crc32(packed) != sum_:
            message = f"{path.name} is damaged at byte {start + at}"
            raise ValueError(message)
        yield msgspec.msgpack.decode(packed, type=Frame)
        at += 8 + size
