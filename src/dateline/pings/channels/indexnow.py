"""IndexNow: search engines are told which addresses have changed. Source: the IndexNow protocol, indexnow.org."""

import datetime as dt
from collections.abc import Sequence
from urllib.parse import urlsplit

import msgspec

from dateline.pings.changes import Told
from dateline.pings.models import Delivery, Receiver
from dateline.pings.sealing import unseal
from dateline.pings.wiring import Wiring
from dateline.plain.links import release_path
from dateline.plain.outside import Answer, Question


class IndexNow:
    """See ``Channel``."""

    delay_s = 1.0  # every public process shows a change within 0.25 s
    most = 1000  # the protocol takes ten times as many

    def together(self, due: int) -> int:
        """Name all that have changed at once."""
        return due

    def wants(self, _receiver: Receiver, _told: Told, *, knows: bool) -> bool:  # noqa: ARG002  # the port's shape
        """Tell of everything: a search engine is to forget what is removed."""
        return True

    def question(
        self,
        receiver: Receiver,
        deliveries: Sequence[Delivery],
        wiring: Wiring,
        *,
        at: dt.datetime,  # noqa: ARG002
    ) -> Question | None:
        """Name the addresses of the texts, each once."""
        archive = wiring.archive()
        addresses: dict[str, None] = {}
        for one in deliveries:
            reading = archive.reading(one.number, one.language) if archive else None
            edition = reading.edition if reading else None
            path = (
                release_path(one.language, one.number, edition.slug)
                if edition
                else f"/{one.language}/news/{one.number}"
            )
            addresses[wiring.public_url + path] = None
        key = unseal(receiver.secret)
        said = {
            "host": urlsplit(wiring.public_url).netloc,
            "key": key,
            "keyLocation": f"{wiring.public_url}/{key}.txt",
            "urlList": list(addresses),
        }
        headers = {"Content-Type": "application/json; charset=utf-8"}
        return Question(url=receiver.address, method="POST", headers=headers, body=msgspec.json.encode(said))

    def is_over(self, _receiver: Receiver, _answer: Answer) -> bool:
        """Go on: the setting names it."""
        return False
