"""Locks that keep a second process from doing the same in one home."""

from pathlib import Path

from dateline.runtime.errors import AlreadyRunsError
from dateline.storage.errors import FileLockedError
from dateline.storage.locks import FileLock


class ProcessLock(FileLock):
    """A lock whose refusal says what runs already, and as which process."""

    def __init__(self, path: Path, what: str) -> None:
        """Name the lock.

        Args:
            path: of the lock's file, in a folder of the home.
            what: what only one process does, such as ``a worker runs``.
        """
        super().__init__(path)
        self._what = what

    def acquire(self) -> None:
        """Take the lock.

        Raises:
            AlreadyRunsError: another process holds it.
        """
        try:
            super().acquire()
        except FileLockedError as error:
            raise AlreadyRunsError(error.path.parents[1], self._what, error.holder) from error
