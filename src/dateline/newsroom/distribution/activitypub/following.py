"""Who follows: taken up and ended, each in one transaction."""

import datetime as dt
import hashlib

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from dateline.newsroom.distribution.activitypub.hosts import server_of
from dateline.newsroom.distribution.activitypub.remote import Remote
from dateline.newsroom.distribution.errors import ActorRefusedError
from dateline.newsroom.distribution.models import Channel, Follow, Inbox, Letter
from dateline.newsroom.distribution.receivers import add

INBOXES_MAX = 10_000
"""More would make each publication slow."""

INBOXES_OF_A_SERVER_MAX = 300
"""Three of a hundred of all; a server with a shared inbox needs one for each office that is followed from there."""

FOLLOWS_OF_A_SERVER_MAX = 50_000
"""About 75 MB of keys; the largest newsrooms have so many followers on one server."""

FORGOTTEN_AFTER = dt.timedelta(days=30)
"""An inbox that has taken nothing for so long is forgotten with those who follow through it."""


@transaction.atomic
def take_up(letter: Letter, remote: Remote, *, at: dt.datetime) -> None:
    """Let an actor follow, to be told of what comes from now on, and owe it a yes; a wish again renews both.

    Raises:
        ActorRefusedError: very many follow from its server, or very many inboxes are told already.
    """
    server = server_of(remote.id)
    before = Follow.objects.filter(actor=remote.id, office=letter.office).values_list("inbox", flat=True).first()
    if before is None and Follow.objects.filter(server=server).count() >= FOLLOWS_OF_A_SERVER_MAX:
        message = f"{FOLLOWS_OF_A_SERVER_MAX} follow from {server} already"
        raise ActorRefusedError(message)
    inbox = _inbox(letter.office, remote.shared_inbox, server)
    Follow.objects.update_or_create(
        actor=remote.id,
        office=letter.office,
        defaults={
            "server": server,
            "inbox": inbox,
            "activity": letter.activity,
            "own_inbox": remote.inbox,
            "key_id": letter.key_id,
            "public_key": remote.keys[letter.key_id],
            "accept_due_at": at,
            "accept_attempts": 0,
        },
    )
    if before is not None and before != inbox.pk:
        _forget_empty()
    letter.delete()


@transaction.atomic
def end(follows: QuerySet[Follow]) -> None:
    """Let actors follow no more; what waits for an inbox through which nobody follows is forgotten with it."""
    follows.delete()
    _forget_empty()


def forget_dead(*, now: dt.datetime) -> None:
    """Forget inboxes that have taken nothing for very long."""
    Inbox.objects.filter(failing_since__lt=now - FORGOTTEN_AFTER).delete()


def _inbox(office: str, address: str, server: str) -> Inbox:
    digest = hashlib.sha256(f"{office}\n{address}".encode()).hexdigest()
    inbox = Inbox.objects.select_for_update().filter(digest=digest).first()
    if inbox is not None:
        return inbox
    if Inbox.objects.count() >= INBOXES_MAX:
        message = f"{INBOXES_MAX} inboxes are told already"
        raise ActorRefusedError(message)
    if Inbox.objects.filter(server=server).count() >= INBOXES_OF_A_SERVER_MAX:
        message = f"{INBOXES_OF_A_SERVER_MAX} inboxes of {server} are told already"
        raise ActorRefusedError(message)
    inbox = Inbox(channel=Channel.ACTIVITYPUB, address=address, server=server, office=office, digest=digest)
    try:
        with transaction.atomic():
            add(inbox)
    except IntegrityError:  # another thread has added it just now
        return Inbox.objects.get(digest=digest)
    return inbox


def _forget_empty() -> None:
    Inbox.objects.filter(follows=None).delete()
