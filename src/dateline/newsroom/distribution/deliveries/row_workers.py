"""Handing what waits in a table to a few threads, one row each.

What is under way still waits in the table, so a kill loses nothing.
"""

import logging
import time
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

from django.db import close_old_connections, connections
from django.db.models import Model

logger = logging.getLogger("pings")

LEFT_FOR_S = 60.0
"""A row that brings an error which nobody foresaw is left alone for so long, so that the others have their turn."""

Row = TypeVar("Row", bound=Model)


class Hands(Generic[Row]):
    """Threads that each do one thing at a time.

    Args:
        name: of the threads.
        threads: how many.
        waiting: returns up to so many rows that wait, besides those with some keys.
        do: does what a row says, and sees to it that it waits no more, or not before later.
    """

    def __init__(
        self,
        name: str,
        threads: int,
        *,
        waiting: Callable[[Collection[int], int], Iterable[Row]],
        do: Callable[[Row], None],
    ) -> None:
        self._name = name
        self._threads = threads
        self._waiting = waiting
        self._do = do
        self._pool = ThreadPoolExecutor(threads, name)
        self._under_way: dict[int, Future[bool]] = {}
        self._left_until_s: dict[int, float] = {}

    def step(self) -> None:
        """Hand what waits to free threads."""
        now_s = time.monotonic()
        ended = {key: future for key, future in self._under_way.items() if future.done()}
        self._under_way = {key: future for key, future in self._under_way.items() if key not in ended}
        self._left_until_s = {key: at_s for key, at_s in self._left_until_s.items() if at_s > now_s}
        self._left_until_s |= {key: now_s + LEFT_FOR_S for key, future in ended.items() if not future.result()}
        room = self._threads - len(self._under_way)
        if room > 0:
            for row in self._waiting([*self._under_way, *self._left_until_s], room):
                self._under_way[row.pk] = self._pool.submit(self._safely, row)

    def end(self) -> None:
        """Let what is under way end."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _safely(self, row: Row) -> bool:
        """Do it, and say whether all was as foreseen."""
        close_old_connections()
        try:
            self._do(row)
        except Exception:
            logger.exception("%s: %s cannot be settled", self._name, row.pk)
            connections.close_all()
            return False
        return True
