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
"""Requests under way get so long to finish; then Granian kills their worker. The supervisor waits one second longer."""


def stop_in_order(server: AbstractServer[Any]) -> None:
    """Let a signal to stop reach the workers as ``DRAIN`` first, then as Granian's own SIGTERM.

    Granian waits for open responses and does not tell the application, so clients that wait for the log would hold it
    up. Granian offers no hook before a stop; its hook at the start is where its signal handlers can be wrapped.
    """
    server.on_startup(_wrap_signal_handlers)


def _wrap_signal_handlers() -> None:
    signal.signal(DRAIN, signal.SIG_IGN)  # inherited by workers, for the time until their application listens
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, partial(_stop, os.getpid(), signal.getsignal(number)))


def _stop(server: int, granian: Any, number: int, frame: FrameType | None) -> None:
    if os.getpid() != server:  # a worker that was just forked, before Granian sets its own handler there
        os._exit(0)
    for worker in multiprocessing.active_children():
        if worker.pid is not None:
            os.kill(worker.pid, DRAIN)
    granian(number, frame)
