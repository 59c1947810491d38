"""Verification of inbox items with the key of their actor, and their effects."""

import datetime as dt
import logging
from collections.abc import Collection, Iterable

from django.db.models import Exists, F, OuterRef, QuerySet

from dateline.newsroom.distribution.activitypub import replays
from dateline.newsroom.distribution.activitypub.follows import add_follow, end_follows
from dateline.newsroom.distribution.activitypub.http_signatures import RequestSignature, is_signed_by
from dateline.newsroom.distribution.activitypub.remote_actors import RemoteActor, fetch_actor
from dateline.newsroom.distribution.activitypub.servers import is_blocked
from dateline.newsroom.distribution.errors import ActorGoneError, ActorRefusedError
from dateline.newsroom.distribution.models import Follow, InboxItem
from dateline.newsroom.distribution.retry import retry_delay_s
from dateline.newsroom.distribution.row_workers import RowWorkers
from dateline.newsroom.distribution.wiring import Wiring
from dateline.web.guarded_http import NoResponseError, TargetRefusedError

logger = logging.getLogger("pings")

THREADS = 2
ATTEMPTS = 6
"""Attempts to verify an item of an actor that follows already; they take over two minutes."""

ATTEMPTS_FOR_STRANGERS = 2
"""Attempts for other actors. If a server is down, the actor can follow again later; others must not wait for it."""


def inbox_workers(wiring: Wiring) -> RowWorkers[InboxItem]:
    """Return the workers that process inbox items; those of one actor in the order of their arrival."""

    def next_rows(exclude: Collection[int], limit: int) -> Iterable[InboxItem]:
        earlier = InboxItem.objects.filter(actor=OuterRef("actor"), pk__lt=OuterRef("pk"))
        due = InboxItem.objects.filter(~Exists(earlier), due_at__lte=wiring.now()).exclude(pk__in=exclude)
        return due.order_by("due_at", "pk")[:limit]

    return RowWorkers("inbox", THREADS, next_rows=next_rows, process=lambda item: process_item(item, wiring))


def process_item(item: InboxItem, wiring: Wiring) -> None:
    """Verify an item, apply it and delete it; postpone it while its actor's server does not answer."""
    try:
        if replays.is_replay(item, _offices(item)):
            logger.info("an activity of %s is ignored: it is a replay", item.actor)
        elif item.kind == InboxItem.Kind.FOLLOW:
            add_follow(item, _verified_follower(item, wiring), at=wiring.now())
            return
        else:
            _end_follows(item, wiring)
    except NoResponseError as error:
        if item.attempts + 1 < _max_attempts(item):
            wait = dt.timedelta(seconds=retry_delay_s(item.attempts + 1, chance=0.5))
            same = InboxItem.objects.filter(pk=item.pk)
            same.update(attempts=F("attempts") + 1, due_at=wiring.now() + wait)
            return
        logger.info("an activity of %s is ignored: %s", item.actor, error)
    except (TargetRefusedError, ActorRefusedError, ActorGoneError) as error:
        logger.info("an activity of %s is ignored: %s", item.actor, error)
    InboxItem.objects.filter(pk=item.pk).delete()


def _max_attempts(item: InboxItem) -> int:
    return ATTEMPTS if Follow.objects.filter(actor=item.actor).exists() else ATTEMPTS_FOR_STRANGERS


def _end_follows(item: InboxItem, wiring: Wiring) -> None:
    follows = _follows_to_end(item)
    known = follows.first()
    if known is None:
        return
    is_verified = known.key_id == item.key_id and is_signed_by(known.public_key, _signature(item))
    if not is_verified:  # the actor may have a new key: fetch it once
        try:
            _verified_actor(item, wiring)
        except ActorGoneError:
            if item.kind != InboxItem.Kind.DELETE:
                raise  # for Delete, the answer of the actor's own server is proof enough
    if item.kind == InboxItem.Kind.UNDO:
        item.office = known.office  # which an Undo of an id does not name
    end_follows(follows, item, at=wiring.now())


def _offices(item: InboxItem) -> set[str]:
    """Return the slugs of the followed actors that an item would change."""
    if item.kind == InboxItem.Kind.FOLLOW:
        return {item.office}
    return set(_follows_to_end(item).values_list("office", flat=True))


def _follows_to_end(item: InboxItem) -> QuerySet[Follow]:
    follows = Follow.objects.filter(actor=item.actor)
    if item.kind == InboxItem.Kind.DELETE:
        return follows
    by_id = follows.filter(activity=item.activity) if item.activity else follows.none()
    return by_id if by_id.exists() else follows.filter(office=item.office)


def _verified_follower(item: InboxItem, wiring: Wiring) -> RemoteActor:
    """Return the actor of a Follow.

    Raises:
        ActorRefusedError: the actor is not verified, or its server was blocked meanwhile.
    """
    remote = _verified_actor(item, wiring)
    if is_blocked(remote.id):
        message = "its server is blocked"
        raise ActorRefusedError(message)
    return remote


def _verified_actor(item: InboxItem, wiring: Wiring) -> RemoteActor:
    """Return the actor of an item, fetched from its server.

    Raises:
        ActorRefusedError: no key of the actor confirms the signature.
    """
    remote = fetch_actor(item.actor, wiring)
    pem = remote.keys.get(item.key_id, "")
    if not pem or not is_signed_by(pem, _signature(item)):
        message = "it is not signed with a key of its actor"
        raise ActorRefusedError(message)
    return remote


def _signature(item: InboxItem) -> RequestSignature:
    return RequestSignature(key_id=item.key_id, text=item.signed_text, signature=item.signature)
