"""Webhooks: each change as JSON, signed. Source: Standard Webhooks 1.0.0."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import msgspec

from dateline.archive.matching import matches
from dateline.archive.query import Filter
from dateline.editions.chain import entry_digest
from dateline.editions.edition import Edition
from dateline.editions.entry import Record
from dateline.editions.newsroom import Notice
from dateline.newsroom.distribution.changes import Told, notice_of, told_of
from dateline.newsroom.distribution.errors import PingsError
from dateline.newsroom.distribution.models import Delivery, Receiver, Webhook
from dateline.newsroom.distribution.sealing import unseal
from dateline.newsroom.distribution.signing import webhook_signature
from dateline.newsroom.distribution.wiring import Wiring
from dateline.newsroom.publication import log
from dateline.text.xmltext import carried_all
from dateline.web.guarded_http import HttpRequest, HttpResponse
from dateline.web.links import path_of, release_path, text_id

GONE = 410
STATES = {"withdrawn": "withdrawn", "removed": "removed", "erased": "erased"}
"""Changes that leave a text in another state than public."""


class Webhooks:
    """See ``Channel``."""

    delay_s = 0.0
    most = 1

    def together(self, _due: int) -> int:
        """Carry one change a message."""
        return 1

    def wants(self, receiver: Receiver, told: Told, *, knows: bool) -> bool:
        """Say whether the filter means the edition, or the receiver has to hear what became of a release it knows."""
        hook = _webhook(receiver)
        if hook.languages and told.entry.subject.language not in hook.languages:
            return False
        if knows or not (hook.offices or hook.topics or hook.kinds):
            return True
        filter_ = Filter(offices=tuple(hook.offices), topics=tuple(hook.topics), kinds=tuple(hook.kinds))
        return told.edition is not None and matches(filter_, told.edition, told.archive)

    def question(
        self, receiver: Receiver, deliveries: Sequence[Delivery], wiring: Wiring, *, at: dt.datetime
    ) -> HttpRequest | None:
        """Return the message about one entry, made from the log as it is now."""
        [delivery] = deliveries
        [record] = log.read(delivery.position - 1, 1)
        body = msgspec.json.encode(carried_all(payload(record, wiring)))
        return message(_webhook(receiver), delivery.message_id, body, at=at)

    def is_over(self, _receiver: Receiver, answer: HttpResponse) -> bool:
        """Take 410 for a wish to hear nothing more, as the standard has it."""
        return answer.status == GONE


def message(hook: Webhook, id_: str, body: bytes, *, at: dt.datetime) -> HttpRequest:
    """Return a signed message; during a change of secrets it bears two signatures.

    Raises:
        UnsealedError: the secret cannot be read.
    """
    sealed = [hook.secret]
    if hook.previous_secret and hook.previous_until and hook.previous_until > at:
        sealed.append(hook.previous_secret)
    timestamp = int(at.timestamp())
    signed = [webhook_signature(unseal(one), id_=id_, timestamp=timestamp, body=body) for one in sealed]
    return HttpRequest(
        url=hook.address,
        method="POST",
        headers={
            "Content-Type": "application/json",
            "webhook-id": id_,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": " ".join(signed),
        },
        body=body,
    )


def payload(record: Record, wiring: Wiring) -> dict[str, Any]:
    """Return what a webhook is told of an entry; without words where the public may not read them any more."""
    told = told_of(record, _archive(wiring))
    if told is None:
        message_ = f"position {record.entry.position} is not about a release"
        raise PingsError(message_)
    entry, subject = told.entry, told.entry.subject
    edition = told.edition if _is_public(told) else None
    path = release_path(subject.language, entry.number, edition.slug) if edition else _bare(told)
    return {
        "type": f"release.{entry.change}",
        "timestamp": entry.at,
        "data": {
            "position": entry.position,
            "digest": entry_digest(entry),
            "change": entry.change,
            "at": entry.at,
            "id": text_id(subject.id, subject.language),
            "release": subject.id,
            "number": entry.number,
            "language": subject.language,
            "version": edition.version if edition else None,
            "state": STATES.get(entry.change, "public"),
            "url": wiring.public_url + path,
            "api_url": f"{wiring.public_url}/api/v1/releases/{entry.number}/{subject.language}",
            "notice": _notice(notice_of(record)),
            "text": _text(edition, entry.change, wiring),
        },
    }


def _notice(notice: Notice | None) -> str | None:
    return notice.text if notice else None


def _text(edition: Edition | None, change: str, wiring: Wiring) -> Any:
    # A withdrawn text stands on its page under a banner; machines are not to spread it.
    return wiring.text(edition) if edition and change not in STATES else None


def _bare(told: Told) -> str:
    return path_of(told.entry.subject.language, told.entry.number)


def _is_public(told: Told) -> bool:
    """Say whether the public may still read anything of the text, overrides included."""
    reading = told.archive.text(told.entry.number, told.entry.subject.language)
    return reading is not None and reading.state in {"public", "withdrawn"}


def _archive(wiring: Wiring) -> Any:
    archive = wiring.archive()
    if archive is None:
        message_ = "the archive cannot be read"
        raise PingsError(message_)
    return archive


def _webhook(receiver: Receiver) -> Webhook:
    return receiver if isinstance(receiver, Webhook) else receiver.webhook
