"""Files that readers may take away."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.models import Collection

from dateline.newsroom.desk.fields.names import TAG
from dateline.newsroom.desk.library import soundness
from dateline.newsroom.desk.models.shelves import shared_shelf

_SENTENCES = {
    "mislabelled": _("This file is not what its name says. Save it again in the right format."),
    "truncated": _("This file is cut off or damaged. Save it again and upload the new file."),
    "two-in-one": _("This file is of two kinds at once, which no sound file is. Save it again in one format."),
    "bomb": _("This file would unpack to far more than it can hold. Save it again, or split it into several files."),
    "macros": _("This file carries programs (macros). Save it again without them."),
    "locked": _("This file is locked by a password. Save it again without one."),
}
"""What a person is told of a fault that ``desk.media.sound`` found."""


class Attachment(AbstractDocument):
    """A file with a title of its own and the language it is in; private until an edition names it."""

    collection = models.ForeignKey(
        Collection, models.CASCADE, default=shared_shelf, related_name="+", verbose_name=_("collection")
    )
    language = models.CharField(
        _("language"),
        max_length=35,
        blank=True,
        validators=[RegexValidator(f"^{TAG.pattern}$", _("This is not a language tag such as “en” or “pt-BR”."))],
        help_text=_("Language tag of its content, such as “en” or “pt-BR”."),
    )

    admin_form_fields = ("title", "file", "language", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def clean(self) -> None:
        """Refuse kinds of files that are not on the list, and files that are not what their name says."""
        super().clean()
        if not self.file:
            return
        extension = self.file.name.rpartition(".")[2]
        with self.open_file() as file:
            fault = soundness.fault_of(extension, file)
        if fault is not None:
            raise ValidationError({"file": _SENTENCES[fault]}, code=fault)
