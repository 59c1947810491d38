"""What the desk check keeps: false alarms that a person has dismissed, and by what like texts are found."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dateline.newsroom.desk.models.texts import ReleasePage
from dateline.newsroom.desk.models.users import User


class Dismissal(models.Model):
    """A false alarm; it holds for one text as long as the passage is the same.

    Attributes:
        key: of the check.
        digest: of the passage, SHA-256 in hexadecimal.
        by: None where the person's account is gone.
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
    """One band of the fingerprint of a public text; texts that share a value are probably alike.

    Derived from the log by ``checking.similar``; can be thrown away with its follower's position and made anew.
    """

    text = models.ForeignKey(ReleasePage, models.CASCADE, related_name="fingerprints")
    band = models.PositiveSmallIntegerField()
    value = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text", "band"], name="desk_fingerprint_once_a_band")]
        indexes = [models.Index(fields=["value"], name="desk_fingerprint_value")]

    def __str__(self) -> str:
        return f"{self.text_id} {self.band}"
