"""Files named by the SHA-256 digest of their content: ``<64 hexadecimal digits>.<extension>``."""

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO

from dateline.storage.errors import ContentMismatchError
from dateline.storage.files import atomic_file, write_atomically

_NAME = re.compile(r"([0-9a-f]{64})\.([a-z0-9]{1,8})")
_PART_BYTES = 1 << 20


Pause = Callable[[], None]
"""Called after each part of a long task, so that the caller can wait or stop it."""


def no_pause() -> None:
    """Do nothing: the `Pause` of a task that never waits."""


def extension_of(name: str) -> str:
    """Return the extension of a content-addressed file; empty for a name of another form, such as a path."""
    match = _NAME.fullmatch(name)
    return match[2] if match else ""


def is_content_name(name: str) -> bool:
    """Return whether a name has the form of a content-addressed file; such a name leads to no other folder."""
    return _NAME.fullmatch(name) is not None


def is_intact(path: Path, pause: Pause = no_pause) -> bool:
    """Return whether a file holds the content that its name states; reads all of it, a part at a time.

    Raises:
        OSError: the file cannot be read.
    """
    return digest_of_file(path, pause) == path.name.partition(".")[0]


def digest_of_file(path: Path, pause: Pause = no_pause) -> str:
    """Return the SHA-256 of a file of any size, as hexadecimal digits.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        return digest_of(file, pause)


def digest_of(file: IO[bytes], pause: Pause = no_pause) -> str:
    """Return the SHA-256 of the rest of an open file of any size, as hexadecimal digits."""
    digest = hashlib.sha256()
    while part := file.read(_PART_BYTES):
        digest.update(part)
        pause()
    return digest.hexdigest()


def store(folder: Path, data: bytes, extension: str) -> str:
    """Write bytes under the name of their content, unless they are there; return the name.

    Args:
        folder: made where it is missing, for its owner alone.
        data: all of the file.
        extension: without the dot.
    """
    name = f"{hashlib.sha256(data).hexdigest()}.{extension}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (folder / name).exists():
        write_atomically(folder / name, data)
    return name


def store_stream(folder: Path, stream: IO[bytes], extension: str) -> str:
    """Write a stream of any size, read in parts from its beginning, as `store` does; return the name."""
    digest = hashlib.sha256()
    for part in _parts(stream):
        digest.update(part)
    name = f"{digest.hexdigest()}.{extension}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (folder / name).exists():
        with atomic_file(folder / name) as file:
            file.writelines(_parts(stream))
    return name


def _parts(stream: IO[bytes]) -> Iterator[bytes]:
    stream.seek(0)
    while part := stream.read(_PART_BYTES):
        yield part


@contextmanager
def verified_file(path: Path, *, mode: int, sync_names: bool = True) -> Iterator[BinaryIO]:
    """Open a file that replaces ``path`` when the block ends, if its content has the digest in the name of ``path``.

    Args and errors are those of `files.atomic_file`, and:

    Raises:
        ContentMismatchError: the bytes written have another digest; nothing is replaced.
    """
    with atomic_file(path, mode=mode, sync_names=sync_names) as file:
        yield file
        file.flush()
        file.seek(0)
        found = digest_of(file)
        if found != path.name.partition(".")[0]:
            raise ContentMismatchError(path.name, found)
