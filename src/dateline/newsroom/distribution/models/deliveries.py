"""Deliveries: one row per log entry and receiver."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dateline.newsroom.distribution.models.receivers import REASON_MAX, Receiver


class Delivery(models.Model):
    """One log entry for one receiver.

    A row holds no words: each attempt builds the message from the log, so erased words are never sent.

    Attributes:
        message_id: sent with every attempt, always the same.
        release: UUID; deliveries of one release to one receiver are sent in order.
        queued_at: a delivery is given up three days after it.
        due_at: no attempt is made before it.
        status: HTTP status of the last response; None without one.
        reason: of the last failure, shortened.
    """

    class State(models.TextChoices):
        """State of a delivery; ``DEAD`` is given up and can be replayed."""

        WAITING = "waiting", _("waiting")
        DELIVERED = "delivered", _("delivered")
        DEAD = "dead", _("given up")

    class Change(models.TextChoices):
        """Change of a text; see ``editions.entry.Change``."""

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
