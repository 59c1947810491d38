"""Export the public newsroom from the archive: every text as a file in a format that other systems read."""

import os
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol

import msgspec

from dateline.archive.embedded import open_reader
from dateline.archive.port import Archive
from dateline.editions.newsroom_export import FILE
from dateline.public.feeds.context import context_of
from dateline.public.formats import newsroom_export
from dateline.public.http.active_overrides import OverridesReader
from dateline.runtime.home import Home
from dateline.runtime.public_settings import public_url_of
from dateline.storage.content_addressed import is_intact
from dateline.storage.files import PUBLIC_MODE, atomic_file

FORMATS = {"ninjs": "ninjs.json", "ninjs2": "ninjs2.json", "ninjs1": "ninjs1.json"}
"""The suffix of the documents, by name of the format."""

Progress = Callable[[int, int], None]
"""Called with the number of releases done, and of all."""


class ExportOutcome(NamedTuple):
    """How many texts were written, at which position of the log, and which public files were missing or damaged."""

    texts: int
    position: int
    missing: list[str]


def export_newsroom(home: Home, target: Path, format_: str, *, with_media: bool, progress: Progress) -> ExportOutcome:
    """Write every text that is or was public; releases closed by an override are written as removed.

    Args:
        home: whose archive, overrides and public media are read.
        target: a .zip or .jsonl file, which appears only when it is complete; any other name is a folder.
        format_: one of ``FORMATS``.
        with_media: whether to copy pictures and attachments; a .jsonl file never has them.
        progress: called after each release.

    Raises:
        ArchiveError: the archive cannot be read.
        PublicUrlError: the public address is not one.
    """
    archive = open_reader(home.archive).current.with_removals(OverridesReader(home.overrides).refresh().removals)
    with _opened(target) as out:
        texts, missing = _write(
            archive, out, FORMATS[format_], home.public_media if with_media else None, progress=progress
        )
    return ExportOutcome(texts, archive.position, missing)


class _Target(Protocol):
    """The place that the files are written to: a folder, a ZIP file, or lines of JSON."""

    def write(self, name: str, data: bytes, /) -> None:
        """Write a document; its JSON has no line breaks."""

    def copy(self, name: str, source: Path) -> None:
        """Copy a public file; called once for each file."""


def _write(
    archive: Archive, out: _Target, suffix: str, media: Path | None, *, progress: Progress
) -> tuple[int, list[str]]:
    """Write everything; return (number of texts, names of files that could not be found)."""
    context = context_of(archive, "en", public_url=public_url_of(os.environ), full=True)
    out.write(FILE, msgspec.json.encode(newsroom_export.newsroom_facts(archive)))
    numbers = list(newsroom_export.numbers(archive))
    count, missing = 0, []
    for done, number in enumerate(numbers, start=1):
        for name, document, files in newsroom_export.texts(archive, number, context, suffix):
            count += 1
            out.write(name, document)
            missing += _copy(files, out, media) if media else []
        progress(done, len(numbers))
    return count, missing


def _copy(files: Iterable[str], out: _Target, media: Path) -> list[str]:
    """Copy public files to the target, and return the names of those that are missing or damaged."""
    missing = []
    for name in files:
        source = media / Path(name).name
        if source.is_file() and is_intact(source):
            out.copy(source.name, source)
        else:
            missing.append(source.name)
    return missing


@contextmanager
def _opened(target: Path) -> Iterator[_Target]:
    """Open the kind of target that the name asks for; a file appears only when it is complete."""
    if target.suffix not in {".zip", ".jsonl"}:
        target.mkdir(parents=True, exist_ok=True)
        yield _Folder(target)
        return
    with atomic_file(target, mode=PUBLIC_MODE) as file:
        if target.suffix == ".zip":
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                yield _Zip(archive)
        else:
            yield _Lines(file)


class _Folder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, name: str, data: bytes) -> None:
        (self._folder / name).write_bytes(data)

    def copy(self, name: str, source: Path) -> None:
        target = self._folder / "media" / name
        target.parent.mkdir(exist_ok=True)
        if not target.exists():
            shutil.copyfile(source, target)


class _Zip:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._there: set[str] = set()

    def write(self, name: str, data: bytes) -> None:
        self._archive.writestr(name, data)

    def copy(self, name: str, source: Path) -> None:
        if name not in self._there:
            self._there.add(name)
            self._archive.write(source, f"media/{name}", zipfile.ZIP_STORED)


class _Lines:
    """A .jsonl file: one document per line, without public files."""

    def __init__(self, lines: BinaryIO) -> None:
        self._lines = lines

    def write(self, _name: str, data: bytes) -> None:
        self._lines.write(data + b"\n")

    def copy(self, name: str, source: Path) -> None:
        """Do nothing: a .jsonl file has no place for files."""
