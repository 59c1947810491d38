"""Check that the content of a file is of the type that its name says."""

import json
import re
from collections.abc import Callable
from typing import IO

from dateline.newsroom.desk.library import zips
from dateline.newsroom.desk.library.zips import Fault

_HEAD_BYTES = 4096
_TAIL_BYTES = 66_000  # the end record of a ZIP, with the longest comment it can have
_END_OF_ZIP = b"PK\x05\x06"
_ACTIVE = re.compile(rb"<script[\s>]|<!doctype html|<\?php\s|<svg[\s>]", re.IGNORECASE)
_PDF_NEAR_ITS_END = 1024  # bytes in which PDF readers look for the end mark
_START_OF_XREF = re.compile(rb"startxref\s+(\d+)\s+%%EOF")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def fault_of(extension: str, file: IO[bytes]) -> Fault | None:
    """Return the fault of an attachment; None if it is what its extension says.

    The file is read in chunks and rewound. An extension without a rule means plain text.
    """
    rule = _RULES.get(extension.lower(), _text)
    file.seek(0)
    try:
        return rule(extension.lower(), file)
    finally:
        file.seek(0)


def is_two_in_one(file: IO[bytes]) -> bool:
    """Tell whether a picture is also a ZIP, a PDF or a web page; the file is rewound."""
    head, tail = _ends(file)
    found = _END_OF_ZIP in tail or b"%PDF-" in head or _has_active_content(file)
    file.seek(0)
    return found


def is_two_in_one_by_its_ends(file: IO[bytes]) -> bool:
    """Tell the same of a recording, from its first and last bytes only: large files contain such marks by chance."""
    head, tail = _ends(file)
    file.seek(0)
    return _END_OF_ZIP in tail or b"%PDF-" in head or bool(_ACTIVE.search(head) or _ACTIVE.search(tail))


def _has_active_content(file: IO[bytes]) -> bool:
    file.seek(0)
    before = b""
    while part := file.read(1 << 20):
        if _ACTIVE.search(before + part):
            return True
        before = part[-16:]
    return False


def _ends(file: IO[bytes]) -> tuple[bytes, bytes]:
    file.seek(0)
    head = file.read(_HEAD_BYTES)
    size = file.seek(0, 2)
    file.seek(max(0, size - _TAIL_BYTES))
    return head, file.read()


def _pdf(_extension: str, file: IO[bytes]) -> Fault | None:
    head, tail = _ends(file)
    if not head.startswith(b"%PDF-"):
        return "mislabelled"
    if _END_OF_ZIP in tail:
        return "two-in-one"
    ends = _START_OF_XREF.findall(tail[-_PDF_NEAR_ITS_END:])
    return None if ends and int(ends[-1]) < file.seek(0, 2) else "truncated"


def _zip(extension: str, file: IO[bytes]) -> Fault | None:
    head, _tail = _ends(file)
    if not head.startswith((b"PK\x03\x04", _END_OF_ZIP)):
        return "mislabelled"
    return zips.fault_of(extension, file)


def _json(extension: str, file: IO[bytes]) -> Fault | None:
    try:
        json.load(file)
    except (ValueError, RecursionError):
        return "mislabelled"
    return _text(extension, file)


def _calendar(extension: str, file: IO[bytes]) -> Fault | None:
    if not file.read(_HEAD_BYTES).lstrip(b"\xef\xbb\xbf \r\n").upper().startswith(b"BEGIN:VCALENDAR"):
        return "mislabelled"
    return _text(extension, file)


def _text(_extension: str, file: IO[bytes]) -> Fault | None:
    file.seek(0)
    head = file.read(_HEAD_BYTES)
    if b"\0" in head and not head.startswith(_UTF_16):
        return "mislabelled"
    _head, tail = _ends(file)
    return "two-in-one" if head.startswith(b"%PDF-") or _END_OF_ZIP in tail else None


_RULES: dict[str, Callable[[str, IO[bytes]], Fault | None]] = {
    "pdf": _pdf,
    "json": _json,
    "ics": _calendar,
    **dict.fromkeys(("docx", "odp", "ods", "odt", "pptx", "xlsx", "zip"), _zip),
}
