"""Receivers that settings name: an outside hub, and IndexNow."""

from django.db import transaction

from dateline.pings.models import Channel, Receiver
from dateline.pings.receivers import add
from dateline.pings.sealing import seal
from dateline.pings.wiring import Wiring


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
