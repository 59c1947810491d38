"""Files that readers may take away."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument

from dateline.desk.models.names import TAG

_SIGNATURES = {
    "pdf": (b"%PDF-",),
    **dict.fromkeys(("docx", "odp", "ods", "odt", "pptx", "xlsx", "zip"), (b"PK\x03\x04", b"PK\x05\x06")),
}
"""How files of a kind begin; kinds that are not here are plain text."""


def is_what_it_says(extension: str, begins: bytes) -> bool:
    """Tell whether the first bytes of a file fit its extension."""
    signatures = _SIGNATURES.get(extension.lower())
    if signatures is not None:
        return begins.startswith(signatures)
    return b"\0" not in begins or begins.startswith((b"\xff\xfe", b"\xfe\xff"))  # UTF-16 has zeros and says so


class Attachment(AbstractDocument):
    """A file with a title of its own and the language it is in; private until an edition names it."""

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
            begins = file.read(4096)
            file.seek(0)
        if not is_what_it_says(extension, begins):
            raise ValidationError(
                {"file": _("This file is not what its name says. Save it again in the right format.")}
            )
