"""Overrides: small files in the home that hide a release from the public before the log says so (decision 0007).

There is one file per release, named by its number: ``overrides/12.json``, canonical JSON (RFC 8785). A file that cannot
be read hides its release in every language, without a notice.
"""

import datetime as dt
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

import msgspec

from dateline.archive.port import Removal
from dateline.editions.canonical import canonical
from dateline.editions.parts import Part
from dateline.storage.files import PUBLIC_MODE, sync_folder, write_atomically
from dateline.storage.locks import FileLock
from dateline.storage.spare_files import write_urgently

_NAME = re.compile(r"([1-9][0-9]{0,8})\.json")
MAX_BYTES = 1_000_000
"""A longer file is unreadable."""


class Override(Part, tag="override", tag_field="is", frozen=True, kw_only=True):
    """An order to hide a release.

    Attributes:
        languages: languages to hide; empty for all, future ones included.
        notice: public notice for every language without one in ``notices``.
        notices: public notice by language.
        at: moment of the order, aware, UTC.
        files: public files to hide with the release.
    """

    schema: Literal[1] = 1
    number: int
    languages: tuple[str, ...] = ()
    notice: str = ""
    notices: Mapping[str, str] = {}
    at: dt.datetime
    files: tuple[str, ...] = ()

    @property
    def has_notice(self) -> bool:
        """Whether it has any public notice; an unreadable file has none."""
        return bool(self.notice or self.notices)

    def removal(self) -> Removal:
        """Return the removal that the archive should apply."""
        return Removal(
            number=self.number,
            languages=self.languages,
            notice=self.notice,
            notices=tuple(sorted(self.notices.items())),
            at=self.at,
        )

    def merged_with(self, earlier: "Override | None") -> "Override":
        """Return the union with an earlier override: it hides everything that either of them hides."""
        if earlier is None:
            return self
        hides_all = not self.languages or not earlier.languages
        return msgspec.structs.replace(
            self,
            languages=() if hides_all else tuple(sorted({*self.languages, *earlier.languages})),
            notice=self.notice or earlier.notice,
            notices={**earlier.notices, **self.notices},
            files=tuple(sorted({*self.files, *earlier.files})),
        )


def write(folder: Path, override: Override, *, urgently: bool = False) -> Path:
    """Write an override atomically and return its file; ``urgently`` may use the room reserved for emergencies."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{override.number}.json"
    (write_urgently if urgently else write_atomically)(target, canonical(override), mode=PUBLIC_MODE)
    return target


def update(
    folder: Path, number: int, change: Callable[[Override | None], Override | None], *, urgently: bool = False
) -> Override | None:
    """Replace the override of a release by ``change(present one)`` and return the new one; None deletes it.

    A lock on the folder makes concurrent kills wait for one another, so that neither is lost.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / ".lock", wait=True, mode=PUBLIC_MODE):  # held for milliseconds
        before = read(folder, number)
        after = change(before)
        if after is None:
            lift(folder, number)
        elif after != before:
            write(folder, after, urgently=urgently)
    return after


def lift(folder: Path, number: int) -> bool:
    """Delete the override of a release; return whether there was one."""
    path = folder / f"{number}.json"
    if not path.exists():  # a read-only disk reports an error even for a file that does not exist
        return False
    path.unlink(missing_ok=True)
    sync_folder(folder)
    return True


def read(folder: Path, number: int) -> Override | None:
    """Return the override of a release; None without a file. An unreadable file hides every language."""
    path = folder / f"{number}.json"
    return _read(path, number) if path.exists() else None


def read_all(folder: Path) -> dict[int, Override]:
    """Return all overrides by number, ascending; empty where the folder does not exist.

    Raises:
        OSError: the folder cannot be listed.
    """
    try:
        names = [entry.name for entry in os.scandir(folder)]
    except FileNotFoundError:
        return {}
    numbers = sorted(int(match[1]) for match in map(_NAME.fullmatch, names) if match)
    return {number: _read(folder / f"{number}.json", number) for number in numbers}


Fingerprint = tuple[tuple[str, int, int, int], ...]


def fingerprint(folder: Path) -> Fingerprint:
    """Return a value that changes when any override does; empty where there is none.

    Raises:
        OSError: the folder cannot be listed.
    """
    return tuple(sorted(_stamp(entry) for entry in os.scandir(folder) if _NAME.fullmatch(entry.name)))


def _stamp(entry: "os.DirEntry[str]") -> tuple[str, int, int, int]:
    try:
        status = entry.stat()
    except FileNotFoundError:
        return entry.name, 0, 0, 0
    return entry.name, status.st_ino, status.st_mtime_ns, status.st_size


def unreadable(folder: Path) -> list[str]:
    """Return the names of unreadable files, each of which hides its release in every language."""
    return [f"{number}.json" for number in read_all(folder) if _parse(folder / f"{number}.json", number) is None]


def _read(path: Path, number: int) -> Override:
    """Return the override in a file; for an unreadable file, one that hides every language."""
    return _parse(path, number) or Override(number=number, at=_changed_at(path))


def _parse(path: Path, number: int) -> Override | None:
    try:
        with path.open("rb") as file:
            override = msgspec.json.decode(file.read(MAX_BYTES), type=Override)
    except (OSError, ValueError, RecursionError):  # DecodeError and UnicodeDecodeError are ValueErrors
        return None
    return override if override.number == number and override.at.tzinfo is not None else None


def _changed_at(path: Path) -> dt.datetime:
    try:
        return dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    except OSError:
        return dt.datetime.fromtimestamp(0, dt.UTC)
