"""Who follows from elsewhere, what they write to us, and the key that signs what they are told."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dateline.newsroom.distribution.models.receivers import ADDRESS_MAX, REASON_MAX, Receiver

ACTOR_MAX = 500
OFFICE_MAX = 100
SERVER_MAX = 253


class Inbox(Receiver):
    """Where a server elsewhere takes what one actor tells all who follow it there; its `address` is that inbox.

    Attributes:
        server: its name, without a port; so many inboxes of one are told at most.
        office: slug of the office that is followed; empty for the newsroom.
        digest: of office and address; there is one for both.
    """

    server = models.CharField(max_length=SERVER_MAX, default="", blank=True, db_index=True)
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
        server: name of its server, without a port.
        activity: id of the wish to follow, as it was given; the yes names it.
        own_inbox: where the yes goes.
        key_id, public_key: by which later wishes are verified.
        accept_due_at: when the yes is tried next; None once it has arrived, or was given up.
    """

    inbox = models.ForeignKey(Inbox, on_delete=models.CASCADE, related_name="follows")
    office = models.CharField(max_length=OFFICE_MAX, default="", blank=True)
    actor = models.CharField(max_length=ACTOR_MAX)
    server = models.CharField(max_length=SERVER_MAX, default="", blank=True, db_index=True)
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
        server: name of the actor's server, without a port.
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
    server = models.CharField(max_length=SERVER_MAX, default="", blank=True, db_index=True)
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


class BlockedServer(models.Model):
    """A server from which nobody may follow; so are all below it.

    Attributes:
        host: in small letters.
        reason: for those who administrate.
    """

    host = models.CharField(
        _("server"),
        max_length=SERVER_MAX,
        unique=True,
        help_text=_("Such as example.org; all below it are blocked, too."),
    )
    reason = models.CharField(_("reason"), max_length=REASON_MAX, default="", blank=True)

    class Meta:
        verbose_name = _("blocked server")
        verbose_name_plural = _("blocked servers")
        ordering = ["host"]

    def __str__(self) -> str:
        return self.host


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
