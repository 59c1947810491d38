"""WebSub: subscribers get the feed as it is served, each time it changes. Source: W3C WebSub."""

import datetime as dt
from collections.abc import Sequence
from http import HTTPStatus

from dateline.archive.query import Filter
from dateline.newsroom.distribution.changes import ChangeEvent
from dateline.newsroom.distribution.channels.port import EveryChange
from dateline.newsroom.distribution.errors import DistributionError
from dateline.newsroom.distribution.hub.topics import parse_topic, topic_request
from dateline.newsroom.distribution.models import Delivery, Receiver, Subscription
from dateline.newsroom.distribution.signing import hub_signature, unseal
from dateline.newsroom.distribution.wiring import Wiring
from dateline.web.guarded_http import HttpRequest

BACKLOG = 20
"""If more deliveries are due, one message replaces all of them, because the current feed shows all changes."""


class WebSubChannel(EveryChange):
    """See ``Channel``."""

    max_batch = 1000

    def batch_size(self, due: int) -> int:
        """Send one change per message, so that subscribers see each; but a whole backlog in one message."""
        return due if due > BACKLOG else 1

    def wants(self, receiver: Receiver, event: ChangeEvent, *, is_informed: bool) -> bool:
        """Say whether the feed holds the release, or may have held it before."""
        if is_informed:
            return True
        topic = parse_topic(_subscription(receiver).topic, event.archive)
        if topic is None:
            return False
        # No filter matches a release that was removed since; the feed of everything shows its removal all the same.
        return topic.filter == Filter() or bool(event.archive.filter_items(topic.filter, "en", [event.entry.number]))

    def request(
        self, receiver: Receiver, deliveries: Sequence[Delivery], wiring: Wiring, *, at: dt.datetime
    ) -> HttpRequest | None:
        """Return the feed as it is served now; None once the lease has ended or the feed no longer exists."""
        subscription = _subscription(receiver)
        if subscription.lease_until <= at:
            return None
        response = wiring.respond(topic_request(subscription.topic))
        if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            message = "the feed cannot be rendered"
            raise DistributionError(message)
        if response.status != HTTPStatus.OK:
            return None
        secret = unseal(subscription.secret)
        headers = {
            "Content-Type": dict(response.headers)["content-type"],
            "Link": f'<{wiring.hub_url}>; rel="hub", <{wiring.public_url}{subscription.topic}>; rel="self"',
            "Dateline-Delivery": deliveries[-1].message_id,
            "Dateline-Position": str(deliveries[-1].position),
        }
        signature = {"X-Hub-Signature": hub_signature(secret, response.body)} if secret else {}
        return HttpRequest(
            url=subscription.address, method="POST", headers={**headers, **signature}, body=response.body
        )


def _subscription(receiver: Receiver) -> Subscription:
    return receiver if isinstance(receiver, Subscription) else receiver.subscription
