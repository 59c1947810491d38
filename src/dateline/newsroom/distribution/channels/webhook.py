"""Webhooks: each change as signed JSON. Source: Standard Webhooks 1.0.0."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import msgspec

from dateline.archive.matching import matches
from dateline.archive.port import Archive
from dateline.archive.query import Filter
from dateline.editions import entry as entries
from dateline.editions.chain import entry_digest
from dateline.editions.entry import Record
from dateline.newsroom.distribution.changes import ChangeEvent, change_event
from dateline.newsroom.distribution.channels.port import EveryChange
from dateline.newsroom.distribution.errors import DistributionError
from dateline.newsroom.distribution.models import Delivery, Receiver, Webhook
from dateline.newsroom.distribution.signing import unseal, webhook_signature
from dateline.newsroom.distribution.wiring import Wiring
from dateline.newsroom.publication import log
from dateline.text.xmltext import xml_safe_values
from dateline.web.addresses import release_path, short_path, text_id
from dateline.web.guarded_http import HttpRequest

STATES = {"withdrawn": "withdrawn", "removed": "removed", "erased": "erased"}
"""State of a text after a change; ``public`` after all other changes."""


class WebhookChannel(EveryChange):
    """See ``Channel``."""

    def wants(self, receiver: Receiver, event: ChangeEvent, *, is_informed: bool) -> bool:
        """Say whether the webhook's filter matches the edition, or the receiver knows the release already."""
        hook = _webhook(receiver)
        if hook.languages and event.entry.subject.language not in hook.languages:
            return False
        if is_informed or not (hook.offices or hook.topics or hook.kinds):
            return True
        filter_ = Filter(offices=tuple(hook.offices), topics=tuple(hook.topics), kinds=tuple(hook.kinds))
        return event.edition is not None and matches(filter_, event.edition, event.archive)

    def request(
        self, receiver: Receiver, deliveries: Sequence[Delivery], wiring: Wiring, *, at: dt.datetime
    ) -> HttpRequest | None:
        """Return the message about one entry, built from the log as it is now."""
        [delivery] = deliveries
        [record] = log.read(delivery.position - 1, 1)
        body = msgspec.json.encode(xml_safe_values(payload(record, wiring)))
        return signed_request(_webhook(receiver), delivery.message_id, body, at=at)


def signed_request(hook: Webhook, message_id: str, body: bytes, *, at: dt.datetime) -> HttpRequest:
    """Return a signed request to a webhook; while its secret is being replaced, signed with both secrets.

    Raises:
        UnsealedError: the secret cannot be decrypted.
    """
    sealed = [hook.secret]
    if hook.previous_secret and hook.previous_until and hook.previous_until > at:
        sealed.append(hook.previous_secret)
    timestamp = int(at.timestamp())
    signatures = [webhook_signature(unseal(one), id_=message_id, timestamp=timestamp, body=body) for one in sealed]
    return HttpRequest(
        url=hook.address,
        method="POST",
        headers={
            "Content-Type": "application/json",
            "webhook-id": message_id,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": " ".join(signatures),
        },
        body=body,
    )


def payload(record: Record, wiring: Wiring) -> dict[str, Any]:
    """Return the payload about an entry; without words where the public may no longer read them.

    Raises:
        DistributionError: the archive cannot be read, or the entry is not about a release.
    """
    event = change_event(record, _archive(wiring))
    if event is None:
        message = f"position {record.entry.position} is not about a release"
        raise DistributionError(message)
    entry, subject = event.entry, event.entry.subject
    edition = event.edition if _is_readable(event) else None
    # A withdrawn text stays on its page, below a banner; machines must not spread it.
    text = wiring.edition_payload(edition) if edition and entry.change not in STATES else None
    notice = entries.notice(record)
    path = (
        release_path(subject.language, entry.number, edition.slug)
        if edition
        else short_path(subject.language, entry.number)
    )
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
            "notice": notice.text if notice else None,
            "text": text,
        },
    }


def _is_readable(event: ChangeEvent) -> bool:
    """Say whether the public may still read the text or its withdrawal, overrides applied."""
    text = event.archive.text(event.entry.number, event.entry.subject.language)
    return text is not None and text.state in {"public", "withdrawn"}


def _archive(wiring: Wiring) -> Archive:
    archive = wiring.archive()
    if archive is None:
        message = "the archive cannot be read"
        raise DistributionError(message)
    return archive


def _webhook(receiver: Receiver) -> Webhook:
    return receiver if isinstance(receiver, Webhook) else receiver.webhook
