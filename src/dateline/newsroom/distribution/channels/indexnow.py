"""IndexNow: search engines are notified of changed addresses. Source: the IndexNow protocol, indexnow.org."""

import datetime as dt
from collections.abc import Sequence
from urllib.parse import urlsplit

import msgspec

from dateline.newsroom.distribution.channels.port import ChangedAddresses
from dateline.newsroom.distribution.models import Delivery, Receiver
from dateline.newsroom.distribution.signing import unseal
from dateline.newsroom.distribution.wiring import Wiring
from dateline.web.addresses import release_path, short_path
from dateline.web.guarded_http import HttpRequest


class IndexNowChannel(ChangedAddresses):
    """See ``Channel``."""

    def request(
        self,
        receiver: Receiver,
        deliveries: Sequence[Delivery],
        wiring: Wiring,
        *,
        at: dt.datetime,  # noqa: ARG002
    ) -> HttpRequest | None:
        """List the addresses of the changed texts, each once."""
        archive = wiring.archive()
        addresses: dict[str, None] = {}
        for one in deliveries:
            text = archive.text(one.number, one.language) if archive else None
            edition = text.edition if text else None
            path = (
                release_path(one.language, one.number, edition.slug)
                if edition
                else short_path(one.language, one.number)
            )
            addresses[wiring.public_url + path] = None
        key = unseal(receiver.secret)
        payload = {
            "host": urlsplit(wiring.public_url).netloc,
            "key": key,
            "keyLocation": f"{wiring.public_url}/{key}.txt",
            "urlList": list(addresses),
        }
        headers = {"Content-Type": "application/json; charset=utf-8"}
        return HttpRequest(url=receiver.address, method="POST", headers=headers, body=msgspec.json.encode(payload))
