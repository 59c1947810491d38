"""Slugs that never change: they stand in addresses and in the log."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from dateline.newsroom.desk.errors import SlugChangedError

valid_slug = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*$", _("Small Latin letters, digits and single hyphens only, such as “border-academy”.")
)


class Slugged(models.Model):
    """Something with a slug: an office, a topic, a kind."""

    slug = models.CharField(
        _("slug"),
        max_length=80,
        unique=True,
        validators=[valid_slug],
        help_text=_("Stands in addresses, so it can never be changed once it is saved."),
    )

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        """Save; a slug that differs from the stored one is refused.

        Raises:
            SlugChangedError: the slug was set before and is another now.
        """
        stored = self._stored_slug()
        if stored and stored != self.slug:
            raise SlugChangedError(stored, self.slug)
        super().save(*args, **options)

    def clean(self) -> None:
        """Say on the form what ``save`` would refuse."""
        super().clean()
        stored = self._stored_slug()
        if stored and stored != self.slug:
            raise ValidationError({"slug": str(SlugChangedError(stored, self.slug))})

    def _stored_slug(self) -> str | None:
        rows = type(self)._default_manager.filter(pk=self.pk)  # noqa: SLF001 - Django's name for it
        return rows.values_list("slug", flat=True).first()
