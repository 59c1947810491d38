"""Follows: stored and deleted, each in one transaction, and answered with Accept. Source: ActivityPub, section 6.7."""

import datetime as dt
import hashlib
import logging
from collections.abc import Collection, Iterable

import msgspec
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from dateline.newsroom.distribution.activitypub import replays
from dateline.newsroom.distribution.activitypub.keys import activity_request
from dateline.newsroom.distribution.activitypub.remote_actors import RemoteActor
from dateline.newsroom.distribution.activitypub.servers import server_of, with_parents
from dateline.newsroom.distribution.errors import ActorRefusedError, DistributionError
from dateline.newsroom.distribution.models import BlockedServer, ChannelName, Follow, Inbox, InboxItem
from dateline.newsroom.distribution.receivers import add_receiver
from dateline.newsroom.distribution.retry import retry_delay_s
from dateline.newsroom.distribution.row_workers import RowWorkers
from dateline.newsroom.distribution.wiring import Wiring
from dateline.web.activitypub import actor_path
from dateline.web.guarded_http import FetchError, HttpRequest, fetch

logger = logging.getLogger("pings")

MAX_INBOXES = 10_000
"""Most inboxes in all; more would slow down each publication."""

MAX_INBOXES_PER_SERVER = 300
"""Most inboxes on one server: three percent of all. A server with a shared inbox needs one for each followed office."""

MAX_FOLLOWS_PER_SERVER = 50_000
"""Most follows from one server, about 75 MB of keys; the largest newsrooms have so many followers there."""

DEAD_AFTER = dt.timedelta(days=30)
"""An inbox that has failed for so long is deleted with its follows."""

THREADS = 4
TIMEOUT_S = 5.0
ACCEPT_ATTEMPTS = 18
"""Attempts to send Accept: three days, as for deliveries. The follow itself stays after the last attempt."""

_GONE = 410


@transaction.atomic
def add_follow(item: InboxItem, remote: RemoteActor, *, at: dt.datetime) -> None:
    """Store the follow that an inbox item asks for, with an Accept to send; a repeated Follow renews both.

    Raises:
        ActorRefusedError: the server has too many follows or inboxes, or there are too many inboxes in all.
    """
    server = server_of(remote.id)
    before = Follow.objects.filter(actor=remote.id, office=item.office).values_list("inbox", flat=True).first()
    if before is None and Follow.objects.filter(server=server).count() >= MAX_FOLLOWS_PER_SERVER:
        message = f"{server} has {MAX_FOLLOWS_PER_SERVER} follows already"
        raise ActorRefusedError(message)
    inbox = _inbox(item.office, remote.shared_inbox, server)
    Follow.objects.update_or_create(
        actor=remote.id,
        office=item.office,
        defaults={
            "server": server,
            "inbox": inbox,
            "activity": item.activity,
            "own_inbox": remote.inbox,
            "key_id": item.key_id,
            "public_key": remote.keys[item.key_id],
            "accept_due_at": at,
            "accept_attempts": 0,
        },
    )
    if before is not None and before != inbox.pk:
        _delete_unused_inboxes()
    replays.remember(item, at=at)
    item.delete()


@transaction.atomic
def end_follows(follows: QuerySet[Follow], item: InboxItem, *, at: dt.datetime) -> None:
    """Delete the follows that an inbox item ends."""
    replays.remember(item, at=at)
    delete_follows(follows)


@transaction.atomic
def delete_follows(follows: QuerySet[Follow]) -> None:
    """Delete follows, and inboxes that have none left, with their deliveries."""
    follows.delete()
    _delete_unused_inboxes()


def delete_dead_inboxes(*, now: dt.datetime) -> None:
    """Delete inboxes that have failed for longer than ``DEAD_AFTER``, with their follows."""
    Inbox.objects.filter(failing_since__lt=now - DEAD_AFTER).delete()


@transaction.atomic
def block(server: BlockedServer) -> None:
    """Save a blocked server, and delete the follows from it and its subdomains."""
    server.save()
    follows = Follow.objects.select_related("inbox").iterator()
    blocked = [
        follow.pk
        for follow in follows
        if any(server.host in with_parents(server_of(url)) for url in (follow.actor, follow.inbox.address))
    ]
    delete_follows(Follow.objects.filter(pk__in=blocked))


def _inbox(office: str, address: str, server: str) -> Inbox:
    digest = hashlib.sha256(f"{office}\n{address}".encode()).hexdigest()
    inbox = Inbox.objects.select_for_update().filter(digest=digest).first()
    if inbox is not None:
        return inbox
    if Inbox.objects.count() >= MAX_INBOXES:
        message = f"there are {MAX_INBOXES} inboxes already"
        raise ActorRefusedError(message)
    if Inbox.objects.filter(server=server).count() >= MAX_INBOXES_PER_SERVER:
        message = f"{server} has {MAX_INBOXES_PER_SERVER} inboxes already"
        raise ActorRefusedError(message)
    inbox = Inbox(channel=ChannelName.ACTIVITYPUB, address=address, server=server, office=office, digest=digest)
    try:
        with transaction.atomic():
            add_receiver(inbox)
    except IntegrityError:  # another thread has just added it
        return Inbox.objects.get(digest=digest)
    return inbox


def _delete_unused_inboxes() -> None:
    Inbox.objects.filter(follows=None).delete()


def accept_workers(wiring: Wiring) -> RowWorkers[Follow]:
    """Return the workers that send Accept for new follows."""

    def next_rows(exclude: Collection[int], limit: int) -> Iterable[Follow]:
        due = Follow.objects.filter(accept_due_at__lte=wiring.now()).exclude(pk__in=exclude)
        return due.order_by("accept_due_at", "pk")[:limit]

    return RowWorkers("accepts", THREADS, next_rows=next_rows, process=lambda follow: send_accept(follow, wiring))


def send_accept(follow: Follow, wiring: Wiring) -> None:
    """Try once to send Accept, and store the outcome; a Follow that was repeated meanwhile keeps its own schedule."""
    same = Follow.objects.filter(pk=follow.pk, activity=follow.activity)
    try:
        response = fetch(accept_request(follow, wiring), allowed=wiring.allowed_networks, timeout_s=TIMEOUT_S)
    except (FetchError, DistributionError) as error:
        status, reason = 0, str(error)
    else:
        status, reason = response.status, f"answered {response.status}"
    if 200 <= status < 300:  # noqa: PLR2004 - the 2xx statuses
        same.update(accept_due_at=None)
    elif status == _GONE:
        delete_follows(same)
    else:
        logger.info("Accept was not delivered to %s: %s", follow.actor, reason)
        attempts = follow.accept_attempts + 1
        wait = dt.timedelta(seconds=retry_delay_s(attempts, chance=0.5))
        due_at = wiring.now() + wait if attempts < ACCEPT_ATTEMPTS else None
        same.update(accept_attempts=attempts, accept_due_at=due_at)


def accept_request(follow: Follow, wiring: Wiring) -> HttpRequest:
    """Return the request with the Accept activity; its id is the same in every attempt."""
    actor = wiring.public_url + actor_path(follow.office)
    suffix = hashlib.sha256(f"{follow.actor}\n{follow.activity}".encode()).hexdigest()[:32]
    activity = {
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": f"{actor}#accept-{suffix}",
        "type": "Accept",
        "actor": actor,
        "object": {"id": follow.activity, "type": "Follow", "actor": follow.actor, "object": actor},
    }
    return activity_request(follow.own_inbox, follow.office, msgspec.json.encode(activity), wiring)
