"""Asking a callback whether it wants what somebody asked for in its name. Source: W3C WebSub, section 5.3."""

import datetime as dt
import logging
import secrets
from concurrent.futures import Future, ThreadPoolExecutor
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.db import close_old_connections, connections, transaction

from dateline.pings.models import Channel, Intent, Subscription
from dateline.pings.receivers import add
from dateline.pings.wiring import Wiring
from dateline.plain.outside import OutsideError, Question, ask

logger = logging.getLogger("pings")

THREADS = 2
WITHIN_S = 5.0


class Verifier:
    """Verifies wishes, a few at a time; each is asked about once."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring
        self._pool = ThreadPoolExecutor(THREADS, "hub")
        self._under_way: dict[int, Future[None]] = {}

    def step(self) -> None:
        """Hand waiting wishes to free threads."""
        self._under_way = {key: future for key, future in self._under_way.items() if not future.done()}
        room = THREADS - len(self._under_way)
        if room > 0:
            for intent in Intent.objects.exclude(pk__in=list(self._under_way)).order_by("asked_at")[:room]:
                self._under_way[intent.pk] = self._pool.submit(self._verify, intent)

    def end(self) -> None:
        """Let what is under way end."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _verify(self, intent: Intent) -> None:
        close_old_connections()
        try:
            is_wanted = confirms(intent, self._wiring)
            settle(intent, is_wanted=is_wanted, at=self._wiring.now())
        except Exception:
            logger.exception("a wish to the hub cannot be settled")
            connections.close_all()


def confirms(intent: Intent, wiring: Wiring) -> bool:
    """Ask the callback, and say whether it gave the challenge back."""
    challenge = secrets.token_urlsafe(32)
    asked = [("hub.mode", intent.mode), ("hub.topic", wiring.public_url + intent.topic), ("hub.challenge", challenge)]
    if intent.mode == Intent.Mode.SUBSCRIBE:
        asked.append(("hub.lease_seconds", str(intent.lease_s)))
    parts = urlsplit(intent.callback)
    query = "&".join(filter(None, (parts.query, urlencode(asked))))
    try:
        answer = ask(Question(url=urlunsplit(parts._replace(query=query))), allowed=wiring.allowed, within_s=WITHIN_S)
    except OutsideError as error:
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
