"""The yes to who wishes to follow, sent until it has arrived. Source: ActivityPub, section 6.7."""

import datetime as dt
import hashlib
import logging
from collections.abc import Collection, Iterable

import msgspec

from dateline.newsroom.distribution.activitypub.following import end
from dateline.newsroom.distribution.activitypub.keys import letter_to
from dateline.newsroom.distribution.deliveries.retrying import wait_s
from dateline.newsroom.distribution.deliveries.row_workers import Hands
from dateline.newsroom.distribution.errors import PingsError
from dateline.newsroom.distribution.models import Follow
from dateline.newsroom.distribution.wiring import Wiring
from dateline.web.activitypub import actor_path
from dateline.web.guarded_http import FetchError, HttpRequest, fetch

logger = logging.getLogger("pings")

THREADS = 4
WITHIN_S = 5.0
TRIES = 18
"""Three days, as for deliveries; who follows stays all the same."""

_GONE = 410


def accepter(wiring: Wiring) -> Hands[Follow]:
    """Return what says yes, a few at a time."""

    def waiting(besides: Collection[int], limit: int) -> Iterable[Follow]:
        due = Follow.objects.filter(accept_due_at__lte=wiring.now()).exclude(pk__in=besides)
        return due.order_by("accept_due_at", "pk")[:limit]

    return Hands("accepts", THREADS, waiting=waiting, do=lambda follow: accept(follow, wiring))


def accept(follow: Follow, wiring: Wiring) -> None:
    """Send a yes once and note what became of it; a wish that came again meanwhile keeps its own."""
    mine = Follow.objects.filter(pk=follow.pk, activity=follow.activity)
    try:
        answer = fetch(yes(follow, wiring), allowed=wiring.allowed, timeout_s=WITHIN_S)
    except (FetchError, PingsError) as error:
        status, reason = 0, str(error)
    else:
        status, reason = answer.status, f"answered {answer.status}"
    if 200 <= status < 300:  # noqa: PLR2004 - the successes of HTTP
        mine.update(accept_due_at=None)
    elif status == _GONE:
        end(mine)
    else:
        logger.info("a yes to %s has not arrived: %s", follow.actor, reason)
        attempts = follow.accept_attempts + 1
        wait = dt.timedelta(seconds=wait_s(attempts, chance=0.5))
        mine.update(accept_attempts=attempts, accept_due_at=wiring.now() + wait if attempts < TRIES else None)


def yes(follow: Follow, wiring: Wiring) -> HttpRequest:
    """Return the yes; its id is the same in every try."""
    actor = wiring.public_url + actor_path(follow.office)
    known_by = hashlib.sha256(f"{follow.actor}\n{follow.activity}".encode()).hexdigest()[:32]
    wish = {"id": follow.activity, "type": "Follow", "actor": follow.actor, "object": actor}
    said = {
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": f"{actor}#accept-{known_by}",
        "type": "Accept",
        "actor": actor,
        "object": wish,
    }
    return letter_to(follow.own_inbox, follow.office, msgspec.json.encode(said), wiring)
