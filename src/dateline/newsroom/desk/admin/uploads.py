"""What may be uploaded: a picture is decoded to its last pixel before it is kept."""

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
"""Pixels of all pictures of an animation together: twenty seconds of a large one; 1.6 GB in memory."""


class SoundPictureField(WagtailImageField):
    """Wagtail's field, which reads the header only, and then the whole picture."""

    def to_python(self, data: Any) -> Any:
        """Return the file; refuse what cannot be read to its end.

        Limits of bytes and pixels are checked by Wagtail first, so that nothing huge is decoded.
        """
        damaged = _("This picture is damaged or is no picture. Save it again and upload the new file.")
        try:
            file = super().to_python(data)
            if file is not None:
                _read_all(file)
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, struct.error) as error:
            raise ValidationError(damaged, code="damaged") from error
        return file


def _read_all(file: Any) -> None:
    """Read a picture to its end.

    Raises:
        ValidationError: it is something else as well, or an animation that is too long.
        OSError, SyntaxError, ValueError, struct.error: it cannot be read.
    """
    if soundness.is_two_in_one(file):
        message = _("This picture holds a file of another kind as well. Save it again and upload the new file.")
        raise ValidationError(message, code="two-in-one")
    with Image.open(file) as image:
        if getattr(image, "n_frames", 1) * image.width * image.height > MAX_FRAMES_PIXELS:
            message = _("This animation is too long or too large. Upload a shorter one, or a single picture.")
            raise ValidationError(message, code="frames")
        image.load()
    file.seek(0)


class OwnShelfMixin:
    """Lets a form of the library put a new file on the shelf of the person's office, unless another one is chosen."""

    def __init__(self, *args: Any, **options: Any) -> None:
        user = options.get("user")
        super().__init__(*args, **options)
        field = self.fields.get("collection")  # type: ignore[attr-defined]
        if field is not None and self.instance.pk is None:  # type: ignore[attr-defined]
            field.initial = self.initial["collection"] = (user and shelves.own(user)) or shared_shelf()  # type: ignore[attr-defined]
            field.required = False

    def clean(self) -> Any:
        """Refuse to change what a scheduled text shows."""
        given = super().clean()  # type: ignore[misc]
        if self.instance.pk and set(self.changed_data) - {"collection", "tags"}:  # type: ignore[attr-defined]
            try:
                library.check_unscheduled(self.instance)  # type: ignore[attr-defined]
            except ScheduledError as error:
                raise ValidationError(str(error), code="scheduled") from error
        return given

    def clean_collection(self) -> Collection:
        """Return the collection chosen, else the person's own."""
        given: Collection | None = self.cleaned_data["collection"]  # type: ignore[attr-defined]
        own = self.collections.filter(pk=self.initial.get("collection"))  # type: ignore[attr-defined]
        return given or own.first() or self.collections[0]  # type: ignore[attr-defined]


class AttachmentForm(OwnShelfMixin, BaseDocumentForm):
    """Wagtail's form of a file, which goes to the person's own shelf."""


class PictureForm(OwnShelfMixin, BaseImageForm):
    """Wagtail's form of a picture with the field above; what is left empty is read from the uploaded file."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "file" in self.fields:
            given = self.fields["file"]
            self.fields["file"] = SoundPictureField(label=given.label, required=given.required, widget=given.widget)
        if "expires_on" in self.fields:
            self.fields["expires_on"].widget = AdminDateInput()

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        """Save the picture; a new file fills what the person left empty with what it says of itself."""
        if "file" in self.changed_data:
            fill(self.instance, metadata.read(self.instance.file))
        return super().save(commit=commit)


def fill(picture: NewsImage, said: metadata.PictureMetadata) -> None:
    """Put what a file says of itself where nobody has said anything; nothing is saved.

    Words whose language the file does not name are taken to be in the newsroom's own.
    """
    unnamed = NewsroomSettings.current().default_language
    for name, given in (("caption", said.caption), ("alt", said.alt)):
        if not getattr(picture, name):
            named = {tag: text for tag, text in given.items() if tag}
            setattr(picture, name, {**({unnamed: given[""]} if "" in given else {}), **named})
    for name, text in (
        ("credit", said.credit or said.creator),
        ("rights_holder", said.holder),
        ("usage_terms", said.terms),
    ):
        if not getattr(picture, name):
            setattr(picture, name, text[: picture._meta.get_field(name).max_length])  # noqa: SLF001 - Django's own way
