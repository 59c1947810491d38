"""Offices: their names in time, their page in the tree, and their shelf of the library."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.fields import StreamField
from wagtail.models import Collection, Page
from wagtail.search import index

from dateline.newsroom.desk.fields import NamesField, valid_zone
from dateline.newsroom.desk.models.body import OrganisationContactBlock
from dateline.newsroom.desk.models.vocabulary import Slugged
from dateline.text.languages import pick


class Office(Slugged, index.Indexed, ClusterableModel):
    """A unit that publishes. It may be renamed, close and have a successor; its releases stay with it."""

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
    contacts = StreamField([("contact", OrganisationContactBlock())], blank=True, verbose_name=_("press contacts"))
    label = models.CharField(_("name"), max_length=255, editable=False, default="")
    shown = NamesField(editable=False, blank=True)  # the current names, so that lists need no query for all

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
        """Return the names over time, the current one last."""
        return sorted(self.names.all(), key=lambda period: period.from_on or dt.date.min)

    def name(self, language: str, on: dt.date | None = None) -> str:
        """Return the name in a language on a day, or else the current one; empty without names."""
        periods = self.periods()
        if on is not None:
            for period in periods:
                if period.includes(on):
                    return pick(period.names, language)
        return pick(periods[-1].names, language) if periods else ""

    def clean(self) -> None:
        """Refuse a cycle of parents."""
        super().clean()
        above, seen = self.parent, {self.pk}
        while above is not None:
            if above.pk in seen and above.pk is not None:
                raise ValidationError({"parent": _("An office cannot belong to itself.")})
            seen.add(above.pk)
            above = above.parent


class OfficeName(models.Model):
    """The name of an office in a period; both days are inclusive."""

    office = ParentalKey(Office, on_delete=models.CASCADE, related_name="names")
    names = NamesField(_("names"))
    from_on = models.DateField(_("from"), null=True, blank=True, help_text=_("Leave empty if it was the first name."))
    until_on = models.DateField(_("until"), null=True, blank=True, help_text=_("Leave empty if it is still the name."))

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

    def includes(self, on: dt.date) -> bool:
        """Tell whether the office has this name on a day."""
        return (self.from_on is None or self.from_on <= on) and (self.until_on is None or on <= self.until_on)


class TreePage(Page):
    """Base of both levels of the tree: the desk creates them, and readers never see them."""

    is_creatable = False
    content_panels: list[Any] = []
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []
    preview_modes: list[Any] = []

    class Meta:
        abstract = True

    def get_url_parts(self, *_args: Any, **_options: Any) -> None:
        """Return None: the page has no public address."""
        return


class NewsroomPage(TreePage):
    """The root page; releases without a lead office are its children."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["desk.OfficePage", "desk.ReleasePage"]
    max_count = 1

    class Meta:
        verbose_name = _("newsroom")


class OfficePage(TreePage):
    """An office in the tree; its releases are children of the page, and its people have their permissions here."""

    office = models.OneToOneField(Office, models.PROTECT, related_name="page")

    parent_page_types = ["desk.NewsroomPage"]
    subpage_types = ["desk.ReleasePage"]

    class Meta:
        verbose_name = _("office")


class Shelf(models.Model):
    """A collection of pictures, attachments and recordings that belongs to an office or is shared by all."""

    collection = models.OneToOneField(Collection, models.CASCADE, related_name="shelf")
    office = models.OneToOneField(Office, models.PROTECT, null=True, blank=True, related_name="shelf")

    is_shared = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_shared"], condition=models.Q(is_shared=True), name="desk_shelf_of_all_is_one"
            ),
            models.CheckConstraint(
                condition=models.Q(is_shared=True, office__isnull=True)
                | models.Q(is_shared=False, office__isnull=False),
                name="desk_shelf_is_an_offices_or_shared",
            ),
        ]

    def __str__(self) -> str:
        return str(self.collection.name)


def shared_shelf() -> int:
    """Return the key of the shared collection; of Wagtail's root collection before the desk is prepared."""
    found = Shelf.objects.filter(is_shared=True).values_list("collection", flat=True).first()
    if found is not None:
        return int(found)
    return int(Collection.get_first_root_node().pk)
