"""Ties a process to its parent: the worker of a server would otherwise outlive the server and hold the port.

Without Django, so that the public server can use it.
"""

import ctypes
import os
import signal
import sys
import threading
import time

PARENT = "DATELINE_PARENT"
"""Names, in the environment of a started process, the id of the one that started it."""

DRAIN = signal.SIGUSR1
"""Tells a worker of the public server that it is about to stop, so that responses that wait end."""

_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_LOOK_EVERY_S = 0.5


def end_with_parent(parent: int | None = None) -> None:
    """End this process by SIGKILL when its parent ends, however that happens.

    On Linux the kernel does it at once; elsewhere a thread looks twice a second.

    Args:
        parent: process id of the parent; unless given, the one in ``DATELINE_PARENT``, else the present parent.
    """
    expected = parent or int(os.environ.get(PARENT, "0")) or os.getppid()
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != expected:  # it ended before the kernel was asked
            os._exit(1)
    else:
        threading.Thread(target=_watch, args=(expected,), name="lifeline", daemon=True).start()


def join_parent() -> None:
    """Tie a process that `dateline` started to its parent, and name it as the parent of those that it starts."""
    if PARENT in os.environ:
        end_with_parent()
        os.environ[PARENT] = str(os.getpid())


def leave_terminal() -> None:
    """Leave the terminal's process group: Ctrl-C reaches the server alone, which stops its workers in order."""
    os.setpgid(0, 0)


def _watch(expected: int) -> None:
    while os.getppid() == expected:
        time.sleep(_LOOK_EVERY_S)
    os._exit(1)
