"""Integrity: compares what a folder holds with the checksums and digests that were written with it.

Nothing here changes the folder, and a writer may write it meanwhile. Each fault is a sentence.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

import msgspec
from pyroaring import BitMap

from dateline.archive.embedded.log import LOG_FILES, LogReader
from dateline.archive.embedded.manifest import read_manifest
from dateline.archive.embedded.storage import ArchiveState, load_state, read_frames
from dateline.archive.embedded.text_index.index import Texts
from dateline.archive.embedded.text_records import decoded
from dateline.archive.errors import ArchiveError
from dateline.archive.port import LOG_PAGE_BYTES, StoredEntry
from dateline.editions.canonical import digest
from dateline.editions.entry import Entry
from dateline.storage.content_addressed import Pause, digest_of, no_pause

PAGE = 1_000
"""Entries read at a time."""

MAX_ATTEMPTS = 5  # a generation may be deleted between reading its name and opening it


def stamp(status: os.stat_result) -> int:
    """Return a value that changes when a file is written or replaced, but not when it gets another hard link."""
    return hash((status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns))


def file_faults(folder: Path, pause: Pause = no_pause, verified: set[int] | None = None) -> Iterator[str]:
    """Compare the manifest and all files it names, except the log, with their checksums; yield a sentence per fault.

    Args:
        folder: of the archive.
        pause: called after each megabyte.
        verified: stamps of files that were found intact before and are skipped; stamps of intact files are added.
    """
    verified = set() if verified is None else verified
    try:
        with ExitStack() as stack:
            for name, file, checksum in _opened(folder, stack):
                mark = stamp(os.fstat(file.fileno()))
                if mark in verified:
                    continue
                if digest_of(file, pause) == checksum:
                    verified.add(mark)
                else:
                    yield f"The file {folder.name}/{name} differs from its checksum."
    except (ArchiveError, OSError, ValueError) as error:
        yield _sentence(folder, error)


def log_faults(folder: Path, after: int = 0, pause: Pause = no_pause) -> Iterator[str]:
    """Check each entry of the archive's copy of the log, its words and the chain, from a position on."""
    last = ""
    try:
        for one in log_entries(folder, after, pause):
            previous = msgspec.json.decode(one.entry, type=Entry).previous
            if last and previous != last:
                yield f"The archive's copy of the log is not one chain before position {one.position}."
            last = digest(one.entry)
    except (ArchiveError, OSError, ValueError) as error:
        yield _sentence(folder, error)


def log_entries(folder: Path, after: int = 0, pause: Pause = no_pause) -> Iterator[StoredEntry]:
    """Yield the entries of the archive's copy of the log after a position.

    Raises:
        NoArchiveError: the manifest cannot be read.
        DamagedArchiveError: an entry is damaged.
        OSError: a file is missing.
    """
    manifest = read_manifest(folder)
    if manifest is None:
        return
    reader = LogReader(folder / manifest.root)
    while after < manifest.position:
        entries = reader.read(after, min(after + PAGE, manifest.position), LOG_PAGE_BYTES)
        yield from entries
        after = entries[-1].position
        pause()


def last_entry(folder: Path) -> tuple[int, str]:
    """Return position and digest of the last entry in the archive's copy of the log; 0 and empty if it cannot be read.

    The last entry of the database's log must be the same. If it differs, one of the two copies was rewritten.
    """
    try:
        manifest = read_manifest(folder)
        if manifest is None or not manifest.position:
            return 0, ""
        (one,) = LogReader(folder / manifest.root).read(manifest.position - 1, manifest.position, LOG_PAGE_BYTES)
    except (ArchiveError, OSError, ValueError):
        return 0, ""
    return one.position, digest(one.entry)


def current_root(folder: Path) -> str:
    """Return the name of the present archive's folder; each rebuild makes a new one. Empty if it cannot be read."""
    try:
        manifest = read_manifest(folder)
    except (ArchiveError, OSError):
        return ""
    return manifest.root if manifest else ""


def log_stamps(folder: Path) -> tuple[int, ...]:
    """Return the stamps of the files of the log; empty where they cannot be read."""
    try:
        manifest = read_manifest(folder)
        return tuple(stamp((folder / manifest.root / name).stat()) for name in LOG_FILES) if manifest else ()
    except (ArchiveError, OSError):
        return ()


def text_faults(folder: Path) -> Iterator[str]:
    """Compare stored texts with their digests, the log and the lists; yield a sentence for each fault."""
    try:
        manifest = read_manifest(folder)
        if manifest is None:
            return
        state, texts = load_state(folder, manifest), Texts(folder / manifest.text)
        log = LogReader(folder / manifest.root)
        numbers = BitMap(state.listing.numbers.tolist()) | BitMap(_numbers(folder))
        for number in numbers:
            yield from _faults_of(number, texts, log, state)
    except (ArchiveError, OSError, ValueError) as error:
        yield _sentence(folder, error)


def _faults_of(number: int, texts: Texts, log: LogReader, state: ArchiveState) -> Iterator[str]:
    found = texts.by_number(number)
    for text in found:
        decoded(text, text.language)
        if text.edition and _stated(log, text.position) != (text.release, text.language, digest(text.edition)):
            yield f"The text of release {number} in {text.language} is not the one of the log."
    ordinal = state.listing.ordinal(number)
    listed = set() if ordinal is None else set(state.listing.values("languages", ordinal))
    if listed != {text.language for text in found if text.state == "public"}:
        yield f"Release {number} is not listed in the languages in which it is public."


def _stated(log: LogReader, position: int) -> tuple[str, str, str]:
    (one,) = log.read(position - 1, position, LOG_PAGE_BYTES)
    entry = msgspec.json.decode(one.entry, type=Entry)
    return entry.subject.id, entry.subject.language, entry.edition


def _numbers(folder: Path) -> Iterator[int]:
    entries = (msgspec.json.decode(one.entry, type=Entry) for one in log_entries(folder))
    return (entry.number for entry in entries if entry.subject.kind == "release" and entry.number)


def _opened(folder: Path, stack: ExitStack) -> list[tuple[str, BinaryIO, str]]:
    """Read the journal, and open all files that have a checksum before a writer deletes them: (name, file, checksum).

    Raises:
        NoArchiveError, OSError, ValueError: a file is missing or damaged.
    """
    for attempt in range(MAX_ATTEMPTS):
        manifest = read_manifest(folder)
        if manifest is None:
            break
        try:
            for _ in read_frames(folder / manifest.journal, 0, manifest.journal_bytes):
                pass
            files = manifest.files().items()
            return [(name, stack.enter_context((folder / name).open("rb")), checksum) for name, checksum in files]
        except FileNotFoundError:
            if attempt == MAX_ATTEMPTS - 1 or read_manifest(folder) == manifest:
                raise
    return []


def _sentence(folder: Path, error: Exception) -> str:
    text = str(error) if isinstance(error, ArchiveError) else f"the archive in {folder} cannot be read: {error}"
    return f"{text[:1].upper()}{text[1:]}."
