"""The worker: brings the log into the archive, does what is due, runs the desk's queued tasks.

One a home. It may be killed at any moment: what it does is safe to repeat, and it asks the database
what is left to do.
"""

import logging
import signal
import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, close_old_connections, connections

from dateline.archive.errors import ArchiveError
from dateline.config.clock import now
from dateline.config.errors import ConfigError
from dateline.config.processes.following import ArchiveFollower
from dateline.config.processes.tasks import forget_old, run_ready, take_back
from dateline.desk.schedule import run_due
from dateline.publication.wake import Alarm

logger = logging.getLogger("worker")

DUE_EVERY_S = 0.5
TASKS_EVERY_S = 0.5
TIDY_EVERY_S = 3600.0
LONGEST_PAUSE_S = 30.0


class Worker:
    """Two threads: this one follows the log and does what is due; another runs tasks, which may be slow."""

    def __init__(self, follower: ArchiveFollower) -> None:
        self._follower = follower
        self._stop = threading.Event()

    def stop(self, *_signal: Any) -> None:
        """Finish what is being done, then end."""
        self._stop.set()

    def run(self) -> None:
        """Work until told to stop."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.stop)
        tasks = threading.Thread(target=self._persist, args=("tasks", self._tasks), name="tasks", daemon=True)
        tasks.start()
        self._persist("worker", self._follow)
        tasks.join(timeout=3)

    def _persist(self, name: str, work: Callable[[], None]) -> None:
        """Do ``work`` again whenever it fails, after a pause that grows."""
        failures = 0
        while not self._stop.is_set():
            began_at_s = time.monotonic()
            try:
                work()
            except (DatabaseError, ArchiveError, ConfigError, OSError) as error:
                failures = failures + 1 if time.monotonic() - began_at_s < LONGEST_PAUSE_S else 1
                pause_s = min(0.5 * 2**failures, LONGEST_PAUSE_S)
                logger.error("%s waits %.3g s: %s", name, pause_s, str(error).strip())  # noqa: TRY400  # a sentence says it
                connections.close_all()
                self._stop.wait(pause_s)

    def _follow(self) -> None:
        alarm = Alarm()  # before the first look, so that nothing falls between them
        try:
            due_at_s = 0.0
            while not self._stop.is_set():
                while self._follower.step() and not self._stop.is_set():
                    pass
                if time.monotonic() >= due_at_s:
                    due_at_s = time.monotonic() + DUE_EVERY_S
                    if run_due(now()):
                        continue
                alarm.wait(max(0.0, due_at_s - time.monotonic()))
        finally:
            alarm.close()

    def _tasks(self) -> None:
        take_back()
        tidy_at_s = 0.0
        while not self._stop.is_set():
            close_old_connections()
            if time.monotonic() >= tidy_at_s:
                tidy_at_s = time.monotonic() + TIDY_EVERY_S
                forget_old(now())
            if not run_ready(self._stop.is_set):
                self._stop.wait(TASKS_EVERY_S)
