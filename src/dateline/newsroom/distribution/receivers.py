"""Receivers: adding one without missing an entry, retrying one at once, and those that settings name."""

import datetime as dt

from django.db import transaction

from dateline.newsroom.distribution.models import ChannelName, Receiver
from dateline.newsroom.distribution.signing import seal
from dateline.newsroom.distribution.wiring import Wiring
from dateline.newsroom.publication import log
from dateline.newsroom.publication.models import Follower

FOLLOWER = "pings"
"""Stored name of the follower that plans deliveries."""

SUBTYPES = ("webhook", "subscription", "inbox")
"""Relations from a receiver to its child tables."""


@transaction.atomic
def add_receiver(receiver: Receiver) -> None:
    """Save a new receiver; it gets every entry appended from now on.

    The follower's row stays locked until the transaction ends, so no entry is planned without the new receiver.
    """
    follower, _ = Follower.objects.select_for_update().get_or_create(
        name=FOLLOWER, defaults={"position": log.head().position}
    )
    receiver.since = max(follower.position, log.head().position)
    receiver.save()


def retry_now(receiver: Receiver, *, at: dt.datetime) -> None:
    """Make a receiver and all its waiting deliveries due at ``at``."""
    Receiver.objects.filter(pk=receiver.pk).update(failures=0, failing_since=None, rests_until=None)
    receiver.deliveries.filter(state="waiting").update(due_at=at)


@transaction.atomic
def sync_configured(wiring: Wiring) -> None:
    """Create the receivers that settings name, and delete those that settings no longer name."""
    _sync(ChannelName.HUB, wiring.outside_hub)
    _sync(ChannelName.INDEXNOW, wiring.indexnow_url if wiring.indexnow_key else "", secret=wiring.indexnow_key)


def _sync(channel: ChannelName, address: str, *, secret: str = "") -> None:
    Receiver.objects.filter(channel=channel).exclude(address=address).delete()
    if not address:
        return
    if Receiver.objects.filter(channel=channel).exists():
        Receiver.objects.filter(channel=channel).update(secret=seal(secret))
    else:
        add_receiver(Receiver(channel=channel, address=address, secret=seal(secret)))
