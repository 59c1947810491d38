"""Tables of this package: receivers, deliveries to them, and ActivityPub followers."""

from dateline.newsroom.distribution.models.activitypub import (
    ACTOR_MAX,
    SERVER_MAX,
    AppliedActivity,
    BlockedServer,
    Follow,
    Inbox,
    InboxItem,
    KeyPair,
)
from dateline.newsroom.distribution.models.deliveries import Delivery
from dateline.newsroom.distribution.models.receivers import (
    ADDRESS_MAX,
    REASON_MAX,
    ChannelName,
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
    "AppliedActivity",
    "BlockedServer",
    "ChannelName",
    "Delivery",
    "Follow",
    "Inbox",
    "InboxItem",
    "Intent",
    "KeyPair",
    "Receiver",
    "Subscription",
    "Webhook",
]
