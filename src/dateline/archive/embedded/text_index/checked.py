"""Damage in the text index becomes an error of the archive: checksums of stored bytes, and panics of tantivy."""

import struct
import zlib
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import tantivy

from dateline.archive.errors import DamagedArchiveError

_HEAD = struct.Struct("<II")
_Args = ParamSpec("_Args")
_Result = TypeVar("_Result")


def sealed(content: bytes, edition: bytes = b"") -> bytes:
    """Return stored bytes: CRC-32 and length of the content, the content, and the edition, which has its SHA-256."""
    return _HEAD.pack(zlib.crc32(content), len(content)) + content + edition


def unsealed(stored: bytes) -> tuple[bytes, bytes]:
    """Return the content and the edition of stored bytes; the edition's digest is for the caller to check.

    Raises:
        DamagedArchiveError: the content differs from its checksum.
    """
    if len(stored) >= _HEAD.size:
        checksum, size_bytes = _HEAD.unpack_from(stored)
        end = _HEAD.size + size_bytes
        content = stored[_HEAD.size : end]
        if len(content) == size_bytes and zlib.crc32(content) == checksum:
            return content, stored[end:]
    what = "a stored text differs from its checksum"
    raise DamagedArchiveError(what)


def is_panic(error: BaseException) -> bool:
    """Return whether an error is a panic of Rust code, as tantivy raises for damaged bytes; it is no ``Exception``."""
    return type(error).__name__ == "PanicException"


def checked(function: Callable[_Args, _Result], *args: _Args.args, **options: _Args.kwargs) -> _Result:
    """Call a tantivy function that reads the index, and raise its faults as errors of the archive.

    Raises:
        DamagedArchiveError: the files of the index cannot be read.
    """
    try:
        return function(*args, **options)
    except BaseException as error:
        raise as_damage(error) from error


def as_damage(error: BaseException) -> BaseException:
    """Return the archive's error for one of tantivy's; any other as it is."""
    if isinstance(error, (ValueError, RuntimeError, OSError)) or is_panic(error):
        return DamagedArchiveError(f"its text index cannot be read: {error}")
    return error


class CheckedSearcher:
    """A tantivy searcher that raises errors of the archive."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self._searcher = searcher

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._searcher, name)
        if not callable(found):
            return found

        def call(*args: Any, **options: Any) -> Any:
            return checked(found, *args, **options)

        self.__dict__[name] = call  # the next call finds the attribute and does not reach this method
        return call
