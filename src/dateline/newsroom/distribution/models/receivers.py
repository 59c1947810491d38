"""Who is told, and who wishes to be."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

ADDRESS_MAX = 2000
REASON_MAX = 200


class Channel(models.TextChoices):
    """The ways in which machines are told."""

    WEBHOOK = "webhook", _("webhook")
    WEBSUB = "websub", "WebSub"
    HUB = "hub", _("outside hub")
    INDEXNOW = "indexnow", "IndexNow"
    ACTIVITYPUB = "activitypub", "ActivityPub"


class Receiver(models.Model):
    """A machine that is told of changes.

    Attributes:
        key: ids of deliveries are derived from it.
        secret: sealed; what messages are signed with.
        since: position of the log; it is told of what comes behind.
        failures: in a row; `failing_since` is the first of them.
        rests_until: until then nothing is tried.
        taken_until, taken_by: who sends to it just now, and until when others keep away at most.
        tried_at: when something was last sent to it.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    channel = models.CharField(max_length=16, choices=Channel, editable=False)
    address = models.URLField(_("address"), max_length=ADDRESS_MAX)
    secret = models.TextField(default="", blank=True, editable=False)
    since = models.PositiveBigIntegerField(default=0, editable=False)
    is_active = models.BooleanField(
        _("switched on"), default=True, help_text=_("While it is off it is told nothing, and it misses what changes.")
    )
    failures = models.PositiveIntegerField(default=0, editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    rests_until = models.DateTimeField(null=True, editable=False)
    taken_until = models.DateTimeField(null=True, editable=False)
    taken_by = models.CharField(max_length=64, default="", blank=True, editable=False)
    tried_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="receiver_channel_is_known"),
            models.CheckConstraint(
                condition=Q(failures=0, failing_since__isnull=True) | Q(failures__gt=0, failing_since__isnull=False),
                name="receiver_failing_has_moment",
            ),
            models.UniqueConstraint(
                fields=["channel", "address"],
                condition=Q(channel__in=[Channel.HUB, Channel.INDEXNOW]),
                name="receiver_of_setting_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.address}"


class Webhook(Receiver):
    """A machine that an administrator has named.

    Attributes:
        offices, topics, kinds, languages: slugs and tags; empty for all. A topic means its descendants too.
        previous_secret: sealed; still signs beside the new one until `previous_until`.
    """

    name = models.CharField(_("name"), max_length=100)
    offices = models.JSONField(_("offices"), default=list, blank=True)
    topics = models.JSONField(_("topics"), default=list, blank=True)
    kinds = models.JSONField(_("kinds"), default=list, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    previous_secret = models.TextField(default="", blank=True, editable=False)
    previous_until = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Subscription(Receiver):
    """A machine that follows a feed through our own hub; its `address` is the callback.

    Attributes:
        topic: the feed, as path and query of the public site.
        digest: of topic and callback; there is one subscription for both.
        lease_until: it ends then, unless it is renewed.
    """

    topic = models.CharField(max_length=ADDRESS_MAX)
    digest = models.CharField(max_length=64, unique=True)
    lease_until = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")

    def __str__(self) -> str:
        return f"{self.topic} → {self.address}"


class Intent(models.Model):
    """What somebody wants of the hub, until the callback has confirmed or denied it.

    Attributes:
        digest: of topic and callback; a later wish takes the place of an earlier one.
        secret: sealed; empty where messages go without signature.
    """

    class Mode(models.TextChoices):
        """What is wanted. Source: W3C WebSub, section 5.1."""

        SUBSCRIBE = "subscribe"
        UNSUBSCRIBE = "unsubscribe"

    digest = models.CharField(max_length=64, unique=True)
    mode = models.CharField(max_length=16, choices=Mode)
    topic = models.CharField(max_length=ADDRESS_MAX)
    callback = models.URLField(max_length=ADDRESS_MAX)
    secret = models.TextField(default="", blank=True)
    lease_s = models.PositiveIntegerField()
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["asked_at"]

    def __str__(self) -> str:
        return f"{self.mode} {self.topic} → {self.callback}"
