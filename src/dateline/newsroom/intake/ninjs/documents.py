"""Documents of a source: a file, folder, archive or list at an address; one that cannot be read stops no other."""

import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

import msgspec

from dateline.editions.newsroom_export import FILE, NewsroomExport
from dateline.newsroom.intake.errors import NotFetchedError, UnreadableError
from dateline.newsroom.intake.fetching import Fetch
from dateline.newsroom.intake.ninjs.fields import Document, alternative, normalized, parts, text

MAX_BYTES = 50_000_000
"""Largest document or list; a package of 100 long texts has a twentieth of this size."""

MAX_PAGES = 100_000
_MAX_DEPTH = 5  # of packages inside packages


class SourceDocument(NamedTuple):
    """A document and its place, for messages; ``fault`` is a sentence without full stop where it cannot be read."""

    where: str
    document: Document
    fault: str = ""


def is_address(source: str) -> bool:
    """Return whether a source is an address rather than a file."""
    return source.startswith(("http://", "https://"))


def find_documents(source: str, fetch: Fetch) -> Iterator[SourceDocument]:
    """Yield the documents of a source, those of a package one by one, in the order of file names and pages.

    Raises:
        UnreadableError: the source itself cannot be read.
    """
    for where, raw in _pages(source, fetch) if is_address(source) else _files(source):
        if isinstance(raw, str):
            yield SourceDocument(where, {}, raw)
            continue
        yield from _parse(where, raw)


def read_newsroom_export(source: str) -> NewsroomExport | None:
    """Return the newsroom's own data in an export of ours; None without readable ones."""
    if is_address(source) or (Path(source).is_file() and Path(source).suffix not in {".zip", ".jsonl"}):
        return None
    for _where, raw in islice(_files(source, only=FILE), 1):
        try:
            return msgspec.json.decode(raw, type=NewsroomExport)
        except (msgspec.MsgspecError, UnicodeError):
            return None
    return None


def _pages(source: str, fetch: Fetch) -> Iterator[tuple[str, bytes | str]]:
    address, seen = source, set[str]()
    while address and address not in seen and len(seen) < MAX_PAGES:
        seen.add(address)
        try:
            raw = fetch(address, MAX_BYTES)
        except NotFetchedError as error:
            if len(seen) == 1:
                raise UnreadableError(address, error.reason) from error
            yield address, f"the list ends here: it {error.reason}; import it again to continue"
            return
        yield address, raw
        next_ = _next_page(raw)
        address = urljoin(address, next_) if next_ else ""
        if address and urlsplit(address).netloc != urlsplit(source).netloc:
            yield address, "the list continues on another site, which was not named; import that list separately"
            return


def _next_page(raw: bytes) -> str:
    document = _decoded(raw)
    return alternative(normalized(document), "next") if isinstance(document, dict) else ""


def _files(source: str, only: str = "") -> Iterator[tuple[str, bytes | str]]:
    path = Path(source)
    try:
        if path.is_dir():
            for one in sorted(path.rglob("*.json*")):
                if one.is_file() and (not only or one.name == only):
                    yield from _of_file(one, str(one))
        elif path.suffix.lower() == ".zip":
            yield from _members(path, only)
        else:
            yield from _of_file(path, source)
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise UnreadableError(source, getattr(error, "strerror", None) or str(error)) from error


def _of_file(path: Path, where: str) -> Iterator[tuple[str, bytes | str]]:
    if path.suffix.lower() == ".jsonl":
        with path.open("rb") as lines:
            for number, line in enumerate(iter(lambda: lines.readline(MAX_BYTES + 1), b""), start=1):
                if line.strip():
                    yield f"{where}, line {number}", line
    elif path.stat().st_size > MAX_BYTES:
        yield where, f"the file has more than {MAX_BYTES // 1_000_000} MB; split it into lines (.jsonl) or files"
    else:
        yield where, path.read_bytes()


def _members(path: Path, only: str) -> Iterator[tuple[str, bytes | str]]:
    with zipfile.ZipFile(path) as archive:
        for member in sorted(archive.infolist(), key=lambda member: member.filename):
            where = f"{path}, {member.filename}"
            if not member.filename.endswith((".json", ".jsonl")) or (only and Path(member.filename).name != only):
                continue
            if member.file_size > MAX_BYTES:
                yield where, f"the file has more than {MAX_BYTES // 1_000_000} MB"
                continue
            with archive.open(member) as opened:
                raw = opened.read(MAX_BYTES + 1)  # the sizes in an archive may be wrong
            if member.filename.endswith(".jsonl"):
                for number, line in enumerate(raw.splitlines(), start=1):
                    yield f"{where}, line {number}", line
            else:
                yield where, raw


def _parse(where: str, raw: bytes) -> Iterator[SourceDocument]:
    decoded = _decoded(raw) if len(raw) <= MAX_BYTES else "it is too long"
    if isinstance(decoded, str):
        yield SourceDocument(where, {}, decoded)
    elif isinstance(decoded, list):
        for place, one in enumerate(decoded, start=1):
            yield from _unpack(f"{where}, item {place}", one, _MAX_DEPTH)
    elif not (isinstance(decoded, dict) and decoded.get("is") == "moving"):
        yield from _unpack(where, decoded, _MAX_DEPTH)


def _decoded(raw: bytes) -> Any:
    """Return a decoded document; a sentence without full stop where it is not JSON."""
    try:
        return msgspec.json.decode(raw.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        return f"it is not JSON ({error})"


def _unpack(where: str, value: Any, depth: int) -> Iterator[SourceDocument]:
    """Yield a document, or the documents of a package."""
    if not isinstance(value, dict):
        yield SourceDocument(where, {}, "it is not a ninjs object")
        return
    try:
        read = normalized(value)
    except RecursionError:
        yield SourceDocument(where, {}, "it is nested too deeply")
        return
    inner = [one for one in parts(read, "associations") if text(one, "type") in {"text", "composite", ""}]
    if text(read, "type") != "composite" or parts(read, "bodies") or not depth:
        yield SourceDocument(where, value)
        return
    if not inner and parts(read, "associations"):
        yield SourceDocument(where, value)
    for place, one in enumerate(inner, start=1):
        yield from _unpack(f"{where}, item {place}", one, depth - 1)
