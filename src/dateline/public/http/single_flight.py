"""Run equal work once, however many requests wait for its result."""

import asyncio
from collections.abc import Callable, Hashable
from concurrent.futures import Executor
from functools import partial
from typing import Any, TypeVar

from dateline.public.http.fair_queue import FairQueue

_Result = TypeVar("_Result")
_Job = tuple["asyncio.Future[Any]", Callable[[], Any]]


class SingleFlight:
    """Makes responses in threads, so that the event loop can send cached ones meanwhile.

    Requests with the same key share one run. Runs are scheduled fairly between clients. All methods belong to one
    event loop.

    Args:
        executor: runs the work.
        workers: its threads.
    """

    def __init__(self, executor: Executor, workers: int = 2) -> None:
        self._executor = executor
        self._queue: FairQueue[_Job] = FairQueue(workers)
        self._pending: dict[Hashable, asyncio.Future[Any]] = {}

    @property
    def pending(self) -> int:
        """Number of keys that run or wait for a thread."""
        return len(self._pending)

    def waiting(self, client: str) -> int:
        """Return how many runs of a client wait for a thread; a shared run counts for the client that asked first."""
        return self._queue.waiting(client)

    def is_pending(self, key: Hashable) -> bool:
        """Return whether a run for this key goes on or waits."""
        return key in self._pending

    async def run(self, key: Hashable, work: Callable[[], _Result], client: str = "") -> _Result:
        """Return what ``work`` returns, or raise what it raises; equal keys share the run that is pending.

        If one waiting request is cancelled, the run continues for the others. ``client`` is the key for fair
        scheduling; empty where it is unknown.
        """
        future = self._pending.get(key)
        if future is None:
            future = self._pending[key] = asyncio.get_running_loop().create_future()
            future.add_done_callback(lambda _: self._pending.pop(key, None))
            self._queue.put(client, (future, work))
            self._start_jobs()
        result: _Result = await asyncio.shield(future)
        return result

    def _start_jobs(self) -> None:
        while started := self._queue.start_next():
            client, (future, work) = started
            job = asyncio.get_running_loop().run_in_executor(self._executor, work)
            job.add_done_callback(partial(self._finish, client, future))

    def _finish(self, client: str, future: "asyncio.Future[Any]", job: "asyncio.Future[Any]") -> None:
        self._queue.finish(client)
        self._start_jobs()
        error = job.exception()
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(job.result())
