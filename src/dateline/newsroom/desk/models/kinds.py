"""Kinds: the content types that readers see."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from dateline.newsroom.desk.fields.names import NamesField
from dateline.newsroom.desk.fields.slugs import Slugged
from dateline.text.languages import pick


class Kind(Slugged, index.Indexed, models.Model):
    """A content type, such as press release; the organisation edits the list."""

    names = NamesField(_("names"))
    together = models.BooleanField(
        _("all languages together"),
        default=False,
        help_text=_("A release of this kind is published in all its languages at one instant, or not at all."),
    )
    order = models.PositiveSmallIntegerField(_("place in lists"), default=1)
    label = models.CharField(_("name"), max_length=255, editable=False, default="")

    search_fields = [index.SearchField("label"), index.AutocompleteField("label"), index.FilterField("slug")]

    class Meta:
        verbose_name = _("kind")
        verbose_name_plural = _("kinds")
        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return pick(self.names, get_language() or "en") or self.slug
