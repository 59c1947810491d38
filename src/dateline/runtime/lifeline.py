"""No process outlives the one that started it: a server's worker that did would hold its port.

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

LEAVE = signal.SIGUSR1
"""Tells a worker of the public server that it is about to end, so that nobody goes on waiting there."""

_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_LOOK_EVERY_S = 0.5


def end_with_parent(parent: int | None = None) -> None:
    """End this process by SIGKILL when its parent ends, however that happens.

    On Linux the kernel does it at once; elsewhere a thread looks twice a second.

    Args:
        parent: id the parent had; the one that ``DATELINE_PARENT`` names or the present one unless given.
    """
    expected = parent or int(os.environ.get(PARENT, "0")) or os.getppid()
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != expected:  # it ended before the kernel was asked
            os._exit(1)
    else:
        threading.Thread(target=_watch, args=(expected,), name="lifeline", daemon=True).start()


def _watch(expected: int) -> None:
    while os.getppid() == expected:
        time.sleep(_LOOK_EVERY_S)
    os._exit(1)
