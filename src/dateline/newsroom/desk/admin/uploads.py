"""Upload forms: pictures are decoded completely before they are stored, and metadata is read from the file."""

import struct
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image
from wagtail.admin.widgets import AdminDateInput
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm
from wagtail.models import Collection

from dateline.newsroom.desk.actions import library
from dateline.newsroom.desk.errors import ScheduledError
from dateline.newsroom.desk.library import metadata, soundness
from dateline.newsroom.desk.models import NewsImage, NewsroomSettings
from dateline.newsroom.desk.models.offices import shared_shelf
from dateline.newsroom.desk.people import shelves

MAX_FRAMES_PIXELS = 400_000_000
"""Pixels of all frames of an animation: twenty seconds of a large one; 1.6 GB in memory."""


class VerifiedPictureField(WagtailImageField):
    """Wagtail's field, which reads only the header, with a check that decodes the whole picture."""

    def to_python(self, data: Any) -> Any:
        """Return the file; refuse one that cannot be decoded.

        Wagtail checks the limits of bytes and pixels first, so that nothing huge is decoded.
        """
        damaged = _("This file is damaged or is not a picture. Save it again and upload the new file.")
        try:
            file = super().to_python(data)
            if file is not None:
                _decode(file)
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, struct.error) as error:
            raise ValidationError(damaged, code="damaged") from error
        return file


def _decode(file: Any) -> None:
    """Decode a picture completely.

    Raises:
        ValidationError: the file is also of another type, or is too large an animation.
        OSError, SyntaxError, ValueError, struct.error: the file is damaged.
    """
    if soundness.is_two_in_one(file):
        message = _("This picture also contains a file of another kind. Save it again and upload the new file.")
        raise ValidationError(message, code="two-in-one")
    with Image.open(file) as image:
        if getattr(image, "n_frames", 1) * image.width * image.height > MAX_FRAMES_PIXELS:
            message = _("This animation is too long or too large. Upload a shorter one, or a single picture.")
            raise ValidationError(message, code="frames")
        image.load()
    file.seek(0)


class OwnShelfMixin:
    """Puts a new file of the library on the shelf of the person's office by default."""

    def __init__(self, *args: Any, **options: Any) -> None:
        user = options.get("user")
        super().__init__(*args, **options)
        field = self.fields.get("collection")  # type: ignore[attr-defined]
        if field is not None and self.instance.pk is None:  # type: ignore[attr-defined]
            field.initial = self.initial["collection"] = (user and shelves.own(user)) or shared_shelf()  # type: ignore[attr-defined]
            field.required = False

    def clean(self) -> Any:
        """Refuse changes of a file that a scheduled text shows."""
        given = super().clean()  # type: ignore[misc]
        if self.instance.pk and set(self.changed_data) - {"collection", "tags"}:  # type: ignore[attr-defined]
            try:
                library.check_unscheduled(self.instance)  # type: ignore[attr-defined]
            except ScheduledError as error:
                raise ValidationError(str(error), code="scheduled") from error
        return given

    def clean_collection(self) -> Collection:
        """Return the chosen collection, by default the person's own shelf."""
        given: Collection | None = self.cleaned_data["collection"]  # type: ignore[attr-defined]
        own = self.collections.filter(pk=self.initial.get("collection"))  # type: ignore[attr-defined]
        return given or own.first() or self.collections[0]  # type: ignore[attr-defined]


class AttachmentForm(OwnShelfMixin, BaseDocumentForm):
    """Wagtail's form of a document, which goes to the person's own shelf."""


class PictureForm(OwnShelfMixin, BaseImageForm):
    """Wagtail's form of a picture with ``VerifiedPictureField``; empty fields are filled from the file's metadata."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "file" in self.fields:
            given = self.fields["file"]
            self.fields["file"] = VerifiedPictureField(label=given.label, required=given.required, widget=given.widget)
        if "expires_on" in self.fields:
            self.fields["expires_on"].widget = AdminDateInput()

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        """Save the picture; metadata of a new file fills the empty fields."""
        if "file" in self.changed_data:
            fill_from_metadata(self.instance, metadata.read(self.instance.file))
        return super().save(commit=commit)


def fill_from_metadata(picture: NewsImage, read: metadata.PictureMetadata) -> None:
    """Fill the empty fields of a picture from its file's metadata, without saving it.

    Text without a language is taken to be in the newsroom's default language.
    """
    unnamed = NewsroomSettings.current().default_language
    for name, given in (("caption", read.caption), ("alt", read.alt)):
        if not getattr(picture, name):
            named = {tag: text for tag, text in given.items() if tag}
            setattr(picture, name, {**({unnamed: given[""]} if "" in given else {}), **named})
    for name, text in (
        ("credit", read.credit or read.creator),
        ("rights_holder", read.holder),
        ("usage_terms", read.terms),
    ):
        if not getattr(picture, name):
            setattr(picture, name, text[: picture._meta.get_field(name).max_length])  # noqa: SLF001 - Django's own way
