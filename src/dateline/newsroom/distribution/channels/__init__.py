"""The channels: what is sent to each kind of receiver, and when. To add a channel, add a module and a row here."""

from collections.abc import Mapping

from dateline.newsroom.distribution.channels.activitypub import ActivityPubChannel
from dateline.newsroom.distribution.channels.hubs import HubChannel
from dateline.newsroom.distribution.channels.indexnow import IndexNowChannel
from dateline.newsroom.distribution.channels.port import Channel
from dateline.newsroom.distribution.channels.webhook import WebhookChannel
from dateline.newsroom.distribution.channels.websub import WebSubChannel
from dateline.newsroom.distribution.models import ChannelName

CHANNELS: Mapping[str, Channel] = {
    ChannelName.WEBHOOK: WebhookChannel(),
    ChannelName.WEBSUB: WebSubChannel(),
    ChannelName.HUB: HubChannel(),
    ChannelName.INDEXNOW: IndexNowChannel(),
    ChannelName.ACTIVITYPUB: ActivityPubChannel(),
}
