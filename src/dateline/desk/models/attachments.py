"""Files that readers may take away."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument

from dateline.desk.models.names import TAG


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
