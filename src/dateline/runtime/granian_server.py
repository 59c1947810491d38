"""An orderly stop of Granian, for both servers. Without Django, so that the public server can use it."""

import multiprocessing
import os
import signal
from functools import partial
from types import FrameType
from typing import Any

from granian.server.common import AbstractServer

from dateline.runtime.lifeline import DRAIN

STOP_TIMEOUT_S = 5
"""Time for current requests to finish; then Granian kills their worker. The supervisor waits one second longer."""


def stop_in_order(server: AbstractServer[Any]) -> None:
    """Make the server send ``DRAIN`` to its workers before Granian's own stop.

    Granian waits for open responses without telling the application that it is stopping. Clients that wait for a new
    log entry would therefore delay the stop. Granian has no hook for the stop, so its signal handlers are wrapped in
    its hook for the start.
    """
    server.on_startup(_wrap_signal_handlers)


def _wrap_signal_handlers() -> None:
    # workers inherit this and ignore the signal until their application handles it
    signal.signal(DRAIN, signal.SIG_IGN)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, partial(_stop, os.getpid(), signal.getsignal(number)))


def _stop(server: int, granian: Any, number: int, frame: FrameType | None) -> None:
    if os.getpid() != server:  # a worker that was just forked, before Granian sets its own handler there
        os._exit(0)
    for worker in multiprocessing.active_children():
        if worker.pid is not None:
            os.kill(worker.pid, DRAIN)
    granian(number, frame)
