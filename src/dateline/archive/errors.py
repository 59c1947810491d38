"""Errors of the archive."""

from pathlib import Path


class ArchiveError(Exception):
    """Base of this package's errors."""


class OutOfOrderError(ArchiveError):
    """A log entry is not the next one."""

    def __init__(self, expected: int, got: int) -> None:
        super().__init__(f"the archive needs position {expected} next and was given position {got}")
        self.expected = expected
        self.got = got


class UnreadableRecordError(ArchiveError):
    """This version cannot read a log entry."""

    def __init__(self, position: int, reason: str) -> None:
        super().__init__(f"the entry at position {position} cannot be read: {reason}")
        self.position = position


class NoArchiveError(ArchiveError):
    """The archive in a folder is missing or cannot be read."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"no archive can be read in {folder}: {reason}; run `dateline archive rebuild`")
        self.folder = folder


class DamagedArchiveError(ArchiveError):
    """The archive holds other bytes than were written. It is rebuilt from the log, like one that cannot be opened."""

    def __init__(self, what: str) -> None:
        super().__init__(f"the archive is damaged: {what}")
        self.what = what


class UnwritableError(ArchiveError):
    """The archive in a folder cannot be written."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"the archive in {folder} cannot be written: {reason}; is the disk full?")
        self.folder = folder


class ArchiveBusyError(ArchiveError):
    """Another process writes to the folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"another process is writing the archive in {folder}; only one process may")
        self.folder = folder


class UnknownValueError(ArchiveError):
    """A filter names an unknown value."""

    def __init__(self, parameter: str, value: str) -> None:
        super().__init__(f"{parameter} has no value {value!r}")
        self.parameter = parameter
        self.value = value


class MalformedValueError(ArchiveError):
    """A parameter of a URL cannot be read."""

    def __init__(self, parameter: str, value: str, reason: str) -> None:
        super().__init__(f"{parameter} cannot be {value!r}: {reason}")
        self.parameter = parameter
        self.value = value
        self.reason = reason


class ReversedDaysError(MalformedValueError):
    """A period ends before it begins."""
