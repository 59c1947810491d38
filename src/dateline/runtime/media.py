"""The public media folder: it has each file that the log names, before the archive shows it, and no other file."""

import logging
import shutil
from collections.abc import Collection, Sequence
from pathlib import Path

import msgspec

from dateline.editions.entry import Record, files_of, words
from dateline.newsroom.publication import files
from dateline.runtime.errors import ConfigError, as_sentence
from dateline.runtime.home import Home
from dateline.storage.content_addressed import is_content_name, verified_file
from dateline.storage.errors import ContentMismatchError
from dateline.storage.files import PUBLIC_MODE, sync_folder

logger = logging.getLogger("archive")


class MediaFileError(ConfigError):
    """A file that an edition names cannot be published."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"the file {name} cannot be published: {reason}")
        self.name = name


class HomeMedia:
    """Copies files into ``public/media`` and deletes them there, as the log requires; each method is safe to repeat."""

    def __init__(self, home: Home) -> None:
        self._private = home.renditions
        self._public = home.public_media

    def publish(self, records: Sequence[Record]) -> None:
        """Copy the files that records name into the public folder, unless later entries no longer name them.

        Raises:
            MediaFileError: a file is missing or holds other bytes than its name says.
        """
        named = {name for record in records for name in _named(record)}
        missing = [name for name in named if not (self._public / name).exists()]
        self._copy(files.still_named(missing))

    def drop_unnamed(self, position: int) -> None:
        """Delete files that nothing names any more, once the archive has reached ``position``."""
        for name in files.unnamed(position):
            (self._public / _checked(name)).unlink(missing_ok=True)
        files.forget_unnamed(position)

    def reconcile(self) -> None:
        """Copy missing files that are named, and delete files that are not.

        Raises:
            MediaFileError: as in `publish`.
        """
        for name in self._here() - self.publish_all():
            (self._public / name).unlink()

    def publish_all(self) -> set[str]:
        """Copy missing files that are named; return the names of all.

        Raises:
            MediaFileError: as in `publish`.
        """
        named = set(files.all_named())
        self._copy(named - self._here())
        return named

    def mend(self, names: Collection[str]) -> list[str]:
        """Copy damaged files anew if the log names them, else delete them; return a sentence for each failure.

        A copy fails if the private file is damaged as well.
        """
        named = files.still_named(names)
        faults = []
        for name in sorted(names):
            try:
                if name in named:
                    self._copy([name])
                else:
                    (self._public / name).unlink(missing_ok=True)
            except MediaFileError as error:
                faults.append(as_sentence(error))
            else:
                logger.warning("the public file %s was damaged and is whole again", name)
        return faults

    def _here(self) -> set[str]:
        return {path.name for path in self._public.iterdir()}

    def _copy(self, names: Collection[str]) -> None:
        for name in sorted(names):
            _copy_checked(self._private / _checked(name), self._public / name)
        if names:
            sync_folder(self._public)


def _named(record: Record) -> frozenset[str]:
    try:
        return files_of(words(record))
    except msgspec.MsgspecError:  # the error stops the archive at this entry, and is reported
        return frozenset()


def _checked(name: str) -> str:
    """Return a name, if it is that of a content-addressed file; any other name could lead out of the folder."""
    if not is_content_name(name):
        raise MediaFileError(name, "its name is not the digest of its content")
    return name


def _copy_checked(source: Path, target: Path) -> None:
    try:
        with source.open("rb") as original, verified_file(target, mode=PUBLIC_MODE, sync_names=False) as copy:
            shutil.copyfileobj(original, copy)
    except ContentMismatchError as error:
        raise MediaFileError(target.name, f"{source} holds other bytes than its name says") from error
    except FileNotFoundError as error:
        raise MediaFileError(target.name, f"{source} is missing") from error
