"""Asking a callback whether it wants what somebody asked for in its name. Source: W3C WebSub, section 5.3."""

import datetime as dt
import logging
import secrets
from collections.abc import Collection, Iterable
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.db import transaction

from dateline.newsroom.distribution.deliveries.row_workers import Hands
from dateline.newsroom.distribution.models import Channel, Intent, Subscription
from dateline.newsroom.distribution.receivers import add
from dateline.newsroom.distribution.wiring import Wiring
from dateline.web.guarded_http import FetchError, HttpRequest, fetch

logger = logging.getLogger("pings")

THREADS = 2
WITHIN_S = 5.0


def verifier(wiring: Wiring) -> Hands[Intent]:
    """Return what verifies wishes, a few at a time; each is asked about once."""

    def verify(intent: Intent) -> None:
        settle(intent, is_wanted=confirms(intent, wiring), at=wiring.now())

    return Hands("hub", THREADS, waiting=_waiting, do=verify)


def _waiting(besides: Collection[int], limit: int) -> Iterable[Intent]:
    return Intent.objects.exclude(pk__in=besides).order_by("asked_at")[:limit]


def confirms(intent: Intent, wiring: Wiring) -> bool:
    """Ask the callback, and say whether it gave the challenge back."""
    challenge = secrets.token_urlsafe(32)
    asked = [("hub.mode", intent.mode), ("hub.topic", wiring.public_url + intent.topic), ("hub.challenge", challenge)]
    if intent.mode == Intent.Mode.SUBSCRIBE:
        asked.append(("hub.lease_seconds", str(intent.lease_s)))
    parts = urlsplit(intent.callback)
    query = "&".join(filter(None, (parts.query, urlencode(asked))))
    try:
        answer = fetch(
            HttpRequest(url=urlunsplit(parts._replace(query=query))), allowed=wiring.allowed, timeout_s=WITHIN_S
        )
    except FetchError as error:
        logger.info("a callback does not confirm: %s", error)
        return False
    return 200 <= answer.status < 300 and answer.body == challenge.encode()  # noqa: PLR2004 - the successes of HTTP


@transaction.atomic
def settle(intent: Intent, *, is_wanted: bool, at: dt.datetime) -> None:
    """Bring about what a callback confirmed, and forget the wish; a newer one for the same stays."""
    Intent.objects.filter(pk=intent.pk, asked_at=intent.asked_at, mode=intent.mode).delete()
    mine = Subscription.objects.filter(digest=intent.digest)
    if not is_wanted:
        return
    if intent.mode == Intent.Mode.UNSUBSCRIBE:
        mine.delete()
        return
    lease_until = at + dt.timedelta(seconds=intent.lease_s)
    known = mine.first()
    if known is None:
        add(
            Subscription(
                channel=Channel.WEBSUB,
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


def end_leases(*, at: dt.datetime) -> None:
    """Forget subscriptions that nobody has renewed, with what waits for them."""
    Subscription.objects.filter(lease_until__lte=at).delete()
