"""Kinds and topics, and the slugs that they share with offices."""

import tomllib
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from dateline.newsroom.desk.errors import SlugChangedError
from dateline.newsroom.desk.fields import NamesField
from dateline.text.languages import pick

valid_slug = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*$", _("Small Latin letters, digits and single hyphens only, such as “border-academy”.")
)


class Slugged(models.Model):
    """Base of offices, topics and kinds, whose slugs never change."""

    slug = models.CharField(
        _("slug"),
        max_length=80,
        unique=True,
        validators=[valid_slug],
        help_text=_("Part of addresses, so it can never be changed once it is saved."),
    )

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        """Save, unless the slug has changed.

        Raises:
            SlugChangedError: the stored slug is different.
        """
        stored = self._stored_slug()
        if stored and stored != self.slug:
            raise SlugChangedError(stored, self.slug)
        super().save(*args, **options)

    def clean(self) -> None:
        """Report on the form what ``save`` would refuse."""
        super().clean()
        stored = self._stored_slug()
        if stored and stored != self.slug:
            raise ValidationError({"slug": str(SlugChangedError(stored, self.slug))})

    def _stored_slug(self) -> str | None:
        rows = type(self)._default_manager.filter(pk=self.pk)  # noqa: SLF001 - Django's name for it
        return rows.values_list("slug", flat=True).first()


class VocabularyTerm(Slugged, index.Indexed, models.Model):
    """Base of kinds and topics, which have names in each language; ``label`` holds one of them for searches."""

    names = NamesField(_("names"))
    label = models.CharField(_("name"), max_length=255, editable=False, default="")

    search_fields = [index.SearchField("label"), index.AutocompleteField("label"), index.FilterField("slug")]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return pick(self.names, get_language() or "en") or self.slug


class Kind(VocabularyTerm):
    """A kind of release, such as press release; the organisation edits the list."""

    together = models.BooleanField(
        _("all languages together"),
        default=False,
        help_text=_("A release of this kind is published in all its languages at one instant, or not at all."),
    )
    order = models.PositiveSmallIntegerField(_("place in lists"), default=1)

    class Meta:
        verbose_name = _("kind")
        verbose_name_plural = _("kinds")
        ordering = ["order", "slug"]


class Topic(VocabularyTerm):
    """A subject; it includes the narrower topics below it."""

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("wider topic")
    )
    media_topic = models.CharField(
        _("IPTC Media Topic"),
        max_length=40,
        blank=True,
        validators=[RegexValidator(r"^medtop:\d{8}$", _("A code looks like “medtop:20000587”."))],
    )

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["label", "slug"]

    def clean(self) -> None:
        """Refuse a cycle of wider topics."""
        super().clean()
        above, seen = self.parent, {self.pk}
        while above is not None:
            if above.pk in seen and above.pk is not None:
                raise ValidationError({"parent": _("A topic cannot be below itself.")})
            seen.add(above.pk)
            above = above.parent


FIRST_KINDS: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_name("first_kinds.toml").read_text("utf-8"))
"""Kinds of a new newsroom: names by language, by slug, in the order of lists."""
