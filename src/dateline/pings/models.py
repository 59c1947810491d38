"""Tables of pings: who is told, and what each of them is told."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

ADDRESS_MAX = 2000
ACTOR_MAX = 500
OFFICE_MAX = 100
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


class Inbox(Receiver):
    """Where a server elsewhere takes what one actor tells all who follow it there; its `address` is that inbox.

    Attributes:
        office: slug of the office that is followed; empty for the newsroom.
        digest: of office and address; there is one for both.
    """

    office = models.CharField(max_length=OFFICE_MAX, default="", blank=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("inbox elsewhere")
        verbose_name_plural = _("inboxes elsewhere")

    def __str__(self) -> str:
        return f"{self.office} → {self.address}"


class Follow(models.Model):
    """Somebody elsewhere who follows the newsroom or an office.

    Attributes:
        office: slug; empty for the newsroom.
        actor: address of who follows.
        activity: id of the wish to follow, as it was given; the yes names it.
        own_inbox: where the yes goes.
        key_id, public_key: by which later wishes are verified.
        accept_due_at: when the yes is tried next; None once it has arrived, or was given up.
    """

    inbox = models.ForeignKey(Inbox, on_delete=models.CASCADE, related_name="follows")
    office = models.CharField(max_length=OFFICE_MAX, default="", blank=True)
    actor = models.CharField(max_length=ACTOR_MAX)
    activity = models.CharField(max_length=ADDRESS_MAX)
    own_inbox = models.CharField(max_length=ADDRESS_MAX)
    key_id = models.CharField(max_length=ADDRESS_MAX)
    public_key = models.TextField()
    accept_due_at = models.DateTimeField(null=True)
    accept_attempts = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("follow")
        verbose_name_plural = _("follows")
        constraints = [models.UniqueConstraint(fields=["actor", "office"], name="follow_once")]
        indexes = [
            models.Index(
                fields=["accept_due_at"], condition=Q(accept_due_at__isnull=False), name="follow_waits_for_yes"
            )
        ]

    def __str__(self) -> str:
        return f"{self.actor} → {self.office}"


class Letter(models.Model):
    """What came to the inbox of our actors and waits until its signature is verified.

    Attributes:
        kind: what is wished: to follow, to end that, or that an actor is forgotten because it is gone.
        activity: id of the wish to follow; of one that ends it, of the wish it ends, where it names one.
        key_id, signed_text, signature: what the key of the actor has to confirm.
    """

    class Kind(models.TextChoices):
        """What is wished. Source: ActivityPub, sections 7.5, 7.10 and 7.4."""

        FOLLOW = "follow"
        UNDO = "undo"
        DELETE = "delete"

    kind = models.CharField(max_length=16, choices=Kind)
    office = models.CharField(max_length=OFFICE_MAX, default="", blank=True)
    actor = models.CharField(max_length=ACTOR_MAX, db_index=True)
    activity = models.CharField(max_length=ADDRESS_MAX)
    key_id = models.CharField(max_length=ADDRESS_MAX)
    signed_text = models.TextField()
    signature = models.TextField()
    due_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.actor}"


class KeyPair(models.Model):
    """The one pair of keys by which others know what our actors send.

    Attributes:
        private: sealed PEM.
        public: PEM.
    """

    name = models.CharField(max_length=16, unique=True, default="actors")
    private = models.TextField()
    public = models.TextField()

    def __str__(self) -> str:
        return self.name


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
