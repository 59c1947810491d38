"""Whose turn it is where more wait than can be served at once."""

from collections import Counter, OrderedDict, deque
from typing import Generic, TypeVar

_Job = TypeVar("_Job")


class FairQueue(Generic[_Job]):
    """Jobs that wait, given out in turns: one of each reader, however many somebody has.

    A reader holds all places but one at most, so that whoever comes next need not wait for a long job of theirs; those
    whom nobody can tell apart (an empty name) are limited by the places alone.

    Args:
        places: jobs under way at once.
    """

    def __init__(self, places: int) -> None:
        self._places = places
        self._waiting: OrderedDict[str, deque[_Job]] = OrderedDict()
        self._held: Counter[str] = Counter()

    def wait(self, reader: str, job: _Job) -> None:
        """Let a job wait for its turn."""
        self._waiting.setdefault(reader, deque()).append(job)

    def waiting(self, reader: str) -> int:
        """Return how many jobs of a reader wait."""
        return len(self._waiting.get(reader, ()))

    def next(self) -> tuple[str, _Job] | None:
        """Return whose turn it is with their job, which holds a place from now on; None where none can begin."""
        if self._held.total() >= self._places:
            return None
        reader = next((one for one in self._waiting if self._may_hold(one)), None)
        if reader is None:
            return None
        jobs = self._waiting.pop(reader)
        job = jobs.popleft()
        if jobs:
            self._waiting[reader] = jobs  # behind all others
        self._held[reader] += 1
        return reader, job

    def end(self, reader: str) -> None:
        """Give back the place of a job that has ended."""
        self._held[reader] -= 1
        if not self._held[reader]:
            del self._held[reader]

    def _may_hold(self, reader: str) -> bool:
        return not reader or self._held[reader] < max(1, self._places - 1)
