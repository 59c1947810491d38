"""Topics: what the organisation works on, as a tree."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from dateline.newsroom.desk.fields.names import NamesField
from dateline.newsroom.desk.fields.slugs import Slugged
from dateline.text.languages import pick


class Topic(Slugged, index.Indexed, models.Model):
    """A subject; it includes the narrower ones below it."""

    names = NamesField(_("names"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("wider topic")
    )
    media_topic = models.CharField(
        _("IPTC Media Topic"),
        max_length=40,
        blank=True,
        validators=[RegexValidator(r"^medtop:\d{8}$", _("A code looks like “medtop:20000587”."))],
    )
    label = models.CharField(_("name"), max_length=255, editable=False, default="")

    search_fields = [index.SearchField("label"), index.AutocompleteField("label"), index.FilterField("slug")]

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["label", "slug"]

    def __str__(self) -> str:
        return pick(self.names, get_language() or "en") or self.slug

    def clean(self) -> None:
        """Refuse a topic that is wider than itself."""
        super().clean()
        above, seen = self.parent, {self.pk}
        while above is not None:
            if above.pk in seen and above.pk is not None:
                raise ValidationError({"parent": _("A topic cannot stand below itself.")})
            seen.add(above.pk)
            above = above.parent
