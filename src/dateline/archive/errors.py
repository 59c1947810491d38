"""What can go wrong with an archive."""

from pathlib import Path


class ArchiveError(Exception):
    """Base of this package's errors."""


class OutOfOrderError(ArchiveError):
    """An entry does not follow the one before it."""

    def __init__(self, expected: int, got: int) -> None:
        super().__init__(f"the archive stands before position {expected} and was given position {got}")
        self.expected = expected
        self.got = got


class UnreadableRecordError(ArchiveError):
    """An entry cannot be understood by this version."""

    def __init__(self, position: int, reason: str) -> None:
        super().__init__(f"the entry at position {position} cannot be read: {reason}")
        self.position = position


class NoArchiveError(ArchiveError):
    """There is nothing to read in the folder."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"no archive can be read in {folder}: {reason}; run `dateline archive rebuild`")
        self.folder = folder


class UnwritableError(ArchiveError):
    """The index in the folder cannot be written."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"the archive in {folder} cannot be written, as where the disk is full: {reason}")
        self.folder = folder


class ArchiveBusyError(ArchiveError):
    """Another process writes to the folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"another process is writing the archive in {folder}; only one may")
        self.folder = folder


class UnknownValueError(ArchiveError):
    """A filter names something that nobody knows."""

    def __init__(self, parameter: str, value: str) -> None:
        super().__init__(f"nothing is known as {value!r} for {parameter}")
        self.parameter = parameter
        self.value = value


class MalformedValueError(ArchiveError):
    """A value in an address cannot be read."""

    def __init__(self, parameter: str, value: str, reason: str) -> None:
        super().__init__(f"{parameter} cannot be {value!r}: {reason}")
        self.parameter = parameter
        self.value = value
        self.reason = reason


class ReversedDaysError(MalformedValueError):
    """A time ends before it begins."""
