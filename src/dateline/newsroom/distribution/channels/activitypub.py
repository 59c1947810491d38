"""ActivityPub: each change of a text as a signed activity, to the inboxes of those who follow its actor.

Source: ActivityPub, sections 6.2 to 6.4 and 7.1.3; signatures as is usual in the Fediverse (see `http_signatures`).
"""

import datetime as dt
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import msgspec

from dateline.newsroom.distribution.activitypub.keys import activity_request
from dateline.newsroom.distribution.changes import ChangeEvent
from dateline.newsroom.distribution.channels.port import EveryChange
from dateline.newsroom.distribution.errors import DistributionError
from dateline.newsroom.distribution.models import Delivery, Inbox, Receiver
from dateline.newsroom.distribution.wiring import Wiring
from dateline.web.activitypub import PUBLIC, actor_path, note_path
from dateline.web.guarded_http import HttpRequest
from dateline.web.http import Request

NOT_NEWS_AFTER = dt.timedelta(days=1)
"""If an entry is appended so long after the publication of its text, the text was imported; it is not announced."""


class ActivityPubChannel(EveryChange):
    """See ``Channel``."""

    delay_s = 1.0  # followers' servers fetch text and pictures; every public process shows them within 0.25 s

    def wants(self, receiver: Receiver, event: ChangeEvent, *, is_informed: bool) -> bool:
        """Say whether the followed actor publishes the text, or the receiver may know it already."""
        office, edition = _inbox(receiver).office, event.edition
        if is_informed or edition is None:  # without its edition, the offices of a removed text are unknown
            return is_informed or not office
        if event.entry.change == "published" and event.entry.at - edition.edited_at > NOT_NEWS_AFTER:
            return False
        return not office or office in {ref.slug for ref in edition.offices}

    def request(
        self,
        receiver: Receiver,
        deliveries: Sequence[Delivery],
        wiring: Wiring,
        *,
        at: dt.datetime,  # noqa: ARG002 - the signature has its own date
    ) -> HttpRequest | None:
        """Return the activity about one entry, with the text as the public site shows it now."""
        [delivery] = deliveries
        inbox = _inbox(receiver)
        if wiring.publish_actor_key is None:
            return None
        body = msgspec.json.encode(activity(delivery, inbox.office, wiring))
        request = activity_request(inbox.address, inbox.office, body, wiring)
        return msgspec.structs.replace(request, headers={**request.headers, "Dateline-Delivery": delivery.message_id})


def activity(delivery: Delivery, office: str, wiring: Wiring) -> dict[str, Any]:
    """Return the activity of an actor about an entry, under an id that is the same in every attempt.

    It is a Delete where the text was removed meanwhile, or the actor no longer publishes it.

    Raises:
        DistributionError: the public site cannot render the text now.
    """
    path = note_path(office, delivery.number, delivery.language)
    actor, text = wiring.public_url + actor_path(office), wiring.public_url + path
    response = wiring.respond(Request(path))
    if response.status not in (HTTPStatus.OK, HTTPStatus.GONE, HTTPStatus.NOT_FOUND):
        message = "the text cannot be rendered"
        raise DistributionError(message)
    note = msgspec.json.decode(response.body) if response.status == HTTPStatus.OK else None
    is_new = delivery.change == Delivery.Change.PUBLISHED
    return {
        "@context": note.pop("@context") if note else "https://www.w3.org/ns/activitystreams",
        "id": f"{text}#activity-{delivery.position}",
        "type": ("Create" if is_new else "Update") if note else "Delete",
        "actor": actor,
        "to": [PUBLIC],
        "cc": [f"{actor}/followers"],
        **({"published": note["published"]} if note and is_new else {}),
        "object": note or {"id": text, "type": "Tombstone"},
    }


def _inbox(receiver: Receiver) -> Inbox:
    return receiver if isinstance(receiver, Inbox) else receiver.inbox
