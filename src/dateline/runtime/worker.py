"""The worker: runs its jobs side by side until it is told to stop."""

import logging
import signal
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connections

from dateline.archive.errors import ArchiveError
from dateline.runtime import troubles
from dateline.runtime.clock import now
from dateline.runtime.errors import ConfigError
from dateline.web.backoff import backoff_s

logger = logging.getLogger("worker")

FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 30.0
JOIN_TIMEOUT_S = 3.0

EXPECTED = (DatabaseError, ArchiveError, ConfigError, OSError)
"""Errors that can happen in a working installation; a sentence is logged. Others are bugs: a traceback is logged."""

Job = Callable[[threading.Event, Callable[[], None]], None]
"""Works until the event is set, and calls the function after each round without an error.

It may be called again after an error, and its process may be killed at any moment: each round is safe to repeat.
"""


class Worker:
    """Runs each job in a thread of its own, so that none waits for another; a job that fails is run again.

    Args:
        jobs: by name; the first one runs in the calling thread.
        logs: folder in which failures are stored for `dateline check`.
    """

    def __init__(self, jobs: Mapping[str, Job], logs: Path) -> None:
        self._jobs = dict(jobs)
        self._logs = logs
        self._stop = threading.Event()

    def stop(self, *_signal: Any) -> None:
        """Let all jobs finish their rounds, then end."""
        self._stop.set()

    def run(self) -> None:
        """Work until told to stop."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.stop)
        troubles.clear_all(self._logs)  # failures that an earlier worker stored
        (first, first_job), *others = self._jobs.items()
        threads = [
            threading.Thread(target=self.persist, args=(name, job), name=name, daemon=True) for name, job in others
        ]
        for thread in threads:
            thread.start()
        self.persist(first, first_job)
        ends_at_s = time.monotonic() + JOIN_TIMEOUT_S
        for thread in threads:
            thread.join(timeout=max(0.0, ends_at_s - time.monotonic()))
        troubles.clear_all(self._logs)  # nothing fails any more

    def persist(self, name: str, job: Job) -> None:
        """Run a job until the worker stops; after an error, run it again with exponential backoff."""
        failures = 0
        while not self._stop.is_set():
            began_at_s = time.monotonic()
            try:
                job(self._stop, partial(troubles.clear, self._logs, name))
            except Exception as error:  # noqa: BLE001  # the other jobs go on, and this one is tried again
                is_first = time.monotonic() - began_at_s > LONGEST_PAUSE_S
                failures = 1 if is_first else failures + 1
                pause_s = backoff_s(failures, first_s=FIRST_PAUSE_S, longest_s=LONGEST_PAUSE_S)
                self._report(name, error, pause_s)
                connections.close_all()
                self._stop.wait(pause_s)

    def _report(self, name: str, error: Exception, pause_s: float) -> None:
        is_expected = isinstance(error, EXPECTED)
        reason = str(error).strip() if is_expected else f"{type(error).__name__}: {error}"
        logger.error("%s waits %.3g s: %s", name, pause_s, reason, exc_info=None if is_expected else error)
        with suppress(OSError):  # storing may fail too, for example on a full disk; the job is tried again nevertheless
            troubles.note(self._logs, name, reason, at=now())
