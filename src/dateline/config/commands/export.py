"""`dateline export`: the public newsroom as files of a format that others read, and other newsrooms take in."""

import os
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

import click

from dateline.config.commands.progress import steps
from dateline.runtime.home import Home
from dateline.storage.files import PUBLIC_MODE, atomic_file

if TYPE_CHECKING:
    from dateline.archive.port import Archive

FORMATS = {"ninjs": "ninjs.json", "ninjs2": "ninjs2.json", "ninjs1": "ninjs1.json"}


class _Target(Protocol):
    """Where the files go."""

    def write(self, name: str, data: bytes, /) -> None:
        """Take a document; its JSON has no line breaks."""

    def copy(self, name: str, source: Path) -> None:
        """Take a public file, once."""


@click.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), default="ninjs", help="ninjs is version 3.1.")
@click.option("--media/--no-media", default=True, help="Copy pictures and attachments along; never into a .jsonl file.")
def export(*, target: Path, format_: str, media: bool) -> None:
    """Write every text that is or was public to TARGET: a new folder, a .zip or a .jsonl file.

    It reads the archive alone, as readers do: drafts are not in it, releases closed by an override are told as removed.
    `dateline import ninjs TARGET` takes it in elsewhere.
    """
    from dateline.archive.embedded import open_reader  # noqa: PLC0415
    from dateline.public.http.active_overrides import OverridesReader  # noqa: PLC0415

    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        message = f"{target} is there already; name a folder or file that is not"
        raise click.ClickException(message)
    home = Home.of(os.environ)
    archive = open_reader(home.archive).current.with_removals(OverridesReader(home.overrides).refresh().removals)
    with _opened(target) as out:
        texts, missing = _write(archive, out, FORMATS[format_], home.public_media if media else None)
    click.echo(f"{texts} texts are in {target}, as of position {archive.position}.")
    for name in missing:
        click.echo(f"The file {name} is not in the public folder and was left out.", err=True)


def _write(archive: "Archive", out: _Target, suffix: str, media: Path | None) -> tuple[int, list[str]]:
    """Write everything; return how many texts there are, and the files that could not be found."""
    import msgspec  # noqa: PLC0415

    from dateline.editions.newsroom_export import FILE  # noqa: PLC0415
    from dateline.public.feeds.context import context_of  # noqa: PLC0415
    from dateline.public.formats import newsroom_export  # noqa: PLC0415
    from dateline.runtime.public_settings import public_url_of  # noqa: PLC0415

    context = context_of(archive, "en", public_url=public_url_of(os.environ), full=True)
    out.write(FILE, msgspec.json.encode(newsroom_export.newsroom_facts(archive)))
    numbers = list(newsroom_export.numbers(archive))
    count, missing = 0, []
    with steps("Exporting") as progress:
        for done, number in enumerate(numbers, start=1):
            for name, document, files in newsroom_export.texts(archive, number, context, suffix):
                count += 1
                out.write(name, document)
                missing += _copy(files, out, media) if media else []
            progress(done, len(numbers))
    return count, missing


def _copy(files: Iterable[str], out: _Target, media: Path) -> list[str]:
    """Copy public files along and return those that are not there."""
    sources = [media / Path(name).name for name in files]
    for source in sources:
        if source.is_file():
            out.copy(source.name, source)
    return [source.name for source in sources if not source.is_file()]


@contextmanager
def _opened(target: Path) -> Iterator[_Target]:
    """Open what the target's name says; a file appears whole or not at all."""
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
    """One document a line; files stay where they are."""

    def __init__(self, lines: BinaryIO) -> None:
        self._lines = lines

    def write(self, _name: str, data: bytes) -> None:
        self._lines.write(data + b"\n")

    def copy(self, name: str, source: Path) -> None:
        """Leave it out."""
