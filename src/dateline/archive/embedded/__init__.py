"""The embedded engine: one folder, written by one process and read by any number.

Bitmaps in memory answer lists and counts; tantivy answers searches and stores the texts. Everything is derived from the
publication log, so a lost or damaged folder is rebuilt from it. Code elsewhere uses only the names exported here.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from dateline.archive.embedded.generation import Generation
from dateline.archive.embedded.integrity import (
    current_root,
    file_faults,
    last_entry,
    log_entries,
    log_faults,
    log_stamps,
    stamp,
    text_faults,
)
from dateline.archive.embedded.manifest import read_manifest
from dateline.archive.embedded.reader import EmbeddedReader
from dateline.archive.embedded.storage import ArchiveState
from dateline.archive.embedded.writer import EmbeddedWriter
from dateline.editions.entry import Record

__all__ = [
    "EmbeddedReader",
    "EmbeddedWriter",
    "current_root",
    "empty_archive",
    "file_faults",
    "last_entry",
    "log_entries",
    "log_faults",
    "log_stamps",
    "open_reader",
    "open_writer",
    "rebuild",
    "stamp",
    "stored_position",
    "text_faults",
]


def open_reader(folder: Path) -> EmbeddedReader:
    """Return a reader of a folder; without an archive it is empty and at position 0.

    Raises:
        NoArchiveError: the folder holds an archive that cannot be read.
    """
    return EmbeddedReader(folder)


def open_writer(folder: Path) -> EmbeddedWriter:
    """Return the writer of a folder, which is created where it is missing; a context manager that holds the lock.

    Raises:
        ArchiveBusyError: another process writes to the folder.
        NoArchiveError: the folder holds an archive that cannot be read.
    """
    return EmbeddedWriter(folder)


def rebuild(folder: Path, records: Iterable[Record], progress: Callable[[int], None] = lambda _: None) -> int:
    """Build the archive from the whole log beside the present one, swap them, and return the position.

    Readers use the present archive until the swap. A failure changes nothing.

    Args:
        folder: created where it is missing.
        records: from position 1 on, in order.
        progress: called with the position reached, every few thousand entries.

    Raises:
        ArchiveBusyError: another process writes to the folder.
        OutOfOrderError, UnreadableRecordError: as in ``Writer.apply``.
    """
    with EmbeddedWriter(folder, fresh=True) as writer:
        return writer.build(records, progress)


def stored_position(folder: Path) -> int:
    """Return the position of the archive in a folder, without opening it; 0 where there is none.

    Raises:
        NoArchiveError: the archive has another format, or its manifest is damaged.
    """
    manifest = read_manifest(folder)
    return manifest.position if manifest else 0


def empty_archive() -> Generation:
    """Return an archive before the first entry."""
    return Generation(ArchiveState.empty(), None)
