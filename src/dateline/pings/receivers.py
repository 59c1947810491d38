"""Receivers: adding one without missing an entry."""

import datetime as dt

from django.db import transaction

from dateline.pings.models import Receiver
from dateline.publication import log
from dateline.publication.models import Follower

FOLLOWER = "pings"
"""What this follower is called where people look."""

KINDS = ("webhook", "subscription")
"""The tables that hold more of a receiver, as Django names them."""


@transaction.atomic
def add(receiver: Receiver) -> None:
    """Save a new receiver, to be told of every entry from now on.

    The follower stands still until this transaction ends, so no entry can pass between.
    """
    follower, _ = Follower.objects.select_for_update().get_or_create(
        name=FOLLOWER, defaults={"position": log.head().position}
    )
    receiver.since = max(follower.position, log.head().position)
    receiver.save()


def wake(receiver: Receiver, *, at: dt.datetime) -> None:
    """Let a receiver be tried again at once, together with all that waits for it."""
    Receiver.objects.filter(pk=receiver.pk).update(failures=0, failing_since=None, rests_until=None)
    receiver.deliveries.filter(state="waiting").update(due_at=at)
