"""Brings the archive to the end of the log for a command that reads it next."""

import time

from dateline.archive.embedded import stored_position
from dateline.newsroom.publication import log
from dateline.runtime.archive_follower import open_follower
from dateline.runtime.errors import AlreadyRunsError
from dateline.runtime.home import Home
from dateline.runtime.locks import ProcessLock


def catch_up(home: Home, *, wait_s: float) -> int:
    """Bring the archive to the end of the log, and return how many entries it still lacks.

    If a worker runs, the worker applies the entries, and this function waits for it.

    Args:
        home: of the newsroom; Django is set up.
        wait_s: how long to wait for a worker.

    Raises:
        ArchiveError, ConfigError, OSError: an entry cannot be applied.
    """
    try:
        with ProcessLock(home.worker_lock, "a worker runs"), open_follower(home) as follower:
            follower.begin()
            while follower.step():
                pass
            return 0
    except AlreadyRunsError:
        end, give_up_at = log.head().position, time.monotonic() + wait_s
        while (missing := end - stored_position(home.archive)) > 0 and time.monotonic() < give_up_at:
            time.sleep(0.2)
        return max(missing, 0)
