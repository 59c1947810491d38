"""Locks that let only one process at a time do a job in a home."""

from contextlib import suppress
from pathlib import Path

from dateline.runtime.errors import AlreadyRunsError
from dateline.storage.errors import FileLockedError
from dateline.storage.locks import FileLock


class ProcessLock(FileLock):
    """A lock whose error says which job runs already, and in which process."""

    def __init__(self, path: Path, what: str) -> None:
        """Name the lock.

        Args:
            path: of the lock's file, in a folder of the home.
            what: words for the error message about the job, such as ``a worker runs``.
        """
        super().__init__(path)
        self._what = what

    def acquire(self) -> None:
        """Take the lock. Its folder is created again if somebody has deleted it, as happens with ``logs``.

        Raises:
            AlreadyRunsError: another process holds it.
        """
        with suppress(FileNotFoundError):  # without the home, taking the lock says so
            self._path.parent.mkdir(mode=0o700, exist_ok=True)
        try:
            super().acquire()
        except FileLockedError as error:
            raise AlreadyRunsError(error.path.parents[1], self._what, error.holder) from error
