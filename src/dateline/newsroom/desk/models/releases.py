"""Releases, which hold what all languages of one item of news share; and requests to erase a release."""

import datetime as dt
import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from dateline.newsroom.desk.models.accounts import User
from dateline.newsroom.desk.models.offices import Office
from dateline.newsroom.desk.models.vocabulary import Kind, Topic


class Release(models.Model):  # type: ignore[django-manager-missing]  # texts have Wagtail's manager
    """One item of news in all its languages.

    This is the desk's working state; readers get changes with the next edition of each language.

    Attributes:
        number: assigned at first publication, unique, never changes.
        published_at: first publication, aware, UTC; None before.
        embargo_until: nothing of the release is published before this moment, aware, UTC; None without an embargo.
        embargo_text: terms for those who read it before.
        source_key: origin of an imported item, unique, so that no item is imported twice.
    """

    class Precision(models.TextChoices):
        INSTANT = "instant", _("to the second")
        DAY = "day", _("only the day is known")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveBigIntegerField(_("number"), null=True, blank=True, editable=False)
    kind = models.ForeignKey(
        Kind, models.PROTECT, null=True, blank=True, related_name="releases", verbose_name=_("kind")
    )
    lead_office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="led_releases", verbose_name=_("lead office")
    )
    offices = models.ManyToManyField(
        Office, through="ReleaseOffice", related_name="joined_releases", verbose_name=_("further offices")
    )
    topics = models.ManyToManyField(Topic, through="ReleaseTopic", related_name="releases", verbose_name=_("topics"))
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    published_precision = models.CharField(max_length=10, choices=Precision, default=Precision.INSTANT, editable=False)
    issuer = models.CharField(
        _("issuer"), max_length=200, blank=True, help_text=_("Who speaks, if not the organisation.")
    )
    event_from_on = models.DateField(_("event from"), null=True, blank=True)
    event_until_on = models.DateField(_("event until"), null=True, blank=True)
    embargo_until = models.DateTimeField(_("embargo until"), null=True, blank=True, editable=False)
    embargo_text = models.CharField(_("terms of the embargo"), max_length=500, blank=True, default="", editable=False)
    source_key = models.CharField(max_length=500, null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        constraints = [
            models.UniqueConstraint(fields=["number"], name="desk_release_number_once"),
            models.UniqueConstraint(fields=["source_key"], name="desk_release_taken_in_once"),
            models.CheckConstraint(
                condition=models.Q(number__isnull=True, published_at__isnull=True)
                | models.Q(number__isnull=False, published_at__isnull=False),
                name="desk_release_number_comes_with_the_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(event_until_on__isnull=True)
                | models.Q(event_until_on__gte=models.F("event_from_on")),
                name="desk_release_event_ends_after_it_begins",
                violation_error_message=_("An event cannot end before it begins."),
            ),
        ]
        indexes = [
            models.Index(fields=["-published_at", "-number"], name="desk_release_newest"),
            models.Index(
                fields=["event_from_on"], name="desk_release_event", condition=models.Q(event_from_on__isnull=False)
            ),
            models.Index(
                fields=["embargo_until"], name="desk_release_embargo", condition=models.Q(embargo_until__isnull=False)
            ),
        ]
        permissions = [("import_release", "Can import releases")]

    def __str__(self) -> str:
        return f"{_('Release')} {self.number or '—'}"

    def is_under_embargo(self, at: dt.datetime) -> bool:
        """Tell whether the embargo still holds at a moment."""
        return self.embargo_until is not None and at < self.embargo_until

    def clean(self) -> None:
        """Refuse an event with an end and no beginning."""
        super().clean()
        if self.event_until_on and not self.event_from_on:
            raise ValidationError({"event_from_on": _("An event with a last day needs a first day.")})

    def office_list(self) -> list[Office]:
        """Return the lead office, if any, and the further offices in their order."""
        further = [row.office for row in self.further.all()]
        return [*([self.lead_office] if self.lead_office else []), *further]

    def topic_list(self) -> list[Topic]:
        """Return the topics in their order."""
        return [row.topic for row in self.subjects.all()]


class ReleaseOffice(models.Model):
    """A further office of a release; ``order`` counts from 1."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="further")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["release", "office"], name="desk_release_office_once")]

    def __str__(self) -> str:
        return str(self.office)


class ReleaseTopic(models.Model):
    """A topic of a release; ``order`` counts from 1."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="subjects")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["release", "topic"], name="desk_release_topic_once")]

    def __str__(self) -> str:
        return str(self.topic)


class Erasure(models.Model):
    """A request to erase a release for a legal reason. A second person confirms it; the row stays for ever.

    Attributes:
        reason: for the record, never public; it must not repeat the erased words.
        done_at: moment of confirmation and erasure; None before.
    """

    release = models.ForeignKey(Release, models.PROTECT, related_name="erasures", verbose_name=_("release"))
    reason = models.TextField(_("legal reason"), max_length=2000)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("requested by"))
    asked_at = models.DateTimeField(_("requested at"))
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("confirmed by")
    )
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True) | ~models.Q(confirmed_by=models.F("asked_by")),
                name="desk_erasure_four_eyes",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True, done_at__isnull=True)
                | models.Q(confirmed_by__isnull=False, done_at__isnull=False),
                name="desk_erasure_done_when_confirmed",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="desk_erasure_has_a_reason"),
            models.UniqueConstraint(
                fields=["release"], condition=models.Q(done_at__isnull=True), name="desk_erasure_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release}"
