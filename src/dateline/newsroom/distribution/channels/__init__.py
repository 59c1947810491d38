"""The channels: what each receiver of a channel is told, and in which form. Adding one adds a module and a row."""

from collections.abc import Mapping

from dateline.newsroom.distribution.channels.activitypub import ActivityPub
from dateline.newsroom.distribution.channels.hubs import Hubs
from dateline.newsroom.distribution.channels.indexnow import IndexNow
from dateline.newsroom.distribution.channels.port import Channel
from dateline.newsroom.distribution.channels.webhooks import Webhooks
from dateline.newsroom.distribution.channels.websub import Websub
from dateline.newsroom.distribution.models import Channel as Name

CHANNELS: Mapping[str, Channel] = {
    Name.WEBHOOK: Webhooks(),
    Name.WEBSUB: Websub(),
    Name.HUB: Hubs(),
    Name.INDEXNOW: IndexNow(),
    Name.ACTIVITYPUB: ActivityPub(),
}
