"""Bringing the publication log into the archive: media first, then entries, then what nobody names any more."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from dateline.archive.errors import ArchiveError
from dateline.editions.chain import entry_digest
from dateline.editions.entry import Entry, Record
from dateline.newsroom.publication import followers, log
from dateline.runtime.clock import now
from dateline.runtime.errors import ConfigError
from dateline.storage.files import PUBLIC_MODE, write_atomically

logger = logging.getLogger("archive")

NAME = "archive"
"""What this follower is called where people look."""

BATCH = 500
"""Records that become one generation; a bulk import is seen in steps of this size."""


class ArchiveAheadError(ConfigError):
    """The archive holds what the log does not."""

    def __init__(self, position: int, end: int) -> None:
        super().__init__(
            f"the archive stands at position {position} and the log, which ends at {end}, tells another story: the "
            "database is an older copy. Restore the right one, or follow this one with `dateline archive rebuild`"
        )


class Writer(Protocol):
    """What brings records into a folder; see ``archive.port.Writer``."""

    @property
    def position(self) -> int:
        """Position of the last entry applied durably."""

    def apply(self, records: Sequence[Record]) -> int:
        """Apply records in order and return the position reached."""


class Media(Protocol):
    """What keeps the public files in step with the archive."""

    def publish(self, records: Sequence[Record]) -> None:
        """Copy what the records name into the public folder."""

    def reconcile(self) -> None:
        """Copy all that is named and missing, delete all that is not named."""

    def drop_unnamed(self, position: int) -> None:
        """Delete what nothing names any more, now that the archive stands at ``position``."""


class ArchiveFollower:
    """Follows the log for one archive's folder.

    Args:
        writer: of the archive, held by this process alone.
        media: of the same home.
        mark: a small file with the last position applied and its digest; it shows when the log is
            not the one the archive was made from.
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
        """Check that the archive was made from this log, and mend the media folder after whatever happened.

        Raises:
            ArchiveAheadError: it was not.
        """
        demand_same_log(self._writer.position, self._mark)
        self._media.reconcile()

    def step(self) -> bool:
        """Bring the next entries into the archive; say whether there were any.

        Raises:
            ArchiveError, ConfigError, OSError: an entry cannot be applied, or the database has been replaced by
                another copy meanwhile (``ArchiveAheadError``); where and why is noted for `dateline check`.
        """
        records = log.read(self._writer.position, BATCH)
        try:
            demand_next(records, self._writer.position, self._mark)
            if not records:
                return False
            # A file nobody has heard of yet may be there early; its name cannot be guessed.
            self._media.publish(records)
            self._writer.apply(records)
        except (ArchiveError, ConfigError, OSError) as error:
            followers.stopped(NAME, self._writer.position, str(error), at=now())
            raise
        self._media.drop_unnamed(self._writer.position)
        note_reached(records[-1].entry, self._mark)
        return True


def note_reached(entry: Entry, mark: Path) -> None:
    """Note, for people and for the next start, which entry the archive holds last."""
    write_atomically(mark, f"{entry.position} {entry_digest(entry)}\n".encode(), mode=PUBLIC_MODE)
    followers.moved(NAME, entry.position, at=now())


def demand_same_log(position: int, mark: Path) -> None:
    """Check that an archive at ``position`` was made from this log.

    Raises:
        ArchiveAheadError: it is ahead of the log, or the log has another entry where the mark was set.
    """
    end = log.head().position
    if position > end:
        raise ArchiveAheadError(position, end)
    marked, digest = read_mark(mark)
    if marked and (not (found := log.read(marked - 1, 1)) or entry_digest(found[0].entry) != digest):
        raise ArchiveAheadError(position, end)


def demand_next(records: Sequence[Record], position: int, mark: Path) -> None:
    """Check that what was read behind ``position`` goes on from what the archive holds.

    Raises:
        ArchiveAheadError: the log ends before, or its next entry follows another one than the mark's.
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
