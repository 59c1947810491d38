"""An outside WebSub hub: it is notified of the feeds that changed, and fetches them. Source: W3C WebSub, section 6."""

import datetime as dt
from collections.abc import Sequence
from urllib.parse import urlencode

from dateline.archive import filters
from dateline.archive.matching import with_ancestors
from dateline.archive.port import Archive
from dateline.archive.query import Filter
from dateline.editions.edition import Edition
from dateline.newsroom.distribution.channels.port import ChangedAddresses
from dateline.newsroom.distribution.hub.topics import feed_paths
from dateline.newsroom.distribution.models import Delivery, Receiver
from dateline.newsroom.distribution.wiring import Wiring
from dateline.text.languages import INTERFACE
from dateline.web.guarded_http import HttpRequest


class HubChannel(ChangedAddresses):
    """See ``Channel``."""

    def request(
        self,
        receiver: Receiver,
        deliveries: Sequence[Delivery],
        wiring: Wiring,
        *,
        at: dt.datetime,  # noqa: ARG002
    ) -> HttpRequest | None:
        """Name the feeds of the whole list, and of each office, topic and kind of the changed texts."""
        archive = wiring.archive()
        if archive is None:
            return None
        languages = tuple(archive.newsroom.languages if archive.newsroom else INTERFACE)
        queries = dict.fromkeys(query for one in deliveries for query in _feed_queries(one, archive))
        feeds = [wiring.public_url + path for path in feed_paths(languages, wiring.feed_suffixes, list(queries))]
        body = urlencode([("hub.mode", "publish"), *(("hub.url", feed) for feed in feeds)]).encode()
        form = {"Content-Type": "application/x-www-form-urlencoded", "Dateline-Delivery": deliveries[-1].message_id}
        return HttpRequest(url=receiver.address, method="POST", headers=form, body=body)


def _feed_queries(delivery: Delivery, archive: Archive) -> list[str]:
    """Return the query strings of the feeds that hold a text, one per office, topic (ancestors included) and kind."""
    text = archive.text(delivery.number, delivery.language)
    edition: Edition | None = text.edition if text else None
    if edition is None:
        return []
    feeds = [
        *(Filter(offices=(ref.slug,)) for ref in edition.offices),
        *(Filter(topics=(slug,)) for ref in edition.topics for slug in with_ancestors(ref.slug, archive.topics)),
        *([Filter(kinds=(edition.kind.slug,))] if edition.kind else []),
    ]
    return [filters.serialize(filters.usual_query(feed)) for feed in feeds]
