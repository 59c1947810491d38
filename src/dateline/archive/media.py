"""The public media folder: files stand there while a public or withdrawn edition, or the logo, names them.

Names are the SHA-256 of the bytes, so nobody can guess one before it is published, a file under its name
is always the same, and everything here may be repeated without harm.
"""

import contextlib
import errno
import os
import re
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from dateline.archive.errors import ArchiveError

_PASSING = ".new"
_NO_LINKS = {errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP}  # another disk, or one without hard links
_NAME = re.compile(r"[0-9a-f]{64}\.[a-z0-9]{2,5}")


class RefusedFileError(ArchiveError):
    """A file's name is none that this folder may hold."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name!r} is no name of a media file; they are a SHA-256 and an ending")
        self.name = name


class MissingFileError(ArchiveError):
    """A file that an edition names is not there to be published."""

    def __init__(self, name: str, folder: Path) -> None:
        super().__init__(f"{name} is not in {folder}")
        self.name = name
        self.folder = folder


def is_media_name(name: str) -> bool:
    """Say whether a name may stand in the public media folder."""
    return _NAME.fullmatch(name) is not None


def publish_files(edition_files: Iterable[str], private: Path, public: Path) -> int:
    """Bring the files that an edition names from the private folder into the public one; return how many were new.

    They are linked, or copied where the folders lie on different disks; a name appears with all its bytes.

    Raises:
        RefusedFileError: a name is no name of a media file; nothing was brought.
        MissingFileError: a file is in neither folder; those before it were brought.
    """
    names = sorted(set(edition_files))
    for name in names:
        if not is_media_name(name):
            raise RefusedFileError(name)
    public.mkdir(parents=True, exist_ok=True)
    fresh = [name for name in names if not (public / name).exists()]
    for name in fresh:
        try:
            _bring(private / name, public / name)
        except FileNotFoundError as error:
            raise MissingFileError(name, private) from error
    return len(fresh)


def drop_unnamed(public: Path, is_named: Callable[[str], bool]) -> list[str]:
    """Delete media files that nothing names any more, and return their names, sorted.

    What is not a media file by its name is left alone, except unfinished copies.

    Args:
        public: the public media folder; nothing happens where it is missing.
        is_named: whether an edition or the newsroom names a file: ``names_file`` of the newest generation.
    """
    dropped = []
    for path in sorted(public.iterdir()) if public.is_dir() else ():
        if is_media_name(path.name) and not is_named(path.name):
            path.unlink(missing_ok=True)
            dropped.append(path.name)
        elif path.suffix == _PASSING and is_media_name(path.stem):
            path.unlink(missing_ok=True)
    return dropped


def _bring(source: Path, target: Path) -> None:
    with contextlib.suppress(FileExistsError):
        try:
            os.link(source, target)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            passing = target.with_name(target.name + _PASSING)
            shutil.copyfile(source, passing)
            passing.replace(target)
        target.chmod(0o644)  # the public process may run as another user
