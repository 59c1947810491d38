"""Receivers: webhooks, WebSub subscriptions, and subscription requests that are not verified yet."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

ADDRESS_MAX = 2000
REASON_MAX = 200


class ChannelName(models.TextChoices):
    """Names of the channels; ``distribution.channels`` maps them to their behaviour."""

    WEBHOOK = "webhook", _("webhook")
    WEBSUB = "websub", "WebSub"
    HUB = "hub", _("external hub")
    INDEXNOW = "indexnow", "IndexNow"
    ACTIVITYPUB = "activitypub", "ActivityPub"


class Receiver(models.Model):
    """A machine that is notified of changes.

    Attributes:
        key: message ids are derived from it.
        secret: sealed; signs messages.
        since: log position; entries after it are delivered.
        failures: consecutive ones; `failing_since` is the time of the first.
        rests_until: no attempt is made before it.
        taken_until, taken_by: end of the current claim, and the process that holds it.
        tried_at: time of the last attempt.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    channel = models.CharField(max_length=16, choices=ChannelName, editable=False)
    address = models.URLField(_("address"), max_length=ADDRESS_MAX)
    secret = models.TextField(default="", blank=True, editable=False)
    since = models.PositiveBigIntegerField(default=0, editable=False)
    is_active = models.BooleanField(
        _("switched on"),
        default=True,
        help_text=_("While it is off, nothing is sent, and changes made meanwhile are not sent later."),
    )
    failures = models.PositiveIntegerField(default=0, editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    rests_until = models.DateTimeField(null=True, editable=False)
    taken_until = models.DateTimeField(null=True, editable=False)
    taken_by = models.CharField(max_length=64, default="", blank=True, editable=False)
    tried_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(channel__in=ChannelName.values), name="receiver_channel_is_known"),
            models.CheckConstraint(
                condition=Q(failures=0, failing_since__isnull=True) | Q(failures__gt=0, failing_since__isnull=False),
                name="receiver_failing_has_moment",
            ),
            models.UniqueConstraint(
                fields=["channel", "address"],
                condition=Q(channel__in=[ChannelName.HUB, ChannelName.INDEXNOW]),
                name="receiver_of_setting_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.address}"


class Webhook(Receiver):
    """A webhook that an administrator has set up.

    Attributes:
        offices, topics, kinds, languages: filter of slugs and tags; empty for all. A topic includes its descendants.
        previous_secret: sealed; signs in addition to the new one until `previous_until`.
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
    """A WebSub subscription to a feed through our own hub; `address` is the callback.

    Attributes:
        topic: the feed, as path and query on the public site.
        digest: SHA-256 of topic and callback, which are unique together.
        lease_until: end of the subscription, unless it is renewed.
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
    """A request to subscribe or unsubscribe that waits until the callback has confirmed it.

    Attributes:
        digest: SHA-256 of topic and callback; a later request replaces an earlier one.
        secret: sealed; empty for messages without signature.
    """

    class Mode(models.TextChoices):
        """Kinds of request. Source: W3C WebSub, section 5.1."""

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
