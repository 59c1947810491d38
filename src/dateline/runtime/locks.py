"""Locks between processes: held by an open file, so that the kernel frees them however a process ends."""

import fcntl
import os
from pathlib import Path
from typing import Self

from dateline.runtime.errors import AlreadyRunsError


class ProcessLock:
    """Held by one process at a time; the file names its id."""

    def __init__(self, path: Path, deed: str) -> None:
        """Name the lock.

        Args:
            path: of the lock's file; its folder exists.
            deed: what only one process does, for the sentence, such as ``runs``.
        """
        self._path = path
        self._deed = deed
        self._descriptor = -1

    def __enter__(self) -> Self:
        """Take the lock.

        Raises:
            AlreadyRunsError: another process holds it.
        """
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(descriptor, 20).decode("ascii", "replace").strip()
            os.close(descriptor)
            raise AlreadyRunsError(self._path.parents[1], self._deed, holder) from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        self._descriptor = descriptor
        return self

    def __exit__(self, *_error: object) -> None:
        """Free the lock."""
        os.close(self._descriptor)
        self._descriptor = -1


def is_held(path: Path) -> bool:
    """Say whether a running process holds the lock."""
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
