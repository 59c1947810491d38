"""Spare files reserve room in a folder, so that small urgent files can be written on a full disk."""

import errno
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from dateline.storage.files import sync_folder, write_atomically

SPARE_BYTES = 16_384
COUNT = 16  # files that can be written one after the other on a full disk; 256 kB in all

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""Errors of a disk without room."""

# Longer than the names it is changed to, so that the folder needs no room for the new name.
_PREFIX = ".spare-reserved-for-emergencies-"


def reserve(folder: Path) -> bool:
    """Create the spare files that a folder lacks, and return whether it has all of them now.

    Safe to repeat, and cheap where none is missing. On a full disk it creates as many as fit and raises nothing.
    """
    try:
        for path in _paths(folder):
            if _size_bytes(path) != SPARE_BYTES:
                # a file of zeros could be stored as a hole, which reserves no room
                write_atomically(path, os.urandom(SPARE_BYTES))
    except OSError:
        return False
    return True


def is_reserved(folder: Path) -> bool:
    """Return whether all spare files of a folder are there."""
    return all(_size_bytes(path) == SPARE_BYTES for path in _paths(folder))


def write_urgently(path: Path, content: bytes, *, mode: int) -> None:
    """Replace a file as `files.write_atomically` does; on a full disk, use the room reserved in its folder.

    The content overwrites a spare file in place, so that no other process can take the room first. Content that is
    larger than a spare file gets the room of all of them: they are deleted.

    Raises:
        OSError: the file cannot be written; an older one is unchanged.
    """
    try:
        write_atomically(path, content, mode=mode)
    except OSError as error:
        if error.errno not in FULL:
            raise
        if not _written_into_spare(path, content, mode):
            _free(path.parent)
            write_atomically(path, content, mode=mode)


def _written_into_spare(path: Path, content: bytes, mode: int) -> bool:
    for spare in _paths(path.parent):
        if _size_bytes(spare) >= max(1, len(content)):
            with suppress(OSError):  # copy-on-write file systems refuse to overwrite on a full disk
                _overwrite(spare, content, mode)
                spare.replace(path)
                sync_folder(path.parent)
                return True
    return False


def _overwrite(spare: Path, content: bytes, mode: int) -> None:
    descriptor = os.open(spare, os.O_WRONLY | os.O_NOFOLLOW)
    try:
        if os.pwrite(descriptor, content, 0) != len(content):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.ftruncate(descriptor, len(content))
        os.fchmod(descriptor, mode)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _free(folder: Path) -> None:
    for spare in _paths(folder):
        spare.unlink(missing_ok=True)


def _paths(folder: Path) -> Iterator[Path]:
    return (folder / f"{_PREFIX}{number:02}" for number in range(COUNT))


def _size_bytes(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:
        return 0
