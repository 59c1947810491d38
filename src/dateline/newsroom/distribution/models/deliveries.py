"""What each receiver is told."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dateline.newsroom.distribution.models.receivers import REASON_MAX, Receiver


class Delivery(models.Model):
    """One entry for one receiver: the one effect, however often it is tried.

    It holds no words: what is sent is made anew for each try from the log, so what was erased is not sent.

    Attributes:
        message_id: what the receiver knows it by, the same in every try.
        release: UUID; what is told of one release goes in order.
        queued_at: the three days begin here.
        due_at: the next try is not before.
        status: of the last answer; None where there was none.
        reason: of the last failure, shortened.
    """

    class State(models.TextChoices):
        """What has become of it."""

        WAITING = "waiting", _("waiting")
        DELIVERED = "delivered", _("delivered")
        DEAD = "dead", _("given up")

    class Change(models.TextChoices):
        """What happened to a text; see ``editions.entry.Change``."""

        PUBLISHED = "published", _("published")
        UPDATED = "updated", _("updated")
        CORRECTED = "corrected", _("corrected")
        WITHDRAWN = "withdrawn", _("withdrawn")
        RESTORED = "restored", _("restored")
        REMOVED = "removed", _("removed")
        ERASED = "erased", _("erased")

    receiver = models.ForeignKey(Receiver, on_delete=models.CASCADE, related_name="deliveries")
    position = models.PositiveBigIntegerField()
    message_id = models.CharField(max_length=64)
    release = models.UUIDField()
    number = models.PositiveBigIntegerField()
    language = models.CharField(max_length=35)
    change = models.CharField(max_length=16, choices=Change)
    state = models.CharField(max_length=16, choices=State, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=REASON_MAX, default="", blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["receiver", "position"], name="delivery_once"),
            models.UniqueConstraint(fields=["message_id"], name="delivery_id_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at__isnull=True) | ~Q(state="waiting") & Q(ended_at__isnull=False),
                name="delivery_ended_has_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["release", "receiver", "position"], name="delivery_by_release"),
            models.Index(fields=["receiver", "due_at"], condition=Q(state="waiting"), name="delivery_waiting"),
            models.Index(fields=["ended_at"], condition=~Q(state="waiting"), name="delivery_ended"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.state}"
