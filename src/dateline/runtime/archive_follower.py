"""The follower that brings the publication log into a home's archive, and rebuilding the archive from the log.

The order of a step: copy media, apply entries, delete media that no edition names any more.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from dateline.archive.embedded import EmbeddedWriter, open_writer
from dateline.archive.embedded import rebuild as rebuild_folder
from dateline.archive.errors import ArchiveError, NoArchiveError
from dateline.editions.chain import entry_digest
from dateline.editions.entry import Entry, Record
from dateline.newsroom.publication import followers, log
from dateline.runtime.clock import now
from dateline.runtime.errors import ConfigError
from dateline.runtime.home import Home
from dateline.runtime.media import HomeMedia
from dateline.storage.files import PUBLIC_MODE, write_atomically

logger = logging.getLogger("archive")

NAME = "archive"
"""Name of this follower in the database and in `dateline check`."""

BATCH = 500
"""Records of one generation; readers see a bulk import in steps of this size."""


class ArchiveAheadError(ConfigError):
    """The archive holds what the log does not."""

    def __init__(self, position: int, end: int) -> None:
        super().__init__(
            f"the archive stands at position {position} and the log, which ends at {end}, tells another story: the "
            "database is an older copy. Restore the right one, or follow this one with `dateline archive rebuild`"
        )


class Writer(Protocol):
    """See ``archive.port.Writer``."""

    @property
    def position(self) -> int:
        """Position of the last entry applied durably."""

    def apply(self, records: Sequence[Record]) -> int:
        """Apply records in order and return the position reached."""


class Media(Protocol):
    """See ``media.HomeMedia``."""

    def publish(self, records: Sequence[Record]) -> None:
        """Copy what the records name into the public folder."""

    def reconcile(self) -> None:
        """Copy all that is named and missing, delete all that is not named."""

    def drop_unnamed(self, position: int) -> None:
        """Delete what nothing names any more, now that the archive stands at ``position``."""


class ArchiveFollower:
    """Follows the log into one archive's folder.

    Args:
        writer: of the archive, held by this process alone.
        media: of the same home.
        mark: a small file with the last position applied and its digest; it shows when the archive was made from
            another log.
    """

    def __init__(self, writer: Writer, media: Media, mark: Path) -> None:
        self._writer = writer
        self._media = media
        self._mark = mark

    @property
    def position(self) -> int:
        """Position of the last entry in the archive."""
        return self._writer.position

    def begin(self) -> None:
        """Check that the archive was made from this log, and repair the media folder.

        Raises:
            ArchiveAheadError: the archive was made from another log.
        """
        require_same_log(self._writer.position, self._mark)
        self._media.reconcile()

    def step(self) -> bool:
        """Apply the next entries of the log to the archive; return whether there were any.

        Raises:
            ArchiveError, ConfigError, OSError: an entry cannot be applied, or another copy of the database has taken
                its place (``ArchiveAheadError``); position and reason are stored for `dateline check`.
        """
        records = log.read(self._writer.position, BATCH)
        try:
            require_next(records, self._writer.position, self._mark)
            if not records:
                return False
            # A file may be public before the text that names it: its name cannot be guessed.
            self._media.publish(records)
            self._writer.apply(records)
        except (ArchiveError, ConfigError, OSError) as error:
            followers.record_failure(NAME, self._writer.position, str(error), at=now())
            raise
        self._media.drop_unnamed(self._writer.position)
        note_reached(records[-1].entry, self._mark)
        return True


def note_reached(entry: Entry, mark: Path) -> None:
    """Store which entry the archive holds last, for people and for the next start."""
    write_atomically(mark, f"{entry.position} {entry_digest(entry)}\n".encode(), mode=PUBLIC_MODE)
    followers.record_position(NAME, entry.position, at=now())


def require_same_log(position: int, mark: Path) -> None:
    """Check that an archive at ``position`` was made from this log.

    Raises:
        ArchiveAheadError: the archive is ahead of the log, or the log has another entry at the position of the mark.
    """
    end = log.head().position
    if position > end:
        raise ArchiveAheadError(position, end)
    marked, digest = read_mark(mark)
    if marked and (not (found := log.read(marked - 1, 1)) or entry_digest(found[0].entry) != digest):
        raise ArchiveAheadError(position, end)


def require_next(records: Sequence[Record], position: int, mark: Path) -> None:
    """Check that the records read after ``position`` continue what the archive holds.

    Raises:
        ArchiveAheadError: the log ends before ``position``, or its next entry does not follow the mark's entry.
    """
    if not records:
        if position > (end := log.head().position):
            raise ArchiveAheadError(position, end)
        return
    marked, digest = read_mark(mark)
    if marked == position and digest and records[0].entry.previous != digest:
        raise ArchiveAheadError(position, log.head().position)


def read_mark(path: Path) -> tuple[int, str]:
    """Return position and digest of a mark; 0 and empty where there is none."""
    try:
        position, digest = path.read_text("ascii").split()
        return int(position), digest
    except (FileNotFoundError, ValueError):
        return 0, ""


@contextmanager
def open_follower(home: Home) -> Iterator[ArchiveFollower]:
    """Open the home's archive for writing, by this process alone; rebuild one that cannot be read.

    Raises:
        ArchiveBusyError: another process writes to the archive.
        ArchiveAheadError: the archive cannot be read, and was made from another log.
    """
    with _open_writer(home) as writer:
        yield ArchiveFollower(writer, HomeMedia(home), home.archive_mark)


def _open_writer(home: Home) -> EmbeddedWriter:
    try:
        return open_writer(home.archive)
    except NoArchiveError as error:
        require_same_log(0, home.archive_mark)
        logger.warning("%s. It is built again from the log now", error)
        position = rebuild(home, lambda _done, _total: None)
        logger.warning("the archive stands at position %d again", position)
        return open_writer(home.archive)


def rebuild(home: Home, progress: Callable[[int, int], None]) -> int:
    """Build the archive again from the whole log, and return its position; readers keep the old one meanwhile.

    Args:
        home: of the newsroom.
        progress: called with the number of entries applied, and of all.

    Raises:
        ArchiveBusyError: a worker writes the archive.
        ArchiveError: the log cannot be applied; the old archive stays.
    """
    media = HomeMedia(home)
    total = log.head().position
    last: Record | None = None

    def records() -> Iterator[Record]:
        nonlocal last
        for batch in log.records():
            last = batch[-1]
            yield from batch

    media.publish_all()
    position = rebuild_folder(home.archive, records(), lambda done: progress(done, total))
    if last is not None:
        note_reached(last.entry, home.archive_mark)
    media.reconcile()
    return position
