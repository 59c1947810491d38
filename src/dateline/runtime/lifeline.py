"""End a process when its parent ends: the worker of a server would otherwise outlive the server and hold the port.

Without Django, so that the public server can use it.
"""

import ctypes
import os
import signal
import sys
import threading
import time

PARENT = "DATELINE_PARENT"
"""Environment variable with the id of the process that started this one."""

DRAIN = signal.SIGUSR1
"""Signal that tells a worker of the public server that it will be stopped, so that it ends waiting responses."""

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
        if os.getppid() != expected:  # the parent ended before the kernel was asked to watch it
            os._exit(1)
    else:
        threading.Thread(target=_watch, args=(expected,), name="lifeline", daemon=True).start()


def join_parent() -> None:
    """If `dateline` started this process, end it with its parent; processes that it starts will end with it."""
    if PARENT in os.environ:
        end_with_parent()
        os.environ[PARENT] = str(os.getpid())


def leave_terminal() -> None:
    """Leave the terminal's process group, so that Ctrl-C reaches only the server, which then stops its workers."""
    os.setpgid(0, 0)


def _watch(expected: int) -> None:
    while os.getppid() == expected:
        time.sleep(_LOOK_EVERY_S)
    os._exit(1)
