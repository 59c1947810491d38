"""Decoding of sources: bytes to text, whatever the encoding, and the check that they are text at all."""

import codecs
import re
import stat
import sys
from collections import Counter
from pathlib import Path

from dateline.newsroom.intake.errors import UnreadableError

MAX_BYTES = 50_000_000
"""Largest source. Saved pages have less than a hundredth of this size; a parsed tree takes ten times the size."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSET = re.compile(rb"""(?:charset\s*=|encoding\s*=)\s*["']?\s*([A-Za-z0-9_.:-]{2,30})""", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_HEAD = 4096
# in UTF-16 text of one or two scripts, at least this share of byte pairs has the usual value in one byte
_AGREEING_SHARE = 0.9
_MAX_CONTROL_SHARE = 0.002  # a file with a larger share of control characters is not text


def read_source(path: str) -> bytes:
    """Return the bytes of a file, or of standard input for ``-``.

    Raises:
        UnreadableError: the file does not exist, is a folder, may not be read, or is larger than ``MAX_BYTES``.
    """
    try:
        if path == "-":
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            if stat.S_ISDIR(Path(path).stat().st_mode):
                raise UnreadableError(path, "it is a folder; name the files in it")
            with Path(path).open("rb") as stream:
                data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableError(path, (error.strerror or str(error)).lower()) from error
    if len(data) > MAX_BYTES:
        limit = f"{MAX_BYTES // 1_000_000} MB"
        raise UnreadableError(path, f"it is larger than {limit}, which no saved page is; split it")
    return data


def decode(data: bytes, name: str) -> str:
    """Return the text of a file called ``name``, not normalised, with line feeds as line ends.

    The encoding is that of the byte order mark, else UTF-16 where its zero bytes show it, else UTF-8 if the bytes are
    valid, else the one the page declares, else Windows-1252 (Windows-1251 or 1256 where most letters are not Latin).

    Raises:
        UnreadableError: the content is empty, or is not text.
    """
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise UnreadableError(name, "it is empty")
    text = _decoded(data)
    if text is None or len(_CONTROL.findall(text)) > max(2, _MAX_CONTROL_SHARE * len(text)):
        raise UnreadableError(name, "it is no text (a picture, PDF or archive?); save the page as text or HTML")
    text = _CONTROL.sub(" ", text).replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    if not text.strip("\ufeff \t\n"):
        raise UnreadableError(name, "it is empty")
    return text


def is_html(text: str) -> bool:
    """Return whether a text is a saved page rather than text copied from one."""
    head = text[:20_000].lower()
    if re.search(r"<!doctype\s+html|<html[\s>]|<body[\s>]|<head[\s>]", head):
        return True
    return len(re.findall(r"</?(?:div|p|li|ul|a|span|article|section|h[1-6]|td|tr|table|time)\b[^<>]*>", head)) >= 4  # noqa: PLR2004


def _decoded(data: bytes) -> str | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace").lstrip("\ufeff")
    encoding = _utf16(data[:_HEAD])
    if encoding:
        return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    return _as_declared(data) or _single_byte(data)


def _utf16(head: bytes) -> str:
    """Return the UTF-16 encoding of bytes without a byte order mark; empty if they are not UTF-16.

    In UTF-16 one byte of each pair has few values: zero for spaces and Latin letters, and that of the script.
    """
    for lane, other, encoding in ((head[1::2], head[0::2], "utf-16-le"), (head[0::2], head[1::2], "utf-16-be")):
        common = Counter(lane).most_common(3)
        few = sum(count for _, count in common) > _AGREEING_SHARE * len(lane)
        if few and 0 in dict(common) and other.count(0) < len(other) * (1 - _AGREEING_SHARE):
            return encoding
    return ""


def _as_declared(data: bytes) -> str | None:
    found = _CHARSET.search(data[:_HEAD])
    if not found:
        return None
    try:
        encoding = codecs.lookup(found[1].decode("ascii")).name
        # Pages that declare Latin-1 are in Windows-1252. Source: WHATWG Encoding Standard, section 4.2.
        return data.decode("cp1252" if encoding in ("iso8859-1", "ascii") else encoding, errors="replace")
    except (LookupError, UnicodeError, AttributeError):
        return None


def _single_byte(data: bytes) -> str | None:
    """Return text in a single-byte encoding, chosen by its share of high bytes: Latin text has few of them."""
    letters = [byte for byte in data[:_HEAD] if byte > 0x40]  # noqa: PLR2004 - where letters begin
    high = sum(byte >= 0xC0 for byte in letters)  # noqa: PLR2004 - where letters of these code pages stand
    if letters and high > len(letters) / 2:
        # From 0xF0 on, Windows-1251 has a quarter of all Russian letters, Windows-1256 vowel marks that few write.
        russian = sum(byte >= 0xF0 for byte in letters) * 10 > high  # noqa: PLR2004
        return data.decode("cp1251" if russian else "cp1256", errors="replace")
    return data.decode("cp1252", errors="replace").replace("\ufffd", "")
