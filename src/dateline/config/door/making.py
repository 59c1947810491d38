"""Making an answer once, however many ask for it."""

import asyncio
from collections.abc import Callable, Hashable
from concurrent.futures import Executor
from typing import Any, TypeVar

_Made = TypeVar("_Made")


class Making:
    """Runs what makes answers in threads, so that kept ones are sent meanwhile.

    Requests for the same thing wait for the same thread. All methods belong to one event loop.
    """

    def __init__(self, threads: Executor) -> None:
        self._threads = threads
        self._running: dict[Hashable, asyncio.Future[Any]] = {}

    @property
    def waiting(self) -> int:
        """How many different answers are being made or wait for a thread."""
        return len(self._running)

    def is_under_way(self, what: Hashable) -> bool:
        """Say whether somebody asked for the same and waits for it."""
        return what in self._running

    async def once(self, what: Hashable, make: Callable[[], _Made]) -> _Made:
        """Return what ``make`` returns or raise what it raises, run once for all who ask until it ends.

        Somebody who goes away meanwhile stops it for nobody.
        """
        running = self._running.get(what)
        if running is None:
            running = asyncio.get_running_loop().run_in_executor(self._threads, make)
            self._running[what] = running
            running.add_done_callback(lambda _: self._running.pop(what, None))
        made: _Made = await asyncio.shield(running)
        return made
