"""The channels: what each receiver of a channel is told, and in which form. Adding one adds a module and a row."""

from collections.abc import Mapping

from dateline.pings.channels.activitypub import ActivityPub
from dateline.pings.channels.hubs import Hubs
from dateline.pings.channels.indexnow import IndexNow
from dateline.pings.channels.port import Channel
from dateline.pings.channels.webhooks import Webhooks
from dateline.pings.channels.websub import Websub
from dateline.pings.models import Channel as Name

CHANNELS: Mapping[str, Channel] = {
    Name.WEBHOOK: Webhooks(),
    Name.WEBSUB: Websub(),
    Name.HUB: Hubs(),
    Name.INDEXNOW: IndexNow(),
    Name.ACTIVITYPUB: ActivityPub(),
}
