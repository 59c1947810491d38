"""ActivityPub: inboxes elsewhere get each change of a text, signed by the actor that is followed there.

Source: ActivityPub, sections 6.2 to 6.4 and 7.1.3; the security of the Fediverse's own custom (see `http_signatures`).
"""

import datetime as dt
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import msgspec

from dateline.newsroom.distribution.activitypub.keys import letter_to
from dateline.newsroom.distribution.changes import Told
from dateline.newsroom.distribution.channels.webhooks import GONE
from dateline.newsroom.distribution.errors import PingsError
from dateline.newsroom.distribution.models import Delivery, Inbox, Receiver
from dateline.newsroom.distribution.wiring import Wiring
from dateline.web.activitypub import EVERYBODY, actor_path, text_path
from dateline.web.guarded_http import HttpRequest, HttpResponse
from dateline.web.http import Request

OLD_AFTER = dt.timedelta(days=1)
"""What became public so long before it came into the log was imported, and is no news."""


class ActivityPub:
    """See ``Channel``."""

    delay_s = 1.0  # who is told asks public processes for the text and its pictures; each shows them within 0.25 s
    most = 1

    def together(self, _due: int) -> int:
        """Carry one change a message."""
        return 1

    def wants(self, receiver: Receiver, told: Told, *, knows: bool) -> bool:
        """Say whether the actor that is followed speaks of the text, or the receiver may know it from before."""
        office, edition = _inbox(receiver).office, told.edition
        if knows or edition is None:  # whose words went away is said to be gone; of which office it was nobody knows
            return knows or not office
        if told.entry.change == "published" and told.entry.at - edition.edited_at > OLD_AFTER:
            return False
        return not office or office in {ref.slug for ref in edition.offices}

    def question(
        self,
        receiver: Receiver,
        deliveries: Sequence[Delivery],
        wiring: Wiring,
        *,
        at: dt.datetime,  # noqa: ARG002 - the date is that of the signature
    ) -> HttpRequest | None:
        """Return the activity about one entry, with the text as the public side tells it now."""
        [delivery] = deliveries
        inbox = _inbox(receiver)
        if wiring.show_actor_key is None:
            return None
        body = msgspec.json.encode(activity(delivery, inbox.office, wiring))
        question = letter_to(inbox.address, inbox.office, body, wiring)
        return msgspec.structs.replace(question, headers={**question.headers, "Dateline-Delivery": delivery.message_id})

    def is_over(self, _receiver: Receiver, answer: HttpResponse) -> bool:
        """Take 410 for the end: a server that is gone says so."""
        return answer.status == GONE


def activity(delivery: Delivery, office: str, wiring: Wiring) -> dict[str, Any]:
    """Return what an actor says of an entry, under an id that is the same in every try.

    Of a text that was removed meanwhile, or that the actor does not speak of any more, only that it is gone.

    Raises:
        PingsError: the text cannot be made now.
    """
    path = text_path(office, delivery.number, delivery.language)
    actor, text = wiring.public_url + actor_path(office), wiring.public_url + path
    answer = wiring.answer(Request(path))
    if answer.status not in (HTTPStatus.OK, HTTPStatus.GONE, HTTPStatus.NOT_FOUND):
        message = "the text cannot be made"
        raise PingsError(message)
    told = msgspec.json.decode(answer.body) if answer.status == HTTPStatus.OK else None
    is_new = delivery.change == Delivery.Change.PUBLISHED
    return {
        "@context": told.pop("@context") if told else "https://www.w3.org/ns/activitystreams",
        "id": f"{text}#activity-{delivery.position}",
        "type": ("Create" if is_new else "Update") if told else "Delete",
        "actor": actor,
        "to": [EVERYBODY],
        "cc": [f"{actor}/followers"],
        **({"published": told["published"]} if told and is_new else {}),
        "object": told or {"id": text, "type": "Tombstone"},
    }


def _inbox(receiver: Receiver) -> Inbox:
    return receiver if isinstance(receiver, Inbox) else receiver.inbox
