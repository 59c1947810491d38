"""Rows about one text: list index, missing metadata, dismissed findings, fingerprints, machine translation."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dateline.newsroom.desk.models.accounts import User
from dateline.newsroom.desk.models.texts import ReleasePage


class IndexRow(models.Model):
    """A text as the release list filters and sorts it; written by ``release_index`` alone, derived, replaceable.

    The first index has every column that a filter uses. A filter that few rows pass is answered by one walk along
    the index; the tables of pages are read only for the rows shown.

    Attributes:
        edited_at: when the latest draft was saved, aware, UTC; the publication of texts that never had a draft.
        state, stage, review_owed: as of the text.
        number, published_at, kind: as of the release; ``kind`` is its key.
        offices: keys of the lead office and the further ones, as ``,3,14,``; empty for none. ``topics`` likewise.
            The lists are cut to what fits: an index of PostgreSQL takes 2,700 bytes a row.
        words: folded words and stems of headline and lead of the latest draft, separated by blanks.
    """

    text = models.OneToOneField(ReleasePage, models.CASCADE, primary_key=True, related_name="index_row")
    release_key = models.UUIDField()
    edited_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    number = models.PositiveBigIntegerField(null=True)
    language = models.CharField(max_length=35)
    state = models.CharField(max_length=10)
    stage = models.CharField(max_length=10, blank=True)
    review_owed = models.BooleanField()
    kind = models.BigIntegerField(null=True)
    offices = models.CharField(max_length=1000, blank=True)
    topics = models.CharField(max_length=1000, blank=True)
    words = models.TextField(blank=True)

    class Meta:
        db_table = "desk_listedtext"  # triggers and tables with this name index its words
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        indexes = [
            models.Index(
                fields=[
                    "-edited_at",
                    "-text",
                    "state",
                    "stage",
                    "review_owed",
                    "language",
                    "kind",
                    "offices",
                    "topics",
                    "published_at",
                ],
                name="desk_listed_walk",
            ),
            models.Index(fields=["number"], name="desk_listed_number"),
            models.Index(fields=["language"], name="desk_listed_language"),
            models.Index(fields=["published_at", "release_key", "text", "state", "offices"], name="desk_listed_days"),
            models.Index(fields=["stage", "-edited_at"], name="desk_listed_stage", condition=~models.Q(stage="")),
            models.Index(fields=["edited_at"], name="desk_listed_owed", condition=models.Q(review_owed=True)),
        ]

    def __str__(self) -> str:
        return f"{self.release_key} {self.language}"


class Debt(models.Model):
    """One thing that a text lacks: in its public edition or, before the first publication, in its draft.

    ``desk.missing_metadata`` derives it from the log and from saved drafts.
    """

    class What(models.TextChoices):
        OFFICE = "office", _("Without office")
        TOPIC = "topic", _("Without topic")
        LEAD = "lead", _("Without lead")
        ALT = "alt", _("Pictures without alternative text")
        CREDIT = "credit", _("Pictures without credit")

    text = models.ForeignKey(ReleasePage, models.CASCADE, related_name="debts")
    what = models.CharField(max_length=10, choices=What)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text", "what"], name="desk_debt_once")]
        indexes = [models.Index(fields=["what", "-text"], name="desk_debt_newest")]

    def __str__(self) -> str:
        return f"{self.text_id} {self.what}"


class Dismissal(models.Model):
    """A finding dismissed as a false alarm, for one text as long as the passage stays the same.

    Attributes:
        key: key of the check.
        digest: SHA-256 of the passage, in hexadecimal.
        by: None if the account has been deleted.
        dismissed_at: aware, UTC.
    """

    text = models.ForeignKey(ReleasePage, models.CASCADE, related_name="dismissals")
    key = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    reason = models.CharField(_("reason"), max_length=500)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    dismissed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text", "key", "digest"], name="desk_dismissal_once")]

    def __str__(self) -> str:
        return self.reason


class Fingerprint(models.Model):
    """One band of the fingerprint of a public text; texts that share a value are probably similar.

    ``checks.similar`` derives it from the log; reset its follower to rebuild the table.
    """

    text = models.ForeignKey(ReleasePage, models.CASCADE, related_name="fingerprints")
    band = models.PositiveSmallIntegerField()
    value = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text", "band"], name="desk_fingerprint_once_a_band")]
        indexes = [models.Index(fields=["value"], name="desk_fingerprint_value")]

    def __str__(self) -> str:
        return f"{self.text_id} {self.band}"


class MachineTranslation(models.Model):
    """The last request for a machine translation of a text.

    Attributes:
        by: None if the account has been deleted.
        asked_at: aware, UTC.
        done_at: when the translation arrived; None while it is pending or after a failure.
        failed: message about the failure; empty otherwise.
    """

    text = models.OneToOneField(ReleasePage, models.CASCADE, related_name="machine")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    failed = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.text_id} {self.asked_at:%Y-%m-%d %H:%M}"
