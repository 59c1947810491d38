"""The delivery queue: claims, batches and outcomes, all in the database, so that a kill loses nothing."""

import datetime as dt
import secrets
from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from dateline.newsroom.distribution import retry
from dateline.newsroom.distribution.models import REASON_MAX, Delivery, Inbox, Receiver, Subscription
from dateline.newsroom.distribution.receivers import SUBTYPES

CLAIM_FOR = dt.timedelta(seconds=60)
"""Length of a claim; a turn of the sender ends long before (see ``sender``)."""

RETENTION = dt.timedelta(days=30)
"""How long ended deliveries are stored. The last one of each release and receiver stays: it shows that the receiver
knows the release."""

_WAITING = Delivery.State.WAITING


def ready_receivers(*, now: dt.datetime, limit: int, exclude: Collection[int] = ()) -> list[int]:
    """Return the keys of receivers that have due deliveries and no claim, least recently tried first.

    Args:
        now: current moment.
        limit: most keys to return.
        exclude: keys to leave out.
    """
    ready = Receiver.objects.filter(_is_claimable(now), Exists(_due(OuterRef("pk"), now)), is_active=True)
    ordered = ready.exclude(pk__in=exclude).order_by(F("tried_at").asc(nulls_first=True), "pk")
    return list(ordered.values_list("pk", flat=True)[:limit])


def claim(key: int, *, by: str, now: dt.datetime) -> Receiver | None:
    """Claim a receiver for one turn; None where another process holds it, or it is resting or switched off."""
    claimable = Receiver.objects.filter(_is_claimable(now), pk=key, is_active=True)
    if not claimable.update(taken_until=now + CLAIM_FOR, taken_by=by, tried_at=now):
        return None
    return Receiver.objects.select_related(*SUBTYPES).get(pk=key)


def release(key: int, *, by: str) -> None:
    """Release a claim."""
    Receiver.objects.filter(pk=key, taken_by=by).update(taken_until=None, taken_by="")


def release_all(*, by: str) -> None:
    """Release the claims that a killed process left behind; call it while no other process of this home runs."""
    Receiver.objects.filter(taken_by=by).update(taken_until=None, taken_by="")


def next_batch(key: int, *, now: dt.datetime, limit: int) -> list[Delivery]:
    """Return the next due deliveries to a receiver, in log order; empty where none is due, or it is switched off.

    Deliveries of a release wait while an earlier one of the same release waits for its retry.
    """
    if not Receiver.objects.filter(pk=key, is_active=True).exists():
        return []
    return list(_due(key, now).order_by("position")[:limit])


@transaction.atomic
def mark_delivered(deliveries: Sequence[Delivery], *, status: int | None, at: dt.datetime) -> None:
    """Mark a message as delivered; ``status`` is None where nothing was left to send."""
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
def mark_failed(
    deliveries: Sequence[Delivery], *, status: int | None, reason: str, at: dt.datetime, retry_after_s: float = 0.0
) -> None:
    """Mark a message as failed: schedule the retry of its deliveries and receiver, or give up old deliveries.

    Args:
        deliveries: of the message.
        status: HTTP status of the response; None without one.
        reason: sentence for people.
        at: current moment.
        retry_after_s: what the receiver asked for in ``Retry-After``.
    """
    chance = secrets.randbelow(1000) / 1000
    line = _one_line(reason)
    receiver = Receiver.objects.select_for_update().get(pk=deliveries[0].receiver_id)
    receiver.failures += 1
    receiver.failing_since = receiver.failing_since or at
    rest = retry.rest_s(receiver.failures, chance=chance, retry_after_s=retry_after_s)
    receiver.rests_until = at + dt.timedelta(seconds=rest)
    receiver.save(update_fields=["failures", "failing_since", "rests_until"])
    for delivery in deliveries:
        wait = retry.retry_delay_s(delivery.attempts + 1, chance=chance)
        _rows([delivery]).update(
            attempts=F("attempts") + 1, due_at=at + dt.timedelta(seconds=wait), status=status, reason=line
        )
    # Give up all deliveries that have waited for three days, tried or not; else a dead receiver would never be done.
    late = receiver.deliveries.filter(state=_WAITING, queued_at__lte=at - retry.GIVE_UP_AFTER)
    late.filter(reason="").update(reason=line)
    late.update(state=Delivery.State.DEAD, ended_at=at)


@transaction.atomic
def mark_gone(key: int, *, reason: str, at: dt.datetime) -> None:
    """Switch off a receiver that answered "gone" and give up its deliveries; delete a subscription or an inbox."""
    if Subscription.objects.filter(pk=key).delete()[0] or Inbox.objects.filter(pk=key).delete()[0]:
        return
    Receiver.objects.filter(pk=key).update(is_active=False)
    waiting = Delivery.objects.filter(receiver=key, state=_WAITING)
    waiting.update(state=Delivery.State.DEAD, ended_at=at, reason=_one_line(reason))


def replay(dead: QuerySet[Delivery], *, at: dt.datetime) -> int:
    """Queue dead deliveries again under their old message ids; return how many."""
    dead = dead.filter(state=Delivery.State.DEAD)
    receivers = list(dead.values_list("receiver", flat=True).distinct().order_by())
    count = dead.update(state=_WAITING, ended_at=None, attempts=0, queued_at=at, due_at=at, status=None, reason="")
    Receiver.objects.filter(pk__in=receivers).update(failures=0, failing_since=None, rests_until=None)
    return count


def delete_old(*, now: dt.datetime) -> None:
    """Delete deliveries that ended more than ``RETENTION`` ago, except the last of each release and receiver."""
    later = Delivery.objects.filter(
        receiver=OuterRef("receiver"), release=OuterRef("release"), position__gt=OuterRef("position")
    )
    old = Delivery.objects.filter(state=Delivery.State.DELIVERED, ended_at__lt=now - RETENTION)
    old.filter(Exists(later)).delete()


def _one_line(reason: str) -> str:
    """Return a reason as one printable line that fits the column; it may quote anything a receiver sent."""
    return "".join(letter for letter in " ".join(reason.split()) if letter.isprintable())[:REASON_MAX]


def _rows(deliveries: Sequence[Delivery]) -> QuerySet[Delivery]:
    return Delivery.objects.filter(pk__in=[one.pk for one in deliveries], state=_WAITING)


def _is_claimable(now: dt.datetime) -> Q:
    rested = Q(rests_until=None) | Q(rests_until__lte=now)
    return rested & (Q(taken_until=None) | Q(taken_until__lte=now))


def _due(receiver: int | OuterRef, now: dt.datetime) -> QuerySet[Delivery]:
    """Return due deliveries whose release has no earlier delivery that waits for a later retry."""
    held_up = Delivery.objects.filter(
        receiver=OuterRef("receiver"),
        release=OuterRef("release"),
        position__lt=OuterRef("position"),
        state=_WAITING,
        due_at__gt=now,
    )
    due = Delivery.objects.filter(receiver=receiver, state=_WAITING, due_at__lte=now)
    return due.filter(~Exists(held_up))
