"""Pictures and attachments of documents: from beside them, else from their addresses; checked as uploads are."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pixels

from dateline.desk.admin.uploads import SoundPictureField, fill
from dateline.desk.deeds import pictures
from dateline.desk.errors import FileRefusedError
from dateline.desk.media import metadata
from dateline.desk.models import Attachment, NewsImage, Office, PublicFile, Shelf
from dateline.desk.models.shelves import shared_shelf
from dateline.intake.errors import NotFetchedError
from dateline.intake.ninjs.fetching import Fetch
from dateline.intake.ninjs.items import File, Image

MAX_PICTURE, MAX_FILE = 40_000_000, 100_000_000
"""Bytes, as for uploads."""

Beside = Callable[[str], bytes | None]
"""Given the name of a file, returns what lies beside the documents under it; None where there is none."""


def beside(source: str) -> Beside:
    """Return a way to the files that an export put into ``media`` beside its documents."""
    path = Path(source)
    if path.is_dir():
        return lambda name: _read(path / "media" / name)
    if path.suffix == ".zip" and path.is_file():
        return lambda name: _unpacked(path, f"media/{name}")
    return lambda _name: None


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() and path.stat().st_size <= MAX_FILE else None


def _unpacked(path: Path, name: str) -> bytes | None:
    with zipfile.ZipFile(path) as archive:
        try:
            with archive.open(name) as member:
                return member.read(MAX_FILE)
        except (KeyError, zipfile.BadZipFile):
            return None


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
        data = self._bytes(image.original, MAX_PICTURE)
        name = _name(image.original.href)
        try:
            SoundPictureField().clean(SimpleUploadedFile(name, data, image.original.type or "image/jpeg"))
        except ValidationError as error:
            raise FileRefusedError(" ".join(error.messages)) from error
        picture = NewsImage(
            title=(image.caption or image.alt or name)[:255],
            file=ContentFile(data, name=name),
            collection_id=_shelf(office),
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
        data, name = self._bytes(file, MAX_FILE), _name(file.href)
        attachment = Attachment(
            title=(file.title or name)[:255],
            file=ContentFile(data, name=name),
            collection_id=_shelf(office),
            language=file.language[:35],
        )
        try:
            attachment.full_clean(exclude=["collection", "uploaded_by_user"])
        except ValidationError as error:
            raise FileRefusedError(" ".join(error.messages)) from error
        attachment.save()
        return attachment

    def _bytes(self, file: File, max_bytes: int) -> bytes:
        found = self._beside(_name(file.href))
        if found is not None:
            return found
        if self._fetch is None:
            raise NotFetchedError(file.href, "is not beside the documents, and nothing is fetched")
        return self._fetch(file.href, max_bytes)

    def _keep_made(self, picture: NewsImage, image: Image) -> None:
        """Keep files that were made of a picture as they are: making them anew would give them other names."""
        for recipe, file in image.made:
            try:
                data = self._bytes(file, MAX_PICTURE)
                width, height = _size(data)
            except (NotFetchedError, OSError, Pixels.DecompressionBombError):
                continue  # it will be made
            name = _name(file.href)
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


def _name(href: str) -> str:
    """Return the last part of an address as the name of a file."""
    name = unquote(urlsplit(href).path).rpartition("/")[2].replace("\\", "_").replace("\0", "")
    return name[-100:] or "file"


def _shelf(office: Office | None) -> int:
    own = Shelf.objects.filter(office=office).values_list("collection", flat=True).first() if office else None
    return own if own is not None else shared_shelf()
