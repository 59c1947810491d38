"""What is to be sent next, and what became of what was sent; all in the database, so that a kill loses nothing."""

import datetime as dt
import secrets
from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from dateline.newsroom.distribution.deliveries import retrying
from dateline.newsroom.distribution.models import REASON_MAX, Delivery, Inbox, Receiver, Subscription
from dateline.newsroom.distribution.receivers import KINDS

TAKEN_FOR = dt.timedelta(seconds=60)
"""How long others keep away from a receiver; a turn is over long before (see ``sending``)."""

KEPT_FOR = dt.timedelta(days=30)
"""What has ended is kept so long; of each release the last, which says that a receiver knows of it, for ever."""

_WAITING = Delivery.State.WAITING


def ready(*, now: dt.datetime, limit: int, besides: Collection[int] = ()) -> list[int]:
    """Return the keys of receivers that something can be sent to now, the longest untried first.

    Args:
        now: this moment.
        limit: keys at most.
        besides: keys to leave out.
    """
    found = Receiver.objects.filter(_is_free(now), Exists(_due(OuterRef("pk"), now)), is_active=True)
    ordered = found.exclude(pk__in=besides).order_by(F("tried_at").asc(nulls_first=True), "pk")
    return list(ordered.values_list("pk", flat=True)[:limit])


def take(key: int, *, by: str, now: dt.datetime) -> Receiver | None:
    """Take a receiver for a turn; None where another has it, or nothing is to be tried."""
    free = Receiver.objects.filter(_is_free(now), pk=key, is_active=True)
    if not free.update(taken_until=now + TAKEN_FOR, taken_by=by, tried_at=now):
        return None
    return Receiver.objects.select_related(*KINDS).get(pk=key)


def free(key: int, *, by: str) -> None:
    """Give a receiver back."""
    Receiver.objects.filter(pk=key, taken_by=by).update(taken_until=None, taken_by="")


def free_all(*, by: str) -> None:
    """Give back whatever a killed process of this home had taken; call it while no other one runs."""
    Receiver.objects.filter(taken_by=by).update(taken_until=None, taken_by="")


def following(key: int, *, now: dt.datetime, limit: int) -> list[Delivery]:
    """Return what one message to a receiver carries next, in order; empty where nothing is due, or it is switched off.

    Of a release nothing comes before what is tried again.
    """
    if not Receiver.objects.filter(pk=key, is_active=True).exists():
        return []
    return list(_due(key, now).order_by("position")[:limit])


@transaction.atomic
def note_sent(deliveries: Sequence[Delivery], *, status: int | None, at: dt.datetime) -> None:
    """Note that a message has arrived, or that there was nothing to tell any more (``status`` None)."""
    rows = _rows(deliveries)
    rows.update(
        state=Delivery.State.DELIVERED,
        ended_at=at,
        status=status,
        reason="",
        attempts=F("attempts") + int(status is not None),
    )
    key = deliveries[0].receiver_id
    Receiver.objects.filter(pk=key, failures__gt=0).update(failures=0, failing_since=None, rests_until=None)


@transaction.atomic
def note_failed(
    deliveries: Sequence[Delivery], *, status: int | None, reason: str, at: dt.datetime, asked_s: float = 0.0
) -> None:
    """Note that a message has not arrived: when it and its receiver are tried again, or that they are given up.

    Args:
        deliveries: of the message.
        status: answered; None where nothing was.
        reason: for people.
        at: this moment.
        asked_s: how long the receiver asked to be left alone.
    """
    chance = secrets.randbelow(1000) / 1000
    said = _line(reason)
    receiver = Receiver.objects.select_for_update().get(pk=deliveries[0].receiver_id)
    receiver.failures += 1
    receiver.failing_since = receiver.failing_since or at
    rest = retrying.rest_s(receiver.failures, chance=chance, asked_s=asked_s)
    receiver.rests_until = at + dt.timedelta(seconds=rest)
    receiver.save(update_fields=["failures", "failing_since", "rests_until"])
    for delivery in deliveries:
        wait = retrying.wait_s(delivery.attempts + 1, chance=chance)
        _rows([delivery]).update(
            attempts=F("attempts") + 1, due_at=at + dt.timedelta(seconds=wait), status=status, reason=said
        )
    # Whatever has waited for three days is given up with it, tried or not: who is dead would never get to its turn.
    late = receiver.deliveries.filter(state=_WAITING, queued_at__lte=at - retrying.GIVEN_UP_AFTER)
    late.filter(reason="").update(reason=said)
    late.update(state=Delivery.State.DEAD, ended_at=at)


@transaction.atomic
def note_over(key: int, *, reason: str, at: dt.datetime) -> None:
    """Switch off who wants nothing any more, and give up what waits for it; a subscription or an inbox is deleted."""
    if Subscription.objects.filter(pk=key).delete()[0] or Inbox.objects.filter(pk=key).delete()[0]:
        return
    Receiver.objects.filter(pk=key).update(is_active=False)
    waiting = Delivery.objects.filter(receiver=key, state=_WAITING)
    waiting.update(state=Delivery.State.DEAD, ended_at=at, reason=_line(reason))


def replay(dead: QuerySet[Delivery], *, at: dt.datetime) -> int:
    """Let what was given up be tried again, under its old ids; return how many."""
    found = dead.filter(state=Delivery.State.DEAD)
    receivers = list(found.values_list("receiver", flat=True).distinct().order_by())
    count = found.update(state=_WAITING, ended_at=None, attempts=0, queued_at=at, due_at=at, status=None, reason="")
    Receiver.objects.filter(pk__in=receivers).update(failures=0, failing_since=None, rests_until=None)
    return count


def forget_old(*, now: dt.datetime) -> None:
    """Delete what has arrived long ago; of each release and receiver the last stays."""
    later = Delivery.objects.filter(
        receiver=OuterRef("receiver"), release=OuterRef("release"), position__gt=OuterRef("position")
    )
    old = Delivery.objects.filter(state=Delivery.State.DELIVERED, ended_at__lt=now - KEPT_FOR)
    old.filter(Exists(later)).delete()


def _line(reason: str) -> str:
    """Return a reason as a line of a table; receivers have their part in it, so it may hold anything."""
    return "".join(sign for sign in " ".join(reason.split()) if sign.isprintable())[:REASON_MAX]


def _rows(deliveries: Sequence[Delivery]) -> QuerySet[Delivery]:
    return Delivery.objects.filter(pk__in=[one.pk for one in deliveries], state=_WAITING)


def _is_free(now: dt.datetime) -> Q:
    rested = Q(rests_until=None) | Q(rests_until__lte=now)
    return rested & (Q(taken_until=None) | Q(taken_until__lte=now))


def _due(receiver: int | OuterRef, now: dt.datetime) -> QuerySet[Delivery]:
    """Return what may be tried: it is due, and nothing of its release waits for a later try."""
    held_up = Delivery.objects.filter(
        receiver=OuterRef("receiver"),
        release=OuterRef("release"),
        position__lt=OuterRef("position"),
        state=_WAITING,
        due_at__gt=now,
    )
    due = Delivery.objects.filter(receiver=receiver, state=_WAITING, due_at__lte=now)
    return due.filter(~Exists(held_up))
