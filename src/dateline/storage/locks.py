"""Locks between processes."""

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from typing import Self

from dateline.storage.errors import FileLockedError


class FileLock:
    """An exclusive lock on an open file: the kernel frees it when the process ends, however it ends.

    A context manager. The file names the process that holds the lock, and stays when the lock is free.
    """

    def __init__(self, path: Path, *, wait: bool = False, mode: int = 0o600) -> None:
        """Name the lock.

        Args:
            path: of the lock's file; its folder exists.
            wait: whether to wait for whoever holds it.
            mode: permissions of the file. Whoever may read it may take the lock.
        """
        self._path = path
        self._wait = wait
        self._mode = mode
        self._descriptor = -1

    def __enter__(self) -> Self:
        """Take the lock, as `acquire` does."""
        self.acquire()
        return self

    def __exit__(self, *_error: object) -> None:
        """Free the lock."""
        self.release()

    def acquire(self) -> None:
        """Take the lock.

        Raises:
            FileLockedError: another lock holds the file, and this one does not wait.
        """
        descriptor = self._open()
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if self._wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
            os.close(descriptor)
            raise FileLockedError(self._path, holder) from error
        except BaseException:
            os.close(descriptor)
            raise
        with suppress(OSError):  # the file is open for reading only, or the disk is full; the lock is held nevertheless
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        self._descriptor = descriptor

    def release(self) -> None:
        """Free the lock; safe to repeat."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _open(self) -> int:
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, self._mode)
        except PermissionError:  # another user's file
            return os.open(self._path, os.O_RDONLY)
        # the umask may have removed permissions; a file that root made must not lock out other users
        with suppress(PermissionError):
            os.fchmod(descriptor, self._mode)
        return descriptor


def is_locked(path: Path) -> bool:
    """Return whether a running process holds the lock with this file."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
