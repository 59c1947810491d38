"""Checks that a ZIP or office file is safe to open; nothing is unpacked to disk."""

import stat
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import IO, Literal

MAX_MEMBERS = 10_000
MAX_UNPACKED_BYTES = 1_000_000_000
"""Limit for the unpacked size: more than any office file has; reading so much takes a few seconds."""

MAX_RATIO = 200
"""Compression ratio of the whole file; spreadsheets full of zeros reach 100, bombs start at 1,000."""

_SMALL_BYTES = 10_000_000  # below this size no compression ratio does harm
_PART_BYTES = 1 << 20
_IS_ENCRYPTED = 0x1

_PROOF = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
"""A part that every office file of the type has."""

_OPEN_DOCUMENT = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}

Fault = Literal["mislabelled", "truncated", "two-in-one", "bomb", "macros", "locked"]
"""What is wrong with a file."""


def fault_of(extension: str, file: IO[bytes]) -> Fault | None:
    """Return the fault of a ZIP or office file; None for a sound one.

    The unpacked size is counted while the file is read, whatever its directory claims.
    """
    try:
        with zipfile.ZipFile(file) as opened:
            return _directory(opened, file) or _as_named(opened, extension) or _members(opened)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError):
        return "truncated"
    except (NotImplementedError, RuntimeError):
        return "locked"  # a password, or an unsupported compression
    except (ValueError, UnicodeError):
        return "mislabelled"


def _directory(opened: zipfile.ZipFile, file: IO[bytes]) -> Fault | None:
    """Check counts, sizes and names in the directory."""
    members = opened.infolist()
    size = file.seek(0, 2)
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if len(members) > MAX_MEMBERS or _is_bomb(unpacked, size):
        return "bomb"
    if packed > size:  # overlapping members
        return "bomb"
    if members and min(member.header_offset for member in members) > 0:
        return "two-in-one"  # there are bytes before the archive
    if any(member.flag_bits & _IS_ENCRYPTED for member in members):
        return "locked"
    return None if all(_stays_inside(member) for member in members) else "mislabelled"


def _is_bomb(unpacked: int, size: int) -> bool:
    return unpacked > MAX_UNPACKED_BYTES or (unpacked > _SMALL_BYTES and unpacked > MAX_RATIO * size)


def _stays_inside(member: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    leads_away = path.is_absolute() or ".." in path.parts or ":" in member.filename
    return not leads_away and not stat.S_ISLNK(member.external_attr >> 16)


def _as_named(opened: zipfile.ZipFile, extension: str) -> Fault | None:
    names = set(opened.namelist())
    if extension in _PROOF:
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            return "macros"
        return None if {"[Content_Types].xml", _PROOF[extension]} <= names else "mislabelled"
    if extension in _OPEN_DOCUMENT:
        if any(name.startswith(("Basic/", "Scripts/")) for name in names):
            return "macros"
        expected = f"application/vnd.oasis.opendocument.{_OPEN_DOCUMENT[extension]}".encode()
        stated = opened.open("mimetype").read(100).strip() if "mimetype" in names else b""
        return None if stated == expected and "content.xml" in names else "mislabelled"
    return None


def _members(opened: zipfile.ZipFile) -> Fault | None:
    """Read every member to its end, which checks its checksum, and count the bytes."""
    unpacked = 0
    for member in opened.infolist():
        with opened.open(member) as reading:
            while part := reading.read(_PART_BYTES):
                unpacked += len(part)
                if unpacked > MAX_UNPACKED_BYTES:
                    return "bomb"
    return None
