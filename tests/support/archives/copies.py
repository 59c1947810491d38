"""Copies of a fresh process, to die in place of the one that runs the tests.

A process that has opened an index runs threads, and a copy of it may wait for them for ever: so a server that never
opens one makes the copies.
"""

import multiprocessing
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from typing import Any

_COPIES = multiprocessing.get_context("forkserver")
# With all that a copy imports: else each would take a second of processor time before its deed.
_DEEDS = ("tests.faults.test_archive_damaged", "tests.faults.test_archive_killed", "tests.faults.test_damage")
_COPIES.set_forkserver_preload(["pytest", "dateline.archive.embedded", *_DEEDS])


def start_a_copy(deed: Callable[..., None], *given: Any) -> BaseProcess:
    """Start a process of its own that runs a function of a module."""
    process = _COPIES.Process(target=deed, args=given, daemon=True)
    process.start()
    return process


def run_in_a_copy(deed: Callable[..., None], *given: Any, timeout_s: float = 60) -> int:
    """Run a function of a module in a process of its own and return its exit code; negative: the signal's number."""
    process = start_a_copy(deed, *given)
    process.join(timeout_s)
    if process.is_alive():
        process.kill()
        process.join()
        raise AssertionError(f"{deed.__name__} did not end within {timeout_s} s")
    return process.exitcode
