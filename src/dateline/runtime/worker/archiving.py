"""The archive of a home: opened for the worker, rebuilt from the log."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from dateline.archive.embedded import EmbeddedWriter, open_writer
from dateline.archive.embedded import rebuild as rebuild_folder
from dateline.archive.errors import NoArchiveError
from dateline.editions.entry import Record
from dateline.newsroom.publication import log
from dateline.runtime.home import Home
from dateline.runtime.worker.following import ArchiveFollower, demand_same_log, note_reached
from dateline.runtime.worker.media import HomeMedia

logger = logging.getLogger("archive")


@contextmanager
def open_follower(home: Home) -> Iterator[ArchiveFollower]:
    """Open the home's archive for writing, by this process alone; one that cannot be read is built again.

    Raises:
        ArchiveBusyError: another process writes to it.
        ArchiveAheadError: it cannot be read, and the log is not the one it was made from.
    """
    with _writer(home) as writer:
        yield ArchiveFollower(writer, HomeMedia(home), home.archive_mark)


def _writer(home: Home) -> EmbeddedWriter:
    try:
        return open_writer(home.archive)
    except NoArchiveError as error:
        demand_same_log(0, home.archive_mark)
        logger.warning("%s. It is built again from the log now", error)
        position = rebuild(home, lambda _done, _total: None)
        logger.warning("the archive stands at position %d again", position)
        return open_writer(home.archive)


def rebuild(home: Home, progress: Callable[[int, int], None]) -> int:
    """Build the archive again from the whole log, and return its position; readers keep the old one meanwhile.

    Raises:
        ArchiveBusyError: a worker writes the archive.
        ArchiveError: the log cannot be applied; nothing has changed then.
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
