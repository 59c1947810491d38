"""Import of pictures and attachments: from files beside the documents, else fetched; checked as uploads are."""

import hashlib
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pixels

from dateline.newsroom.desk.admin.uploads import VerifiedPictureField, fill_from_metadata
from dateline.newsroom.desk.editions import pictures
from dateline.newsroom.desk.errors import FileRefusedError
from dateline.newsroom.desk.library import metadata
from dateline.newsroom.desk.models import Attachment, NewsImage, Office, PublicFile, Shelf
from dateline.newsroom.desk.models.offices import shared_shelf
from dateline.newsroom.intake.errors import NotFetchedError
from dateline.newsroom.intake.fetching import Fetch
from dateline.newsroom.intake.ninjs.items import FilePart, ImagePart

MAX_PICTURE_BYTES, MAX_FILE_BYTES = 40_000_000, 100_000_000
"""The same limits as for uploads."""

OpenLocal = Callable[[str], AbstractContextManager[IO[bytes] | None]]
"""Called with a file name; opens the file of that name beside the documents, or gives None."""

_DAMAGED = (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError)


def local_files(source: str) -> OpenLocal:
    """Return a function that opens files that an export has put into ``media`` beside its documents."""
    path = Path(source)
    if path.is_dir():
        return lambda name: _in_folder(path / "media" / name)
    if path.suffix == ".zip" and path.is_file():
        return lambda name: _in_archive(path, f"media/{name}")
    return lambda _name: nullcontext()


@contextmanager
def _in_folder(path: Path) -> Iterator[IO[bytes] | None]:
    if not path.is_file():
        yield None
        return
    with path.open("rb") as file:
        yield file


@contextmanager
def _in_archive(path: Path, name: str) -> Iterator[IO[bytes] | None]:
    with zipfile.ZipFile(path) as archive:
        if name not in archive.NameToInfo:
            yield None
            return
        with archive.open(name) as member:
            yield member


class MediaImporter:
    """Imports files into the library.

    Args:
        open_local: opens files beside the documents.
        fetch: fetches all others; None to fetch none.
    """

    def __init__(self, open_local: OpenLocal, fetch: Fetch | None) -> None:
        self._open_local = open_local
        self._fetch = fetch

    def picture(self, image: ImagePart, language: str, office: Office | None) -> NewsImage:
        """Add a picture to the library, with its renditions where the document has them, and return it.

        Raises:
            NotFetchedError: the file cannot be fetched.
            FileRefusedError: the file is not a valid picture.
        """
        data = self.data(image.original, MAX_PICTURE_BYTES)
        name = name_of(image.original.href)
        try:
            VerifiedPictureField().clean(SimpleUploadedFile(name, data, image.original.type or "image/jpeg"))
        except ValidationError as error:
            raise FileRefusedError(" ".join(error.messages)) from error
        picture = NewsImage(
            title=(image.caption or image.alt or name)[:255],
            file=ContentFile(data, name=name),
            collection_id=shelf_of(office),
            alt={language: image.alt} if image.alt else {},
            caption={language: image.caption} if image.caption else {},
            **image.rights,
        )
        if not image.renditions:  # documents of ours contain all metadata
            fill_from_metadata(picture, metadata.read(io.BytesIO(data)))
        picture.save()
        self._store_renditions(picture, image)
        pictures.renditions(picture)
        pictures.full(picture)
        return picture

    def attachment(self, file: FilePart, office: Office | None) -> Attachment:
        """Add an attachment to the library and return it.

        Raises:
            NotFetchedError: the file cannot be fetched.
            FileRefusedError: its type is not allowed, or its content does not match its name.
        """
        data, name = self.data(file, MAX_FILE_BYTES), name_of(file.href)
        attachment = Attachment(
            title=(file.title or name)[:255],
            file=ContentFile(data, name=name),
            collection_id=shelf_of(office),
            language=file.language[:35],
        )
        try:
            attachment.full_clean(exclude=["collection", "uploaded_by_user"])
        except ValidationError as error:
            raise FileRefusedError(" ".join(error.messages)) from error
        attachment.save()
        return attachment

    @contextmanager
    def copy(self, file: FilePart, max_bytes: int) -> Iterator[IO[bytes]]:
        """Yield a temporary copy of a file, at its beginning; a fetched file has at most ``MAX_FILE_BYTES``.

        Raises:
            NotFetchedError: the file cannot be fetched, or is larger than ``max_bytes``.
        """
        with TemporaryFile() as out:
            if not self._copy_local(file.href, out, max_bytes):
                out.write(self._fetch_remote(file.href, min(max_bytes, MAX_FILE_BYTES)))
            out.seek(0)
            yield out

    def data(self, file: FilePart, max_bytes: int) -> bytes:
        """Return the content of a file.

        Raises:
            NotFetchedError: the file cannot be fetched, or is larger than ``max_bytes``.
        """
        out = io.BytesIO()
        return (
            out.getvalue() if self._copy_local(file.href, out, max_bytes) else self._fetch_remote(file.href, max_bytes)
        )

    def _copy_local(self, href: str, out: IO[bytes], max_bytes: int) -> bool:
        """Copy a file beside the documents; return whether there is one."""
        try:
            with self._open_local(name_of(href)) as local:
                while local is not None and (part := local.read(1 << 20)):
                    out.write(part)
                    if out.tell() > max_bytes:
                        raise NotFetchedError(href, f"is larger than {max_bytes // 1_000_000} MB")
                return local is not None
        except _DAMAGED as error:
            raise NotFetchedError(href, "is beside the documents and cannot be read") from error

    def _fetch_remote(self, href: str, max_bytes: int) -> bytes:
        if self._fetch is None:
            raise NotFetchedError(href, "is not beside the documents, and nothing is fetched")
        return self._fetch(href, max_bytes)

    def _store_renditions(self, picture: NewsImage, image: ImagePart) -> None:
        """Store the renditions of a picture unchanged: rendering them again would give them other names."""
        for recipe, file in image.renditions:
            try:
                data = self.data(file, MAX_PICTURE_BYTES)
                width, height = _size(data)
            except (NotFetchedError, OSError, Pixels.DecompressionBombError):
                continue  # it is rendered instead
            name = name_of(file.href)
            if name.partition(".")[0] == hashlib.sha256(data).hexdigest():
                PublicFile.objects.update_or_create(
                    source=picture.get_file_hash(),
                    recipe=recipe,
                    defaults={
                        "file": pictures.store(data, name.rpartition(".")[2]),
                        "type": file.type,
                        "width": width,
                        "height": height,
                        "size_bytes": len(data),
                    },
                )


def _size(data: bytes) -> tuple[int, int]:
    """Return (width, height) of a picture that can be decoded completely."""
    with Pixels.open(io.BytesIO(data), formats=("JPEG", "WEBP", "PNG", "AVIF")) as opened:
        opened.load()
        return opened.size


def name_of(href: str) -> str:
    """Return the last part of an address as a file name."""
    name = unquote(urlsplit(href).path).rpartition("/")[2].replace("\\", "_").replace("\0", "")
    return name[-100:] or "file"


def shelf_of(office: Office | None) -> int:
    """Return the collection for the files of an office; the shared one without an office or shelf."""
    own = Shelf.objects.filter(office=office).values_list("collection", flat=True).first() if office else None
    return own if own is not None else shared_shelf()
