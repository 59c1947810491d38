"""The follower that applies the publication log to a home's archive, and the rebuild of the archive from the log.

One step copies new media, applies entries, and then deletes media that no edition names any more.
"""

import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, Self

from dateline.archive.embedded import EmbeddedWriter, last_entry, open_writer
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
"""Most records of one generation; readers see a bulk import appear in steps of this size."""


class ArchiveAheadError(ConfigError):
    """The archive was made from another log: it has entries that this log lacks or has otherwise."""

    def __init__(self, position: int, end: int) -> None:
        super().__init__(
            f"the archive stands at position {position} and the log, which ends at {end}, tells another story: the "
            "database is an older copy, or its past was rewritten. Restore the right one, or follow this one with "
            "`dateline archive rebuild`"
        )


class Writer(Protocol):
    """See ``archive.port.Writer``."""

    @property
    def position(self) -> int:
        """Position of the last entry applied durably."""

    def apply(self, records: Sequence[Record]) -> int:
        """Apply records in order and return the position reached."""

    def rebuild(self, reason: str) -> None:
        """Build the archive again from the whole log, because it is damaged."""


class Media(Protocol):
    """See ``media.HomeMedia``."""

    def publish(self, records: Sequence[Record]) -> None:
        """Copy the files that the records name into the public folder."""

    def reconcile(self) -> None:
        """Copy all files that are named and missing; delete all files that nothing names."""

    def mend(self, names: Collection[str]) -> list[str]:
        """Replace damaged files by copies of the private ones; return a sentence for each that stays damaged."""

    def drop_unnamed(self, position: int) -> None:
        """Delete files that nothing names any more, once the archive has reached ``position``."""


class ArchiveFollower:
    """Follows the log into one archive's folder.

    Args:
        writer: of the archive, held by this process alone.
        media: of the same home.
        mark: a small file with position and digest of the last entry applied. If the log has another entry there, the
            archive was made from another log.
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
            ArchiveError, ConfigError, OSError: an entry cannot be applied; position and reason are stored for
                `dateline check`. ``ArchiveAheadError`` means that another copy of the database was put in place.
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

    def rebuild(self, reason: str) -> None:
        """Build the archive again from the whole log, because it is damaged."""
        self._writer.rebuild(reason)

    def mend(self, names: Collection[str]) -> list[str]:
        """Replace damaged public files by copies of the private ones; return a sentence for each that stays damaged."""
        return self._media.mend(names)


def note_reached(entry: Entry, mark: Path) -> None:
    """Store which entry the archive holds last, for people and for the next start."""
    write_atomically(mark, f"{entry.position} {entry_digest(entry)}\n".encode(), mode=PUBLIC_MODE)
    followers.record_position(NAME, entry.position, at=now())


def require_same_log(position: int, mark: Path, archive: Path | None = None) -> None:
    """Check that an archive at ``position`` was made from this log.

    Args:
        position: of the archive.
        mark: as in ``ArchiveFollower``.
        archive: folder of the archive, whose copy of the log is compared too; None where it cannot be read.

    Raises:
        ArchiveAheadError: the archive is ahead of the log, or the log has another entry at the position of the mark or
            of the archive's last entry.
    """
    end = log.head().position
    if position > end:
        raise ArchiveAheadError(position, end)
    for marked, digest in (read_mark(mark), last_entry(archive) if archive else (0, "")):
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
    for place in (path, _old_place(path)):
        try:
            position, digest = place.read_text("ascii").split()
            return int(position), digest
        except (FileNotFoundError, ValueError):
            continue
    return 0, ""


def move_mark(path: Path) -> None:
    """Move the mark to its present place; earlier versions wrote it into ``logs``, which people may empty."""
    old = _old_place(path)
    if old.exists() and not path.exists():
        old.replace(path)
    old.unlink(missing_ok=True)


def _old_place(path: Path) -> Path:
    return path.parent / "logs" / path.name


@contextmanager
def open_follower(home: Home) -> Iterator[ArchiveFollower]:
    """Open the home's archive for writing, by this process alone; rebuild one that cannot be read.

    Raises:
        ArchiveBusyError: another process writes to the archive.
        ArchiveAheadError: the archive cannot be read, and was made from another log.
    """
    move_mark(home.archive_mark)
    with HomeArchive(home) as archive:
        require_same_log(archive.position, home.archive_mark, home.archive)
        yield ArchiveFollower(archive, HomeMedia(home), home.archive_mark)


class HomeArchive:
    """The writer of a home's archive, which rebuilds a damaged archive from the log; a context manager."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._writer: EmbeddedWriter | None = None

    def __enter__(self) -> Self:
        """Open the archive."""
        self._opened()
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self._close()

    @property
    def position(self) -> int:
        """Position of the last entry applied durably."""
        return self._opened().position

    def apply(self, records: Sequence[Record]) -> int:
        """Apply records in order and return the position reached."""
        return self._opened().apply(records)

    def rebuild(self, reason: str) -> None:
        """Build the archive again from the whole log; readers keep the old one meanwhile.

        Raises:
            ArchiveAheadError: the archive was made from another log.
            ArchiveError: the log cannot be applied; the old archive stays.
        """
        require_same_log(0, self._home.archive_mark, self._home.archive)
        logger.warning("%s. It is built again from the log now", reason)
        self._close()
        position = rebuild(self._home, lambda _done, _total: None)
        logger.warning("the archive stands at position %d again", position)

    def _opened(self) -> EmbeddedWriter:
        if self._writer is None:
            try:
                self._writer = open_writer(self._home.archive)
            except NoArchiveError as error:
                self.rebuild(str(error))
                self._writer = open_writer(self._home.archive)
        return self._writer

    def _close(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None


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
