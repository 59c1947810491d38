"""How a process asks for memory and gives it back. Without Django, so that the public server can use it."""

import ctypes
import sys

# malloc.h of glibc; elsewhere there is no mallopt, and nothing to be told.
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
_LARGE_BYTES = 262_144  # a page as it is made or packed; larger blocks go back to the system when they are let go


def be_sparing() -> None:
    """Let this process's threads share one heap, and give back what they let go; call it before there are threads.

    By itself glibc gives each thread a heap of its own, none of which ever shrinks: here, 20 MB that nothing uses.
    """
    if sys.platform != "linux":
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        return
    mallopt(_M_ARENA_MAX, 1)
    mallopt(_M_MMAP_THRESHOLD, _LARGE_BYTES)
    mallopt(_M_TRIM_THRESHOLD, _LARGE_BYTES)
