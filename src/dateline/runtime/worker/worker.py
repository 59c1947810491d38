"""The worker: brings the log into the archive, publishes what is due, runs the desk's queued tasks.

One a home. It may be killed at any moment: what it does is safe to repeat, and it asks the database
what is left to do.
"""

import logging
import signal
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any

from django.core.management import call_command
from django.db import DatabaseError, close_old_connections, connection, connections, transaction

from dateline.archive.errors import ArchiveError
from dateline.newsroom.desk import metadata_debt
from dateline.newsroom.desk.checks import similar
from dateline.newsroom.publication.errors import FollowerStoppedError
from dateline.newsroom.publication.wake import Alarm
from dateline.runtime import emergency
from dateline.runtime.clock import now
from dateline.runtime.errors import ConfigError
from dateline.runtime.home import Home
from dateline.runtime.worker import troubles
from dateline.runtime.worker.due import DUE_EVERY_S, publish_due
from dateline.runtime.worker.following import ArchiveFollower
from dateline.runtime.worker.tasks import forget_old, run_ready, take_back
from dateline.web.backoff import backoff_s

logger = logging.getLogger("worker")

TASKS_EVERY_S = 0.5
OVERRIDES_EVERY_S = 1.0
TIDY_EVERY_S = 3600.0
LOOK_EVERY_S = 1.0  # at the log, should a ring of the alarm get lost
FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 30.0
JOIN_WITHIN_S = 3.0

EXPECTED = (DatabaseError, ArchiveError, ConfigError, OSError)
"""What a newsroom can meet with; a sentence says it. Anything else is a fault of ours, with a traceback."""


Other = Callable[[threading.Event, Callable[[], None]], None]
"""Work of another package: goes on until the event is set, and calls the function whenever it goes well."""


class Worker:
    """A thread for each thing, so that none waits for another.

    The caller's follows the log, one publishes what is due (which makes pictures), one runs tasks (which
    may be slow), one enters into the log what overrides have closed.

    Args:
        follower: of the archive.
        home: where troubles are left for `dateline check`.
        others: further work by name, each in a thread of its own.
    """

    def __init__(self, follower: ArchiveFollower, home: Home, others: Mapping[str, Other] | None = None) -> None:
        self._follower = follower
        self._home = home
        self._logs = home.logs
        self._mark = home.worker_mark
        self._others = dict(others or {})
        self._stop = threading.Event()

    def stop(self, *_signal: Any) -> None:
        """Finish what is being done, then end."""
        self._stop.set()

    def run(self) -> None:
        """Work until told to stop."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.stop)
        helpers = [
            threading.Thread(target=self._persist, args=(name, work), name=name, daemon=True)
            for name, work in (
                ("schedule", self._publish_due),
                ("tasks", self._run_tasks),
                ("overrides", self._enter_overrides),
                *((name, partial(self._run_other, name, other)) for name, other in self._others.items()),
            )
        ]
        troubles.clear_all(self._logs)  # those of a worker that is no more
        for helper in helpers:
            helper.start()
        self._persist("archive", self._follow)
        ends_at_s = time.monotonic() + JOIN_WITHIN_S
        for helper in helpers:
            helper.join(timeout=max(0.0, ends_at_s - time.monotonic()))
        troubles.clear_all(self._logs)  # nothing fails where nothing is tried

    def _persist(self, name: str, work: Callable[[], None]) -> None:
        """Do ``work`` again whenever it fails, after a pause that grows."""
        failures = 0
        while not self._stop.is_set():
            began_at_s = time.monotonic()
            try:
                work()
            except Exception as error:  # noqa: BLE001  # whatever it is, the others go on and this is tried again
                is_new = time.monotonic() - began_at_s > LONGEST_PAUSE_S
                failures = 1 if is_new else failures + 1
                pause_s = backoff_s(failures, first_s=FIRST_PAUSE_S, longest_s=LONGEST_PAUSE_S)
                self._tell(name, error, pause_s)
                connections.close_all()
                self._stop.wait(pause_s)

    def _tell(self, name: str, error: Exception, pause_s: float) -> None:
        expected = isinstance(error, EXPECTED)
        said = str(error).strip() if expected else f"{type(error).__name__}: {error}"
        logger.error("%s waits %.3g s: %s", name, pause_s, said, exc_info=None if expected else error)
        with suppress(OSError):  # a full disk may be the trouble; the work is tried again all the same
            troubles.note(self._logs, name, said, at=now())

    def _follow(self) -> None:
        alarm = Alarm()  # before the first look, so that nothing falls between them
        try:
            while not self._stop.is_set():
                while self._follower.step() and not self._stop.is_set():
                    pass
                self._mark.touch()
                troubles.clear(self._logs, "archive")
                alarm.wait(LOOK_EVERY_S)
        finally:
            alarm.close()

    def _publish_due(self) -> None:
        while not self._stop.is_set():
            close_old_connections()
            publish_due(self._logs, at=now())
            troubles.clear(self._logs, "schedule")
            self._stop.wait(DUE_EVERY_S)

    def _enter_overrides(self) -> None:
        while not self._stop.is_set():
            close_old_connections()
            emergency.settle(self._home, at=now())
            troubles.clear(self._logs, "overrides")
            self._stop.wait(OVERRIDES_EVERY_S)

    def _run_other(self, name: str, other: Other) -> None:
        other(self._stop, partial(troubles.clear, self._logs, name))

    def _run_tasks(self) -> None:
        take_back()
        tidy_at_s = 0.0
        while not self._stop.is_set():
            close_old_connections()
            if time.monotonic() >= tidy_at_s:
                tidy_at_s = time.monotonic() + TIDY_EVERY_S
                _tidy()
            _follow_log()
            if not run_ready(self._stop.is_set):
                troubles.clear(self._logs, "tasks")
                self._stop.wait(TASKS_EVERY_S)


def _follow_log() -> None:
    """Bring fingerprints of public texts and what is known of missing metadata up to the log, where it has moved."""
    for follower in (similar, metadata_debt):
        # One that stands still says so in `dateline check`; the other and the tasks go on.
        with suppress(FollowerStoppedError):
            if follower.is_behind():
                follower.catch_up(at=now())


def _tidy() -> None:
    """Delete what has had its time, and keep the planner's statistics fresh."""
    forget_old(now())
    call_command("clearsessions")
    refresh_statistics()


def refresh_statistics() -> None:
    """Let SQLite look again at the tables that have grown; waits for whoever writes."""
    if connection.vendor == "sqlite":
        # In a transaction that may write from the start: its ANALYZE begins by reading, and an upgrade does not wait.
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("PRAGMA optimize")
