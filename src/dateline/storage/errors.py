"""What this package refuses."""

from pathlib import Path


class StorageError(Exception):
    """Base of this package's errors."""


class FileLockedError(StorageError):
    """Another process, or another lock of this one, holds the lock."""

    def __init__(self, path: Path, holder: str) -> None:
        super().__init__(f"{path} is locked by process {holder or 'unknown'}")
        self.path = path
        self.holder = holder


class ContentMismatchError(StorageError):
    """A file holds other bytes than its name says."""

    def __init__(self, name: str, found: str) -> None:
        super().__init__(f"the content of {name} has the digest {found}")
        self.name = name
        self.found = found
