"""Verification of intent: the callback confirms each request to the hub. Source: W3C WebSub, section 5.3."""

import datetime as dt
import logging
import secrets
from collections.abc import Collection, Iterable
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.db import transaction

from dateline.newsroom.distribution.models import ChannelName, Intent, Subscription
from dateline.newsroom.distribution.receivers import add_receiver
from dateline.newsroom.distribution.row_workers import RowWorkers
from dateline.newsroom.distribution.wiring import Wiring
from dateline.web.guarded_http import FetchError, HttpRequest, fetch

logger = logging.getLogger("pings")

THREADS = 2
TIMEOUT_S = 5.0


def hub_workers(wiring: Wiring) -> RowWorkers[Intent]:
    """Return the workers that verify waiting requests, each once."""

    def verify(intent: Intent) -> None:
        conclude_intent(intent, is_confirmed=is_confirmed(intent, wiring), at=wiring.now())

    return RowWorkers("hub", THREADS, next_rows=_waiting, process=verify)


def _waiting(exclude: Collection[int], limit: int) -> Iterable[Intent]:
    return Intent.objects.exclude(pk__in=exclude).order_by("asked_at")[:limit]


def is_confirmed(intent: Intent, wiring: Wiring) -> bool:
    """Send the challenge to the callback, and say whether it was echoed."""
    challenge = secrets.token_urlsafe(32)
    fields = [("hub.mode", intent.mode), ("hub.topic", wiring.public_url + intent.topic), ("hub.challenge", challenge)]
    if intent.mode == Intent.Mode.SUBSCRIBE:
        fields.append(("hub.lease_seconds", str(intent.lease_s)))
    parts = urlsplit(intent.callback)
    url = urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, urlencode(fields))))))
    try:
        response = fetch(HttpRequest(url=url), allowed=wiring.allowed_networks, timeout_s=TIMEOUT_S)
    except FetchError as error:
        logger.info("a callback does not confirm: %s", error)
        return False
    return 200 <= response.status < 300 and response.body == challenge.encode()  # noqa: PLR2004 - the 2xx statuses


@transaction.atomic
def conclude_intent(intent: Intent, *, is_confirmed: bool, at: dt.datetime) -> None:
    """Apply a confirmed request, and delete it; a newer request for the same topic and callback stays."""
    Intent.objects.filter(pk=intent.pk, asked_at=intent.asked_at, mode=intent.mode).delete()
    subscriptions = Subscription.objects.filter(digest=intent.digest)
    if not is_confirmed:
        return
    if intent.mode == Intent.Mode.UNSUBSCRIBE:
        subscriptions.delete()
        return
    lease_until = at + dt.timedelta(seconds=intent.lease_s)
    known = subscriptions.first()
    if known is None:
        add_receiver(
            Subscription(
                channel=ChannelName.WEBSUB,
                address=intent.callback,
                topic=intent.topic,
                digest=intent.digest,
                secret=intent.secret,
                lease_until=lease_until,
            )
        )
    else:
        known.lease_until, known.secret = lease_until, intent.secret
        known.save(update_fields=["lease_until", "secret"])


def delete_expired_subscriptions(*, at: dt.datetime) -> None:
    """Delete subscriptions whose lease has ended, with their deliveries."""
    Subscription.objects.filter(lease_until__lte=at).delete()
