"""Tables of pings: who is told, what each of them is told, and who follows from elsewhere."""

from dateline.newsroom.distribution.models.actors import (
    ACTOR_MAX,
    SERVER_MAX,
    BlockedServer,
    Follow,
    Inbox,
    KeyPair,
    Letter,
)
from dateline.newsroom.distribution.models.deliveries import Delivery
from dateline.newsroom.distribution.models.receivers import (
    ADDRESS_MAX,
    REASON_MAX,
    Channel,
    Intent,
    Receiver,
    Subscription,
    Webhook,
)

__all__ = [
    "ACTOR_MAX",
    "ADDRESS_MAX",
    "REASON_MAX",
    "SERVER_MAX",
    "BlockedServer",
    "Channel",
    "Delivery",
    "Follow",
    "Inbox",
    "Intent",
    "KeyPair",
    "Letter",
    "Receiver",
    "Subscription",
    "Webhook",
]
