"""Overrides: small files in the home that close a release to the public before log and archive say so.

One file a release, named by its number: ``overrides/12.json``, canonical JSON (RFC 8785). The name alone closes:
a file that cannot be read closes its release in every language, without a notice. Known without Django.
"""

import datetime as dt
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

import msgspec

from dateline.archive.port import Gone
from dateline.editions.canonical import canonical
from dateline.editions.parts import Part
from dateline.storage.files import PUBLIC_MODE, sync_folder, write_atomically
from dateline.storage.locks import FileLock

_NAME = re.compile(r"([1-9][0-9]{0,8})\.json")
MAX_BYTES = 1_000_000
"""A longer file is rubbish."""


class Override(Part, tag="override", tag_field="is", frozen=True, kw_only=True):
    """A notice that closes a release.

    Attributes:
        languages: those that are meant; empty for every one, those to come included.
        notice: for every language that ``notices`` does not name.
        notices: notice by language.
        at: when it was ordered, aware, UTC.
        files: public files that are closed with it.
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
        """Whether it tells the public anything; one that could not be read does not."""
        return bool(self.notice or self.notices)

    def gone(self) -> Gone:
        """Return what the archive is to leave out."""
        return Gone(
            number=self.number,
            languages=self.languages,
            notice=self.notice,
            notices=tuple(sorted(self.notices.items())),
            at=self.at,
        )

    def together(self, earlier: "Override | None") -> "Override":
        """Return this override with what an earlier one closed; it never closes less."""
        if earlier is None:
            return self
        every = not self.languages or not earlier.languages
        return msgspec.structs.replace(
            self,
            languages=() if every else tuple(sorted({*self.languages, *earlier.languages})),
            notice=self.notice or earlier.notice,
            notices={**earlier.notices, **self.notices},
            files=tuple(sorted({*self.files, *earlier.files})),
        )


def write(folder: Path, override: Override) -> Path:
    """Write an override, whole or not at all, and return its file."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{override.number}.json"
    write_atomically(target, canonical(override), mode=PUBLIC_MODE)
    return target


def change(folder: Path, number: int, made: Callable[[Override | None], Override | None]) -> Override | None:
    """Write what ``made`` makes of the override of a release, and return it; None: there is none any more.

    Nobody else changes overrides meanwhile, so that of two kills at once neither is lost.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / ".lock", wait=True, mode=PUBLIC_MODE):  # held for milliseconds
        before = read(folder, number)
        after = made(before)
        if after is None:
            lift(folder, number)
        elif after != before:
            write(folder, after)
    return after


def lift(folder: Path, number: int) -> bool:
    """Delete the override of a release; say whether there was one."""
    try:
        (folder / f"{number}.json").unlink()
    except FileNotFoundError:
        return False
    sync_folder(folder)
    return True


def read(folder: Path, number: int) -> Override | None:
    """Return the override of a release; None where there is no file. One that cannot be read closes everything."""
    path = folder / f"{number}.json"
    return _read(path, number) if path.exists() else None


def read_all(folder: Path) -> dict[int, Override]:
    """Return all overrides by number, upwards; empty for a folder that is not there.

    Raises:
        OSError: the folder cannot be listed.
    """
    try:
        names = [entry.name for entry in os.scandir(folder)]
    except FileNotFoundError:
        return {}
    numbers = sorted(int(found[1]) for found in map(_NAME.fullmatch, names) if found)
    return {number: _read(folder / f"{number}.json", number) for number in numbers}


Seen = tuple[tuple[str, int, int, int], ...]


def seen(folder: Path) -> Seen:
    """Return what changes when an override does; empty where there is none.

    Raises:
        OSError: the folder cannot be listed.
    """
    return tuple(sorted(_stamp(entry) for entry in os.scandir(folder) if _NAME.fullmatch(entry.name)))


def _stamp(entry: "os.DirEntry[str]") -> tuple[str, int, int, int]:
    try:
        found = entry.stat()
    except FileNotFoundError:
        return entry.name, 0, 0, 0
    return entry.name, found.st_ino, found.st_mtime_ns, found.st_size


def rubbish(folder: Path) -> list[str]:
    """Return the names of the files that cannot be read, each closing its release in every language."""
    return [f"{number}.json" for number in read_all(folder) if _said(folder / f"{number}.json", number) is None]


def _read(path: Path, number: int) -> Override:
    """Return what a file says; if it says nothing that can be read, everything of its number is closed."""
    return _said(path, number) or Override(number=number, at=_changed_at(path))


def _said(path: Path, number: int) -> Override | None:
    try:
        with path.open("rb") as file:
            said = msgspec.json.decode(file.read(MAX_BYTES), type=Override)
    except (OSError, ValueError, RecursionError):  # a DecodeError is a ValueError, as is what is no UTF-8
        return None
    return said if said.number == number and said.at.tzinfo is not None else None


def _changed_at(path: Path) -> dt.datetime:
    try:
        return dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    except OSError:
        return dt.datetime.fromtimestamp(0, dt.UTC)
