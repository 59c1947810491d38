"""Parts of a file, as players of sound and film ask for them. Source: RFC 9110, section 14."""

import re

from dateline.public.http.files import Stored
from dateline.public.http.response_cache import Headers

_ONE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})", re.IGNORECASE)


def part_of(range_: str, size_bytes: int) -> tuple[int, int] | None:
    """Return (start, end), end excluded, of what a Range header asks for.

    Returns:
        None where the whole is to be sent: no header, another unit, several ranges, or nonsense.
        An empty part where nothing of the file is meant.
    """
    asked = _ONE.fullmatch(range_.replace(" ", ""))
    if asked is None or asked[0].endswith("=-"):
        return None
    if not asked[1]:  # so many of the last bytes
        length = min(int(asked[2]), size_bytes)
        return size_bytes - length, size_bytes
    start = int(asked[1])
    if asked[2] and int(asked[2]) < start:
        return None
    end = min(int(asked[2]) + 1, size_bytes) if asked[2] else size_bytes
    return (start, end) if start < end else (size_bytes, size_bytes)


def wanted(stored: Stored, range_: str, if_range: str) -> tuple[int, Headers, tuple[int, int] | None]:
    """Return (status, headers, part) to send of a file: 200 and no part for the whole, 206, or 416 without a body.

    A part of another file than the one that stands there now is never sent: ``If-Range`` must name this one's tag.
    """
    if if_range and if_range.strip() != f'"{stored.tag}"':
        return 200, stored.headers, None
    part = part_of(range_, stored.size_bytes)
    if part is None:
        return 200, stored.headers, None
    start, end = part
    headers = [pair for pair in stored.headers if pair[0] != "content-length"]
    if start == end:
        return 416, [*headers, ("content-range", f"bytes */{stored.size_bytes}"), ("content-length", "0")], None
    said = f"bytes {start}-{end - 1}/{stored.size_bytes}"
    return 206, [*headers, ("content-range", said), ("content-length", str(end - start))], part
