"""Copies of a fresh process, to die in place of the one that runs the tests.

A process that has opened an index runs threads, and a copy of it may wait for them for ever: so a server that never
opens one makes the copies.
"""

import multiprocessing
from collections.abc import Callable
from typing import Any

_COPIES = multiprocessing.get_context("forkserver")
_COPIES.set_forkserver_preload(["dateline.archive.embedded"])


def run_in_a_copy(deed: Callable[..., None], *given: Any, timeout_s: float = 60) -> int:
    """Run a function of a module in a process of its own and return its exit code; negative: the signal's number."""
    process = _COPIES.Process(target=deed, args=given)
    process.start()
    process.join(timeout_s)
    if process.is_alive():
        process.kill()
        process.join()
        raise AssertionError(f"{deed.__name__} did not end within {timeout_s} s")
    return process.exitcode
