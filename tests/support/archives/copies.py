"""Run functions in forked processes, which may be killed without ending the test process.

A process that has opened an index has threads, and a fork of it may wait for their locks for ever. So a server process
that never opens an index makes the forks.
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
    """Run a function of a module in a process of its own and return its exit code; negative for a signal."""
    process = start_a_copy(deed, *given)
    process.join(timeout_s)
    if process.is_alive():
        process.kill()
        process.join()
        raise AssertionError(f"{deed.__name__} did not end within {timeout_s} s")
    return process.exitcode
