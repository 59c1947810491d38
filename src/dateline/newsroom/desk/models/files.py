"""Pictures and attachments of the library, and the public files made from pictures."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.models import Collection, CollectionMember

from dateline.newsroom.desk.fields import NamesField, valid_tag
from dateline.newsroom.desk.library import soundness
from dateline.newsroom.desk.models.offices import shared_shelf


class ShelvedFile(CollectionMember):
    """A file of the library: it stands on the shelf of an office, or on the shared one."""

    collection = models.ForeignKey(
        Collection, models.CASCADE, default=shared_shelf, related_name="+", verbose_name=_("collection")
    )

    class Meta:
        abstract = True


class CreditedMedia(ShelvedFile):
    """Caption, credit and rights of a picture or a recording."""

    caption = NamesField(_("caption"), blank=True, lines=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True, help_text=_("Who made it, such as a name."))
    rights_holder = models.CharField(
        _("rights holder"), max_length=200, blank=True, help_text=_("Who holds the rights, such as an agency.")
    )
    usage_terms = models.TextField(
        _("usage terms"),
        blank=True,
        max_length=1000,
        help_text=_("Who may use it, where and for what; readers see it."),
    )
    expires_on = models.DateField(
        _("last day of use"),
        null=True,
        blank=True,
        help_text=_("After this day it can no longer be published. Leave empty for no limit."),
    )

    class Meta:
        abstract = True


class NewsImage(CreditedMedia, AbstractImage):
    """An uploaded picture with its texts for readers in each language.

    The file is in the private storage and has no public address.
    """

    alt = NamesField(
        _("alternative text"),
        blank=True,
        lines=True,
        help_text=_("What somebody who cannot see the picture needs to know, in each language."),
    )

    admin_form_fields = (
        "title",
        "file",
        "collection",
        "alt",
        "caption",
        "credit",
        "rights_holder",
        "usage_terms",
        "expires_on",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    @property
    def default_alt_text(self) -> str:
        """The alternative text in English, or else in any language; Wagtail's admin uses it."""
        return self.alt.get("en") or next(iter(self.alt.values()), "")


class NewsRendition(AbstractRendition):
    """A rendition for the admin, as private as the original."""

    image = models.ForeignKey(NewsImage, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="desk_rendition_one_per_spec"
            )
        ]


class PublicFile(models.Model):
    """A file for readers, such as one width and format of a picture, named by its content.

    It is made once, because another version of the image library would write other bytes, and the digest of an
    edition covers the name.

    Attributes:
        source: SHA-1 of the original, as Wagtail stores it; for a media kit the release.
        recipe: width and format, such as ``960.webp`` or ``full.jpg``; ``as-is`` for attachments, ``kit`` with version
            and language for media kits.
        file: name in ``private/renditions`` and later in the public folder.
    """

    source = models.CharField(max_length=40)
    recipe = models.CharField(max_length=40)
    file = models.CharField(max_length=80)
    type = models.CharField(max_length=100)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    size_bytes = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "recipe"], name="desk_public_file_made_once")]

    def __str__(self) -> str:
        return self.file


FAULT_MESSAGES = {
    "mislabelled": _("This file is not what its name says. Save it again in the right format."),
    "truncated": _("This file is cut off or damaged. Save it again and upload the new file."),
    "two-in-one": _("This file has two formats at once. Save it again in one format."),
    "bomb": _("This file would be far too large when unpacked. Save it again, or split it into several files."),
    "macros": _("This file contains programs (macros). Save it again without them."),
    "locked": _("This file is locked by a password. Save it again without one."),
}
"""Messages for the faults that ``library.soundness`` finds."""


class Attachment(ShelvedFile, AbstractDocument):
    """A file with a title and a language; private until an edition names it."""

    language = models.CharField(
        _("language"),
        max_length=35,
        blank=True,
        validators=[valid_tag],
        help_text=_("Language tag of its content, such as “en” or “pt-BR”."),
    )

    admin_form_fields = ("title", "file", "language", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def clean(self) -> None:
        """Refuse types of files that are not allowed, and files that are not what their name says."""
        super().clean()
        if not self.file:
            return
        extension = self.file.name.rpartition(".")[2]
        with self.open_file() as file:
            fault = soundness.fault_of(extension, file)
        if fault is not None:
            raise ValidationError({"file": FAULT_MESSAGES[fault]}, code=fault)
