"""Making an answer once, however many ask for it."""

import asyncio
from collections.abc import Callable, Hashable
from concurrent.futures import Executor
from functools import partial
from typing import Any, TypeVar

from dateline.public.http.fair_queue import FairQueue

_Made = TypeVar("_Made")
_Job = tuple["asyncio.Future[Any]", Callable[[], Any]]


class SingleFlight:
    """Runs what makes answers in threads, so that kept ones are sent meanwhile.

    Requests for the same thing wait for the same thread, and readers take turns. All methods belong to one event loop.

    Args:
        threads: run what is made.
        at_once: how many there are.
    """

    def __init__(self, threads: Executor, at_once: int = 2) -> None:
        self._threads = threads
        self._turns: FairQueue[_Job] = FairQueue(at_once)
        self._running: dict[Hashable, asyncio.Future[Any]] = {}

    @property
    def waiting(self) -> int:
        """How many different answers are being made or wait for a thread."""
        return len(self._running)

    def waiting_for(self, reader: str) -> int:
        """Return how many answers wait for a thread that one reader asked for first."""
        return self._turns.waiting(reader)

    def is_under_way(self, what: Hashable) -> bool:
        """Say whether somebody asked for the same and waits for it."""
        return what in self._running

    async def once(self, what: Hashable, make: Callable[[], _Made], reader: str = "") -> _Made:
        """Return what ``make`` returns or raise what it raises, run once for all who ask until it ends.

        Somebody who goes away meanwhile stops it for nobody. ``reader`` tells whose turn it takes; empty where that
        is not known.
        """
        running = self._running.get(what)
        if running is None:
            running = self._running[what] = asyncio.get_running_loop().create_future()
            running.add_done_callback(lambda _: self._running.pop(what, None))
            self._turns.wait(reader, (running, make))
            self._begin()
        made: _Made = await asyncio.shield(running)
        return made

    def _begin(self) -> None:
        """Begin whatever has its turn."""
        while turn := self._turns.next():
            reader, (promised, make) = turn
            job = asyncio.get_running_loop().run_in_executor(self._threads, make)
            job.add_done_callback(partial(self._end, reader, promised))

    def _end(self, reader: str, promised: "asyncio.Future[Any]", job: "asyncio.Future[Any]") -> None:
        self._turns.end(reader)
        self._begin()
        error = job.exception()
        if error is not None:
            promised.set_exception(error)
        else:
            promised.set_result(job.result())
