"""Pictures and attachments of documents: from beside them, else from their addresses; checked as uploads are."""

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

from dateline.newsroom.desk.admin.uploads import SoundPictureField, fill
from dateline.newsroom.desk.editions import pictures
from dateline.newsroom.desk.errors import FileRefusedError
from dateline.newsroom.desk.library import metadata
from dateline.newsroom.desk.models import Attachment, NewsImage, Office, PublicFile, Shelf
from dateline.newsroom.desk.models.offices import shared_shelf
from dateline.newsroom.intake.errors import NotFetchedError
from dateline.newsroom.intake.ninjs.fetching import Fetch
from dateline.newsroom.intake.ninjs.items import File, Image

MAX_PICTURE, MAX_FILE = 40_000_000, 100_000_000
"""Bytes, as for uploads."""

Beside = Callable[[str], AbstractContextManager[IO[bytes] | None]]
"""Given the name of a file, opens what lies beside the documents under it; None where there is none."""

_DAMAGED = (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError)


def beside(source: str) -> Beside:
    """Return a way to the files that an export put into ``media`` beside its documents."""
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


class Media:
    """Brings files in; what cannot be had or is not sound raises with its sentence.

    Args:
        beside: files that lie with the documents.
        fetch: for all others; None: none is fetched.
    """

    def __init__(self, beside: Beside, fetch: Fetch | None) -> None:
        self._beside = beside
        self._fetch = fetch

    def picture(self, image: Image, language: str, office: Office | None) -> NewsImage:
        """Return a new picture of the library, with the files made of it where the document brings them.

        Raises:
            NotFetchedError: it cannot be had.
            FileRefusedError: it is no sound picture.
        """
        data = self.data(image.original, MAX_PICTURE)
        name = name_of(image.original.href)
        try:
            SoundPictureField().clean(SimpleUploadedFile(name, data, image.original.type or "image/jpeg"))
        except ValidationError as error:
            raise FileRefusedError(" ".join(error.messages)) from error
        picture = NewsImage(
            title=(image.caption or image.alt or name)[:255],
            file=ContentFile(data, name=name),
            collection_id=shelf_of(office),
            alt={language: image.alt} if image.alt else {},
            caption={language: image.caption} if image.caption else {},
            credit=image.credit[:200],
            rights_holder=image.rights_holder[:200],
            usage_terms=image.usage_terms[:1000],
            expires_on=image.expires_on,
        )
        if not image.made:  # what a document of ours says is all there is
            fill(picture, metadata.read(io.BytesIO(data)))
        picture.save()
        self._keep_made(picture, image)
        pictures.renditions(picture)
        pictures.full(picture)
        return picture

    def attachment(self, file: File, office: Office | None) -> Attachment:
        """Return a new attachment of the library.

        Raises:
            NotFetchedError: it cannot be had.
            FileRefusedError: it is of no kind that readers may take away, or not what its name says.
        """
        data, name = self.data(file, MAX_FILE), name_of(file.href)
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
    def copy(self, file: File, max_bytes: int) -> Iterator[IO[bytes]]:
        """Give a copy of a file, at its beginning; what is fetched and not beside the documents is at most 100 MB.

        Raises:
            NotFetchedError: it cannot be had, or is larger than ``max_bytes``.
        """
        with TemporaryFile() as out:
            if not self._copied(file.href, out, max_bytes):
                out.write(self._fetched(file.href, min(max_bytes, MAX_FILE)))
            out.seek(0)
            yield out

    def data(self, file: File, max_bytes: int) -> bytes:
        """Return what is in a file.

        Raises:
            NotFetchedError: it cannot be had, or is larger than ``max_bytes``.
        """
        out = io.BytesIO()
        return out.getvalue() if self._copied(file.href, out, max_bytes) else self._fetched(file.href, max_bytes)

    def _copied(self, href: str, out: IO[bytes], max_bytes: int) -> bool:
        """Copy what lies beside the documents; tell whether anything does."""
        try:
            with self._beside(name_of(href)) as found:
                while found is not None and (part := found.read(1 << 20)):
                    out.write(part)
                    if out.tell() > max_bytes:
                        raise NotFetchedError(href, f"is larger than {max_bytes // 1_000_000} MB")
                return found is not None
        except _DAMAGED as error:
            raise NotFetchedError(href, "is beside the documents and cannot be read") from error

    def _fetched(self, href: str, max_bytes: int) -> bytes:
        if self._fetch is None:
            raise NotFetchedError(href, "is not beside the documents, and nothing is fetched")
        return self._fetch(href, max_bytes)

    def _keep_made(self, picture: NewsImage, image: Image) -> None:
        """Keep files that were made of a picture as they are: making them anew would give them other names."""
        for recipe, file in image.made:
            try:
                data = self.data(file, MAX_PICTURE)
                width, height = _size(data)
            except (NotFetchedError, OSError, Pixels.DecompressionBombError):
                continue  # it will be made
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
    """Return the size of a picture that is one to its end."""
    with Pixels.open(io.BytesIO(data), formats=("JPEG", "WEBP", "PNG", "AVIF")) as opened:
        opened.load()
        return opened.size


def name_of(href: str) -> str:
    """Return the last part of an address as the name of a file."""
    name = unquote(urlsplit(href).path).rpartition("/")[2].replace("\\", "_").replace("\0", "")
    return name[-100:] or "file"


def shelf_of(office: Office | None) -> int:
    """Return the collection for what an office brings, the shared one where there is none."""
    own = Shelf.objects.filter(office=office).values_list("collection", flat=True).first() if office else None
    return own if own is not None else shared_shelf()
