"""Write files atomically: other processes see the old file or the new one, also after a power failure."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

MEMORY = Path("/dev/shm" if Path("/dev/shm").is_dir() else "/tmp")  # noqa: S108  # whoever uses it checks or randomises
"""Folder for files that must be written even when the disk is full or read-only.

Every user may create files in it, and a restart empties it. ``/tmp`` is the second choice only, because systemd's
PrivateTmp gives each service a ``/tmp`` of its own.
"""

PUBLIC_MODE = 0o644
"""Permissions of files that public processes read, because these may run as another user."""


def write_atomically(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Replace a file with one that holds ``content``; it is durable when this returns.

    Args:
        path: of the file; its folder exists.
        content: all of its bytes.
        mode: permissions of the file, whatever the umask is.

    Raises:
        OSError: the file cannot be written; an older one is unchanged.
    """
    with atomic_file(path, mode=mode) as file:
        file.write(content)


@contextmanager
def atomic_file(path: Path, *, mode: int = 0o600, sync_names: bool = True) -> Iterator[BinaryIO]:
    """Open a file that takes the place of ``path`` when the block ends; an exception discards it.

    Args:
        path: of the file; its folder exists.
        mode: permissions of the file, whatever the umask is.
        sync_names: False where the caller syncs the folder once for many files.

    Raises:
        OSError: the file cannot be written; an older one is unchanged.
    """
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name[:80]}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    if sync_names:
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
