"""WebSub: subscribers get the feed as it is served, each time something changes in it. Source: W3C WebSub."""

import datetime as dt
from collections.abc import Sequence
from http import HTTPStatus

from dateline.archive.query import Filter
from dateline.newsroom.distribution.changes import Told
from dateline.newsroom.distribution.channels.webhooks import GONE
from dateline.newsroom.distribution.errors import PingsError
from dateline.newsroom.distribution.hub.topics import request_of, topic_of
from dateline.newsroom.distribution.models import Delivery, Receiver, Subscription
from dateline.newsroom.distribution.sealing import unseal
from dateline.newsroom.distribution.signing import hub_signature
from dateline.newsroom.distribution.wiring import Wiring
from dateline.web.guarded_http import HttpRequest, HttpResponse

BACKLOG = 20
"""With more than so many waiting, one message carries them all: the feed as it is now tells what is left of each."""


class Websub:
    """See ``Channel``."""

    delay_s = 0.0
    most = 1000

    def together(self, due: int) -> int:
        """Carry one change a message, so that each is seen; a backlog at once."""
        return due if due > BACKLOG else 1

    def wants(self, receiver: Receiver, told: Told, *, knows: bool) -> bool:
        """Say whether the feed means the release, or may have meant it before."""
        if knows:
            return True
        topic = topic_of(_subscription(receiver).topic, told.archive)
        if topic is None:
            return False
        # What was removed since is meant by no filter; the feed of everything tells of it all the same.
        return topic.filter == Filter() or bool(told.archive.filter_items(topic.filter, "en", [told.entry.number]))

    def question(
        self, receiver: Receiver, deliveries: Sequence[Delivery], wiring: Wiring, *, at: dt.datetime
    ) -> HttpRequest | None:
        """Return the feed as it is served now; None once the lease has ended or there is no such feed any more."""
        mine = _subscription(receiver)
        if mine.lease_until <= at:
            return None
        answer = wiring.answer(request_of(mine.topic))
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            message = "the feed cannot be made"
            raise PingsError(message)
        if answer.status != HTTPStatus.OK:
            return None
        secret = unseal(mine.secret)
        headers = {
            "Content-Type": dict(answer.headers)["content-type"],
            "Link": f'<{wiring.hub_url}>; rel="hub", <{wiring.public_url}{mine.topic}>; rel="self"',
            "Dateline-Delivery": deliveries[-1].message_id,
            "Dateline-Position": str(deliveries[-1].position),
        }
        signed = {"X-Hub-Signature": hub_signature(secret, answer.body)} if secret else {}
        return HttpRequest(url=mine.address, method="POST", headers={**headers, **signed}, body=answer.body)

    def is_over(self, _receiver: Receiver, answer: HttpResponse) -> bool:
        """Take 410 for the end of the subscription. Source: W3C WebSub, section 7."""
        return answer.status == GONE


def _subscription(receiver: Receiver) -> Subscription:
    return receiver if isinstance(receiver, Subscription) else receiver.subscription
