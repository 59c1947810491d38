"""Verifying letters with the key of their actor, and bringing about what they wish."""

import datetime as dt
import logging
from collections.abc import Collection, Iterable

from django.db.models import Exists, F, OuterRef, QuerySet

from dateline.newsroom.distribution.activitypub.blocking import is_blocked
from dateline.newsroom.distribution.activitypub.following import end, take_up
from dateline.newsroom.distribution.activitypub.remote import Remote, fetch_actor
from dateline.newsroom.distribution.deliveries.retrying import wait_s
from dateline.newsroom.distribution.deliveries.row_workers import Hands
from dateline.newsroom.distribution.errors import ActorGoneError, ActorRefusedError
from dateline.newsroom.distribution.http_signatures import Signed, is_by
from dateline.newsroom.distribution.models import Follow, Letter
from dateline.newsroom.distribution.wiring import Wiring
from dateline.web.guarded_http import NoResponseError, TargetRefusedError

logger = logging.getLogger("pings")

THREADS = 2
TRIES = 6
"""Over two minutes, for who follows already."""

TRIES_OF_A_STRANGER = 2
"""Whoever wants to follow from a server that is down asks again; its letters hold up those of others meanwhile."""


def verifier(wiring: Wiring) -> Hands[Letter]:
    """Return what verifies letters, a few at a time; those of one actor in the order they came."""

    def waiting(besides: Collection[int], limit: int) -> Iterable[Letter]:
        earlier = Letter.objects.filter(actor=OuterRef("actor"), pk__lt=OuterRef("pk"))
        due = Letter.objects.filter(~Exists(earlier), due_at__lte=wiring.now()).exclude(pk__in=besides)
        return due.order_by("due_at", "pk")[:limit]

    return Hands("inbox", THREADS, waiting=waiting, do=lambda letter: settle(letter, wiring))


def settle(letter: Letter, wiring: Wiring) -> None:
    """Verify a letter and do what it wishes, then forget it; while its actor's server is away, try again later."""
    try:
        if letter.kind == Letter.Kind.FOLLOW:
            take_up(letter, _welcome(letter, wiring), at=wiring.now())
            return
        _end(letter, wiring)
    except NoResponseError as error:
        if letter.attempts + 1 < _tries(letter):
            wait = dt.timedelta(seconds=wait_s(letter.attempts + 1, chance=0.5))
            later = Letter.objects.filter(pk=letter.pk)
            later.update(attempts=F("attempts") + 1, due_at=wiring.now() + wait)
            return
        logger.info("a letter of %s is passed over: %s", letter.actor, error)
    except (TargetRefusedError, ActorRefusedError, ActorGoneError) as error:
        logger.info("a letter of %s is passed over: %s", letter.actor, error)
    Letter.objects.filter(pk=letter.pk).delete()


def _tries(letter: Letter) -> int:
    return TRIES if Follow.objects.filter(actor=letter.actor).exists() else TRIES_OF_A_STRANGER


def _end(letter: Letter, wiring: Wiring) -> None:
    meant = _meant(letter)
    known = meant.first()
    if known is None:
        return
    is_known = known.key_id == letter.key_id and is_by(known.public_key, _signed(letter))
    if not is_known:  # the key may be a new one: it is asked for once
        try:
            _verified(letter, wiring)
        except ActorGoneError:
            if letter.kind != Letter.Kind.DELETE:
                raise  # who is gone wishes nothing; that it is gone its own server has said
    end(meant)


def _meant(letter: Letter) -> QuerySet[Follow]:
    follows = Follow.objects.filter(actor=letter.actor)
    if letter.kind == Letter.Kind.DELETE:
        return follows
    by_id = follows.filter(activity=letter.activity) if letter.activity else follows.none()
    return by_id if by_id.exists() else follows.filter(office=letter.office)


def _welcome(letter: Letter, wiring: Wiring) -> Remote:
    """Return who wishes to follow, verified.

    Raises:
        ActorRefusedError: their server was blocked since they wrote.
    """
    remote = _verified(letter, wiring)
    if is_blocked(remote.id):
        message = "its server is blocked"
        raise ActorRefusedError(message)
    return remote


def _verified(letter: Letter, wiring: Wiring) -> Remote:
    """Return the actor of a letter once its own key has confirmed the signature.

    Raises:
        ActorRefusedError: it has not.
    """
    remote = fetch_actor(letter.actor, wiring)
    pem = remote.keys.get(letter.key_id, "")
    if not pem or not is_by(pem, _signed(letter)):
        message = "it is not signed with a key of its actor"
        raise ActorRefusedError(message)
    return remote


def _signed(letter: Letter) -> Signed:
    return Signed(key_id=letter.key_id, text=letter.signed_text, signature=letter.signature)
