"""Receivers: adding one without missing an entry, waking one, and those that settings name."""

import datetime as dt

from django.db import transaction

from dateline.newsroom.distribution.models import Channel, Receiver
from dateline.newsroom.distribution.sealing import seal
from dateline.newsroom.distribution.wiring import Wiring
from dateline.newsroom.publication import log
from dateline.newsroom.publication.models import Follower

FOLLOWER = "pings"
"""What this follower is called where people look."""

KINDS = ("webhook", "subscription", "inbox")
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


@transaction.atomic
def appoint(wiring: Wiring) -> None:
    """Make the receivers that settings name, and delete those that they name no more."""
    _only(Channel.HUB, wiring.outside_hub)
    _only(Channel.INDEXNOW, wiring.indexnow_url if wiring.indexnow_key else "", secret=wiring.indexnow_key)


def _only(channel: Channel, address: str, *, secret: str = "") -> None:
    Receiver.objects.filter(channel=channel).exclude(address=address).delete()
    if not address:
        return
    if Receiver.objects.filter(channel=channel).exists():
        Receiver.objects.filter(channel=channel).update(secret=seal(secret))
    else:
        add(Receiver(channel=channel, address=address, secret=seal(secret)))
