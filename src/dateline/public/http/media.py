"""Files of the public media folder, whole or in part. Source for parts: RFC 9110, section 14.

A file's name is the digest of its content. A process checks the content against the name before it sends a file for the
first time, and again if the file has changed since. The kernel sends the bytes; they are not read into this process.
"""

import logging
import re
import stat
from collections.abc import Callable, Collection
from pathlib import Path

import msgspec
from cachetools import LRUCache

from dateline.archive.port import Archive
from dateline.public.http import refusals
from dateline.public.http.headers import FILES, MAX_SURROGATE_KEYS, SECURITY, SURROGATE_SEPARATORS
from dateline.public.http.messages import Incoming, Outgoing
from dateline.public.http.response_cache import Headers, matching_tag_or_any
from dateline.public.http.single_flight import SingleFlight
from dateline.storage.content_addressed import extension_of, is_intact

_log = logging.getLogger("public")

PREFIX = "/media/"
CORS: Headers = [
    ("access-control-allow-origin", "*"),
    ("access-control-expose-headers", "accept-ranges, content-length, content-range, etag"),
    ("cross-origin-resource-policy", "cross-origin"),
]
"""Pages and scripts of any site may read what is public, also in parts. Source: Fetch."""

MAX_KNOWN = 50_000  # files whose check a process remembers, about 5 MB
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})", re.IGNORECASE)
_KNOWN_FILES = 2_000  # headers of less than 200 bytes
_SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"  # a drawing may carry scripts
_TYPES = {
    "avif": "image/avif",
    "csv": "text/csv; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "m4a": "audio/mp4",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "oga": "audio/ogg",
    "odt": "application/vnd.oasis.opendocument.text",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
    "pdf": "application/pdf",
    "png": "image/png",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
    "vtt": "text/vtt; charset=utf-8",
    "weba": "audio/webm",
    "webm": "video/webm",
    "webp": "image/webp",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


class MediaFile(msgspec.Struct, frozen=True):
    """A file that exists.

    Attributes:
        headers: of the whole of it.
        stamp: a value that changes when the file is written or replaced.
    """

    path: Path
    tag: str
    headers: Headers
    size_bytes: int
    stamp: int


class SurrogateKeys:
    """The keys by which a cache in front drops a file: those of the releases that name it.

    Args:
        header: that the cache reads; one of ``SURROGATE_SEPARATORS``.
        archive: returns the present generation; None while there is none.
    """

    def __init__(self, header: str, archive: Callable[[], Archive | None]) -> None:
        self._header = header
        self._archive = archive
        self._known: LRUCache[tuple[str, int], Headers] = LRUCache(_KNOWN_FILES)

    def headers(self, name: str) -> Headers:
        """Return the header with the keys of a file; none where no release names the file, as with the logo."""
        archive = self._archive()
        if archive is None:
            return []
        at = (name, archive.position)
        if at not in self._known:
            keys = [f"r{number}" for number in archive.naming(name, MAX_SURROGATE_KEYS)]
            self._known[at] = [(self._header, SURROGATE_SEPARATORS[self._header].join(keys))] if keys else []
        return self._known[at]


class MediaFiles:
    """Responses with files of one folder; all its coroutines belong to one event loop.

    Args:
        folder: the public media folder.
        closed: returns the names of files that overrides close now.
        single_flight: runs the comparison of files with their names in threads.
        surrogate_headers: returns the header with a file's surrogate keys, by file name; none where keys are off.
    """

    def __init__(
        self,
        folder: Path,
        closed: Callable[[], Collection[str]],
        single_flight: SingleFlight,
        surrogate_headers: Callable[[str], Headers] = lambda _name: [],
    ) -> None:
        self._folder = folder
        self._closed = closed
        self._single_flight = single_flight
        self._surrogate_headers = surrogate_headers
        self._intact: dict[int, bool] = {}

    async def respond(self, incoming: Incoming, *, whole: bool = False) -> Outgoing:
        """Return the file, or the requested part of it; 404 where there is no file, 500 where it is damaged.

        ``whole`` ignores the Range header, as for HEAD.
        """
        file = find(self._folder, incoming.path)
        if file is None or file.path.name in self._closed():
            return refusals.refuse(404, incoming.accept_language, incoming.path)
        keys = self._surrogate_headers(file.path.name)
        if known := matching_tag_or_any(file.tag, incoming.if_none_match):
            return Outgoing(304, [("etag", known), ("cache-control", FILES), *CORS, *keys])
        if not await self._is_intact(file, incoming.peer):
            return refusals.refuse(500, incoming.accept_language, incoming.path)
        if file.path.name in self._closed():  # closed by an override while it was checked
            return refusals.refuse(404, incoming.accept_language, incoming.path)
        file = msgspec.structs.replace(file, headers=[*file.headers, *keys])
        return _response(file, "" if whole else incoming.range_, incoming.if_range)

    async def _is_intact(self, file: MediaFile, peer: str) -> bool:
        """Return whether a file holds the content that its name states; reads it once per process and stamp."""
        verdict = self._intact.get(file.stamp)
        if verdict is None:
            verdict = await self._single_flight.run(file.stamp, lambda: _is_intact(file.path), peer)
            if len(self._intact) >= MAX_KNOWN:
                del self._intact[next(iter(self._intact))]
            self._intact[file.stamp] = verdict
        return verdict


def _is_intact(path: Path) -> bool:
    try:
        verdict, reason = is_intact(path), "it holds other bytes than its name says"
    except OSError as error:
        verdict, reason = False, str(error)
    if not verdict:
        _log.error("the media file %s is not sent: %s", path.name, reason)
    return verdict


def find(folder: Path, address: str) -> MediaFile | None:
    """Return the file at an address below ``PREFIX``; None for a name of another form, or where there is no file."""
    name = address.removeprefix(PREFIX)
    extension = extension_of(name)
    if not extension:
        return None
    path = folder / name
    try:
        found = path.stat()
    except OSError:
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    tag = name[:24]
    size_bytes = found.st_size
    own = [("accept-ranges", "bytes"), ("content-length", str(size_bytes)), ("etag", f'"{tag}"')]
    stamp = hash((name, found.st_ino, size_bytes, found.st_mtime_ns, found.st_ctime_ns))
    return MediaFile(path, tag, [*_type_headers(extension), *own], size_bytes, stamp)


def part_of(range_: str, size_bytes: int) -> tuple[int, int] | None:
    """Return (start, end), end excluded, of what a Range header asks for.

    Returns:
        None for the whole file: no header, another unit, several ranges, or a header that cannot be read.
        An empty part where the range lies outside the file.
    """
    match = _RANGE.fullmatch(range_.replace(" ", ""))
    if match is None or match[0].endswith("=-"):
        return None
    if not match[1]:  # the last bytes
        length = min(int(match[2]), size_bytes)
        return size_bytes - length, size_bytes
    start = int(match[1])
    if match[2] and int(match[2]) < start:
        return None
    end = min(int(match[2]) + 1, size_bytes) if match[2] else size_bytes
    return (start, end) if start < end else (size_bytes, size_bytes)


def _response(file: MediaFile, range_: str, if_range: str) -> Outgoing:
    """Return 200 with the whole file, 206 with a part, or 416 without a body.

    A part is sent only where ``If-Range`` names the tag of this very file.
    """
    if if_range and if_range.strip() != f'"{file.tag}"':
        return Outgoing(200, file.headers, file=file.path)
    part = part_of(range_, file.size_bytes)
    if part is None:
        return Outgoing(200, file.headers, file=file.path)
    start, end = part
    headers = [pair for pair in file.headers if pair[0] != "content-length"]
    if start == end:
        return Outgoing(416, [*headers, ("content-range", f"bytes */{file.size_bytes}"), ("content-length", "0")])
    content_range = ("content-range", f"bytes {start}-{end - 1}/{file.size_bytes}")
    return Outgoing(206, [*headers, content_range, ("content-length", str(end - start))], file=file.path, part=part)


def _type_headers(extension: str) -> Headers:
    """Return the headers that depend on the extension; browsers download files of an unknown type."""
    kind = _TYPES.get(extension)
    headers = [("content-type", kind or "application/octet-stream"), ("cache-control", FILES)]
    if kind is None:
        headers.append(("content-disposition", "attachment"))
    if extension == "svg":
        headers.append(("content-security-policy", _SANDBOX))
    # the policy of pages would stop a browser's own viewer of PDF
    return [*headers, *CORS, *(pair for pair in SECURITY if pair[0] != "content-security-policy")]
