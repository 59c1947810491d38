"""A pool of threads that processes rows of a table, one row per thread.

A row stays in its table until it is processed, so a kill loses nothing.
"""

import logging
import time
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

from django.db import close_old_connections, connections
from django.db.models import Model

logger = logging.getLogger("pings")

QUARANTINE_S = 60.0
"""A row whose processing raised an unexpected error is skipped for so long, so that the others are processed."""

Row = TypeVar("Row", bound=Model)


class RowWorkers(Generic[Row]):
    """Threads that each process one row at a time.

    Args:
        name: prefix of the threads' names.
        threads: how many.
        next_rows: called with keys to exclude and a limit; returns up to so many waiting rows.
        process: processes a row, and deletes it or postpones it.
    """

    def __init__(
        self,
        name: str,
        threads: int,
        *,
        next_rows: Callable[[Collection[int], int], Iterable[Row]],
        process: Callable[[Row], None],
    ) -> None:
        self._name = name
        self._threads = threads
        self._next_rows = next_rows
        self._process = process
        self._pool = ThreadPoolExecutor(threads, name)
        self._running: dict[int, Future[bool]] = {}
        self._quarantined_until_s: dict[int, float] = {}

    def step(self) -> None:
        """Give waiting rows to idle threads."""
        now_s = time.monotonic()
        ended = {key: future for key, future in self._running.items() if future.done()}
        self._running = {key: future for key, future in self._running.items() if key not in ended}
        self._quarantined_until_s = {
            key: until_s for key, until_s in self._quarantined_until_s.items() if until_s > now_s
        }
        self._quarantined_until_s |= {key: now_s + QUARANTINE_S for key, future in ended.items() if not future.result()}
        idle = self._threads - len(self._running)
        if idle > 0:
            for row in self._next_rows([*self._running, *self._quarantined_until_s], idle):
                self._running[row.pk] = self._pool.submit(self._process_safely, row)

    def close(self) -> None:
        """Wait until running rows are processed, then stop the threads."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _process_safely(self, row: Row) -> bool:
        """Process a row; return False where that raised an unexpected error."""
        close_old_connections()
        try:
            self._process(row)
        except Exception:
            logger.exception("%s: row %s cannot be processed", self._name, row.pk)
            connections.close_all()
            return False
        return True
