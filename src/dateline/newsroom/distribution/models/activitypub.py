"""ActivityPub: followers on other servers, what they send to our inbox, and the key that signs what we send."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dateline.newsroom.distribution.models.receivers import ADDRESS_MAX, REASON_MAX, Receiver

ACTOR_MAX = 500
OFFICE_MAX = 100
SERVER_MAX = 253


class Inbox(Receiver):
    """An inbox on another server that receives the activities of one of our actors; `address` is its URL.

    Attributes:
        server: host name without port; the number of inboxes per server is limited.
        office: slug of the followed office; empty for the newsroom.
        digest: SHA-256 of office and address, which are unique together.
    """

    server = models.CharField(max_length=SERVER_MAX, default="", blank=True, db_index=True)
    office = models.CharField(max_length=OFFICE_MAX, default="", blank=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("remote inbox")
        verbose_name_plural = _("remote inboxes")

    def __str__(self) -> str:
        return f"{self.office} → {self.address}"


class Follow(models.Model):
    """An actor on another server that follows the newsroom or an office.

    Attributes:
        office: slug; empty for the newsroom.
        actor: id (URL) of the follower.
        server: host name of its server, without port.
        activity: id of the Follow activity as received; the Accept activity names it.
        own_inbox: where the Accept activity is sent.
        key_id, public_key: verify later activities of the follower.
        accept_due_at: when Accept is tried next; None once it was delivered or given up.
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


class InboxItem(models.Model):
    """An activity received in our inbox that waits until its signature is verified.

    Attributes:
        kind: of activity.
        server: host name of the actor's server, without port.
        activity: id of the Follow activity; for Undo, of the one it undoes, where it names one.
        key_id, signed_text, signature: what the actor's key has to confirm.
        signed_at: date of the request, which is part of what was signed; None for items of older versions.
    """

    class Kind(models.TextChoices):
        """Activities that are processed. Source: ActivityPub, sections 7.5, 7.10 and 7.4."""

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
    signed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "pings_letter"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.actor}"


class AppliedActivity(models.Model):
    """An activity that took effect; see ``activitypub.replays``.

    Attributes:
        digest: SHA-256 of its actor and of what was signed.
        office: slug; empty for the newsroom, ``*`` for a deleted actor, who leaves all.
        signed_at: date of its request.
    """

    digest = models.CharField(max_length=64, unique=True)
    actor = models.CharField(max_length=ACTOR_MAX, db_index=True)
    office = models.CharField(max_length=OFFICE_MAX, default="", blank=True)
    signed_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.actor} → {self.office}"


class BlockedServer(models.Model):
    """A server whose actors may not follow; its subdomains are blocked too.

    Attributes:
        host: in lower case.
        reason: for administrators.
    """

    host = models.CharField(
        _("server"),
        max_length=SERVER_MAX,
        unique=True,
        help_text=_("For example example.org. Its subdomains are blocked too."),
    )
    reason = models.CharField(_("reason"), max_length=REASON_MAX, default="", blank=True)

    class Meta:
        verbose_name = _("blocked server")
        verbose_name_plural = _("blocked servers")
        ordering = ["host"]

    def __str__(self) -> str:
        return self.host


class KeyPair(models.Model):
    """The one pair of keys of all our actors.

    Attributes:
        private: sealed PEM.
        public: PEM.
    """

    name = models.CharField(max_length=16, unique=True, default="actors")
    private = models.TextField()
    public = models.TextField()

    def __str__(self) -> str:
        return self.name
