"""Offices: the units that speak, their names over time, where they are and whom they belong to."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.fields import StreamField
from wagtail.search import index

from dateline.newsroom.desk.fields.contacts import ContactBlock
from dateline.newsroom.desk.fields.names import NamesField
from dateline.newsroom.desk.fields.slugs import Slugged
from dateline.newsroom.desk.fields.zones import valid_zone
from dateline.text.languages import pick


class Office(Slugged, index.Indexed, ClusterableModel):
    """A unit that speaks; it may be renamed, close and have a successor, and its releases stay its own."""

    class Unit(models.TextChoices):
        SECRETARIAT = "secretariat", _("secretariat")
        INSTITUTION = "institution", _("institution")
        MISSION = "mission", _("mission")
        CHAIR = "chair", _("chair")
        OTHER = "other", _("other")

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    unit = models.CharField(_("kind of unit"), max_length=20, choices=Unit, default=Unit.OTHER)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("belongs to")
    )
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("successor")
    )
    city = NamesField(_("city"), blank=True)
    country = NamesField(_("country"), blank=True)
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True, validators=[valid_zone])
    contacts = StreamField([("contact", ContactBlock())], blank=True, verbose_name=_("press contacts"))
    label = models.CharField(_("name"), max_length=255, editable=False, default="")
    shown = NamesField(editable=False, blank=True)  # the current names, so that lists need not ask for all

    search_fields = [
        index.SearchField("label"),
        index.AutocompleteField("label"),
        index.FilterField("slug"),
        index.FilterField("status"),
        index.FilterField("unit"),
    ]

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["label", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True) | models.Q(status="closed"),
                name="desk_office_closing_day_means_closed",
                violation_error_message=_("An office with a closing day is closed."),
            )
        ]

    def __str__(self) -> str:
        name = pick(self.shown, get_language() or "en") or self.slug
        return f"{name} ({self.get_status_display()})" if self.status == self.Status.CLOSED else name

    def periods(self) -> list["OfficeName"]:
        """Return the names over time, the current ones last."""
        return sorted(self.names.all(), key=lambda period: period.from_on or dt.date.min)

    def name(self, language: str, on: dt.date | None = None) -> str:
        """Return the name for a reader of ``language`` on a day, else the current one; empty where there is none."""
        periods = self.periods()
        if on is not None:
            for period in periods:
                if period.holds(on):
                    return pick(period.names, language)
        return pick(periods[-1].names, language) if periods else ""

    def clean(self) -> None:
        """Refuse a circle of offices that belong to one another."""
        super().clean()
        above, seen = self.parent, {self.pk}
        while above is not None:
            if above.pk in seen and above.pk is not None:
                raise ValidationError({"parent": _("An office cannot belong to itself.")})
            seen.add(above.pk)
            above = above.parent


class OfficeName(models.Model):
    """What an office was called during one time; both days belong to it."""

    office = ParentalKey(Office, on_delete=models.CASCADE, related_name="names")
    names = NamesField(_("names"))
    from_on = models.DateField(_("from"), null=True, blank=True, help_text=_("Empty: since it exists."))
    until_on = models.DateField(_("until"), null=True, blank=True, help_text=_("Empty: still."))

    class Meta:
        verbose_name = _("name")
        verbose_name_plural = _("names over time")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(from_on__isnull=True)
                | models.Q(until_on__isnull=True)
                | models.Q(from_on__lte=models.F("until_on")),
                name="desk_office_name_ends_after_it_begins",
                violation_error_message=_("A name cannot end before it begins."),
            )
        ]

    def __str__(self) -> str:
        return pick(self.names, get_language() or "en")

    def holds(self, on: dt.date) -> bool:
        """Tell whether the office was called so on that day."""
        return (self.from_on is None or self.from_on <= on) and (self.until_on is None or on <= self.until_on)
