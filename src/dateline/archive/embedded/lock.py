"""The lock of the one writer of a folder."""

import fcntl
from pathlib import Path

from dateline.archive.errors import ArchiveBusyError


class FolderLock:
    """The lock of the one writer; let go when the process ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = (folder / "writer.lock").open("ab")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._file.close()
            raise ArchiveBusyError(folder) from error

    def release(self) -> None:
        """Let another one write."""
        self._file.close()
