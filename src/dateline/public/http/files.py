"""Files in the public media folder, under names that are digests of their bytes."""

import stat
from pathlib import Path

import msgspec

from dateline.public.http.headers import FOR_EVER, SECURITY
from dateline.public.http.response_cache import Headers
from dateline.storage.content_addressed import extension_of

PREFIX = "/media/"
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


class Stored(msgspec.Struct, frozen=True):
    """A file that is there; ``headers`` are all it is sent with, whole."""

    path: Path
    tag: str
    headers: Headers
    size_bytes: int


def stored(folder: Path, address: str) -> Stored | None:
    """Return the file at an address below ``PREFIX``; None where the name is none of ours or nothing is there."""
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
    return Stored(path, tag, [*_described(extension), *own], size_bytes)


def _described(ending: str) -> Headers:
    """Return the headers by the ending of the name; what we do not know is to be saved, never shown."""
    kind = _TYPES.get(ending)
    headers = [("content-type", kind or "application/octet-stream"), ("cache-control", FOR_EVER)]
    if kind is None:
        headers.append(("content-disposition", "attachment"))
    if ending == "svg":
        headers.append(("content-security-policy", _SANDBOX))
    # the policy of pages would stop a browser's own viewer of PDF
    return headers + [pair for pair in SECURITY if pair[0] != "content-security-policy"]
