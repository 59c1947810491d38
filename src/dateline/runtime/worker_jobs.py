"""The jobs of the worker, one row each."""

import threading
from collections.abc import Callable
from functools import partial

from django.db import close_old_connections

from dateline.archive.errors import ArchiveError, DamagedArchiveError
from dateline.newsroom.publication.wake import Alarm
from dateline.runtime import override_removals, tasks, troubles
from dateline.runtime.archive_follower import ArchiveFollower, open_follower
from dateline.runtime.clock import now
from dateline.runtime.distribution import distribution_worker
from dateline.runtime.home import Home
from dateline.runtime.integrity import IntegrityCheck
from dateline.runtime.schedule import DUE_EVERY_S, publish_due
from dateline.runtime.worker import Job, Worker

ARCHIVE_POLL_EVERY_S = 1.0  # in case the notification of a commit is lost
OVERRIDES_EVERY_S = 1.0
INTEGRITY = "integrity"


def run(home: Home) -> None:
    """Run the worker of a home until it is told to stop; the caller holds the worker's lock.

    Raises:
        ArchiveBusyError: another process writes the archive.
        ArchiveAheadError: the archive was made from another log.
    """
    with open_follower(home) as follower:
        follower.begin()
        Worker(worker_jobs(home, follower), home.logs).run()


def worker_jobs(home: Home, follower: ArchiveFollower) -> dict[str, Job]:
    """Return the jobs by the names that `dateline check` reports.

    Args:
        home: of the newsroom.
        follower: of its archive, opened by this process.
    """
    integrity = IntegrityCheck(home)
    return {
        "archive": partial(follow_log, home, follower, integrity=integrity),
        "schedule": every(DUE_EVERY_S, lambda: publish_due(home.logs, at=now())),
        "tasks": tasks.run_tasks,
        "overrides": every(OVERRIDES_EVERY_S, lambda: override_removals.enter_all(home, at=now())),
        "pings": distribution_worker(home).work,
        INTEGRITY: integrity.run,
    }


def every(pause_s: float, step: Callable[[], None]) -> Job:
    """Return a job that takes a step again and again, with a pause between."""

    def job(stop: threading.Event, succeeded: Callable[[], None]) -> None:
        while not stop.is_set():
            close_old_connections()
            step()
            succeeded()
            stop.wait(pause_s)

    return job


def follow_log(
    home: Home,
    follower: ArchiveFollower,
    stop: threading.Event,
    succeeded: Callable[[], None],
    *,
    integrity: IntegrityCheck,
) -> None:
    """Apply new log entries to the archive, woken by each commit; touch the worker's mark at the end of the log.

    This thread also repairs damage that the integrity check finds, because only this thread writes archive and media.
    """
    alarm = Alarm()  # before the log is read for the first time, so that no commit is missed
    try:
        while not stop.is_set():
            mend(home, follower, integrity)
            while _step(follower, integrity) and not stop.is_set():
                pass
            home.worker_mark.touch()
            succeeded()
            alarm.wait(ARCHIVE_POLL_EVERY_S)
    finally:
        alarm.close()


def mend(home: Home, follower: ArchiveFollower, integrity: IntegrityCheck) -> None:
    """Rebuild a damaged archive, and copy damaged public files again; report files that cannot be repaired.

    Raises:
        ArchiveError, ConfigError: the archive cannot be rebuilt.
    """
    if integrity.archive_fault:
        follower.rebuild(integrity.archive_fault)
        integrity.forget()
    if integrity.damaged:
        faults = follower.mend(integrity.damaged)
        integrity.damaged = frozenset()
        if faults:
            troubles.note(home.logs, INTEGRITY, " ".join(faults), at=now())


def _step(follower: ArchiveFollower, integrity: IntegrityCheck) -> bool:
    """Apply the next entries. After an error of the archive, have it checked, and rebuilt before the next attempt."""
    try:
        return follower.step()
    except DamagedArchiveError as error:
        integrity.archive_fault = str(error)
        raise
    except ArchiveError:
        integrity.forget()
        raise
