"""Granian, stopped without a false alarm. Without Django, so that the public server can use it."""

import os
import time
from contextlib import suppress
from typing import Any

from granian.server.mp import MPServer

from dateline.runtime.lifeline import LEAVE

STOP_WITHIN_S = 4
"""Seconds that requests under way get to finish; whoever takes longer is killed."""

KILL_AFTER_S = 1  # Granian's own patience, which begins when ours has ended
_ASK_EVERY_S = 0.5
_LOOK_EVERY_S = 0.01


class GentleServer(MPServer):
    """Granian's server; give it ``workers_kill_timeout=KILL_AFTER_S``.

    Two of its threads wait for each worker. Where the one that watches is told of the end first, the one that stops
    takes the worker for alive, warns and kills what is no more, milliseconds after the signal. So here the end is
    waited for where both agree on it.
    """

    workers_leave = False
    """Whether workers know what ``LEAVE`` asks of them."""

    def signal_handler_interrupt(self, *args: Any, **kwargs: Any) -> None:
        """Begin to stop, and say so before a worker that got the same signal is gone."""
        self._expect_ends()
        begin: Any = super().signal_handler_interrupt
        begin(*args, **kwargs)

    def _stop_workers(self) -> None:
        self._expect_ends()
        for worker in self._running() if self.workers_leave else ():
            with suppress(ProcessLookupError):
                os.kill(worker.inner.pid, LEAVE)
        ends_at_s = time.monotonic() + STOP_WITHIN_S
        while self._running() and time.monotonic() < ends_at_s:
            for worker in self._running():
                worker.terminate()  # again and again: one that has just been forked does not listen yet
            self._wait(min(ends_at_s, time.monotonic() + _ASK_EVERY_S))
        finish: Any = super()._stop_workers
        finish()

    def _expect_ends(self) -> None:
        """Say that workers end on purpose: they are told in several ways, and may be gone before the last of them."""
        workers: list[Any] = self.wrks
        for worker in workers:
            worker.interrupt_by_parent = True

    def _running(self) -> list[Any]:
        workers: list[Any] = self.wrks
        return [worker for worker in workers if worker.is_alive()]

    def _wait(self, until_s: float) -> None:
        while self._running() and time.monotonic() < until_s:
            time.sleep(_LOOK_EVERY_S)
