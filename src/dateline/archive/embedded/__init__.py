"""The embedded engine: one folder, written by one process and read by any number.

Lists and counts are answered by roaring bitmaps in memory, words by tantivy, which also stores the
texts. Derived from the publication log alone; a folder that is lost is built again from it.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from dateline.archive.embedded.reader import EmbeddedReader
from dateline.archive.embedded.writer import EmbeddedWriter
from dateline.editions.entry import Record

__all__ = ["EmbeddedReader", "EmbeddedWriter", "open_reader", "open_writer", "rebuild"]


def open_reader(folder: Path) -> EmbeddedReader:
    """Return a reader of a folder; one without an archive yet is empty at position 0.

    Raises:
        NoArchiveError: there is an archive, and it cannot be read.
    """
    return EmbeddedReader(folder)


def open_writer(folder: Path) -> EmbeddedWriter:
    """Return the writer of a folder, made where it is missing; a context manager that holds the lock.

    Raises:
        ArchiveBusyError: another process writes to it.
        NoArchiveError: there is an archive, and it cannot be read.
    """
    return EmbeddedWriter(folder)


def rebuild(folder: Path, records: Iterable[Record], progress: Callable[[int], None] = lambda _: None) -> int:
    """Build the archive again from the whole log beside the running one, then swap; return its position.

    Readers go on with the old one until it is whole. When it fails, nothing has changed.

    Args:
        folder: made where it is missing.
        records: from position 1 on, in order.
        progress: called with the position reached, every few thousand entries.

    Raises:
        ArchiveBusyError: another process writes to the folder.
        OutOfOrderError, UnreadableRecordError: as in ``Writer.apply``.
    """
    with EmbeddedWriter(folder, fresh=True) as writer:
        return writer.build(records, progress)
