"""Round-robin scheduling between clients."""

from collections import Counter, OrderedDict, deque
from typing import Generic, TypeVar

_Job = TypeVar("_Job")


class FairQueue(Generic[_Job]):
    """Schedules waiting jobs round-robin between clients, however many jobs one of them has.

    One client can occupy all workers except one, so that other clients need not wait for its long jobs.
    Anonymous clients (empty key) together may occupy all workers.

    Args:
        workers: jobs that run at once.
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._waiting: OrderedDict[str, deque[_Job]] = OrderedDict()
        self._running: Counter[str] = Counter()

    def put(self, client: str, job: _Job) -> None:
        """Add a job of a client."""
        self._waiting.setdefault(client, deque()).append(job)

    def waiting(self, client: str) -> int:
        """Return how many jobs of a client wait."""
        return len(self._waiting.get(client, ()))

    def start_next(self) -> tuple[str, _Job] | None:
        """Return the next client and job, which counts as running until ``finish``; None where none can start."""
        if self._running.total() >= self._workers:
            return None
        client = next((one for one in self._waiting if self._may_run(one)), None)
        if client is None:
            return None
        jobs = self._waiting.pop(client)
        job = jobs.popleft()
        if jobs:
            self._waiting[client] = jobs  # the client goes to the end of the queue
        self._running[client] += 1
        return client, job

    def finish(self, client: str) -> None:
        """Free the worker of a client's job that has ended."""
        self._running[client] -= 1
        if not self._running[client]:
            del self._running[client]

    def _may_run(self, client: str) -> bool:
        return not client or self._running[client] < max(1, self._workers - 1)
