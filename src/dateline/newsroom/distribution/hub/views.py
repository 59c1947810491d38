"""The hub's door: who asks to subscribe, or to end it, is answered at once and verified later by the worker.

Source: W3C WebSub, sections 5.1 and 5.2.
"""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from dateline.newsroom.distribution.hub.topics import request_of, topic_of
from dateline.newsroom.distribution.models import ADDRESS_MAX, Intent, Subscription
from dateline.newsroom.distribution.sealing import seal
from dateline.newsroom.distribution.throttle import is_one_too_many, say
from dateline.newsroom.distribution.wiring import Wiring, wiring
from dateline.web.guarded_http import TargetRefusedError, check_target

LEASE_S, LEASE_LEAST_S, LEASE_MOST_S = 10 * 86_400, 300, 30 * 86_400
SECRET_MAX_BYTES = 199  # "less than 200 bytes"
A_MINUTE = 60
"""Wishes that are heard from one address in a minute."""

WAITING_MAX = 500
"""Wishes that wait to be verified, of everybody together."""

SUBSCRIPTIONS_MAX = 10_000
"""More would make each publication slow; a hub of the organisation's own serves them better."""

_TOO_MANY, _UNAVAILABLE = 429, 503


class WrongWishError(Exception):
    """A wish that cannot be fulfilled; the sentence says why."""


@method_decorator([csrf_exempt, login_not_required], name="dispatch")
class HubView(View):
    """Takes wishes."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take a wish, or say in a sentence why not."""
        given = wiring()
        if not given.hub_url:
            return say(404, "This newsroom has no hub of its own.")
        if is_one_too_many(request, "hub", A_MINUTE):
            return say(_TOO_MANY, "Too many wishes in a short time; try again in a minute.", wait_s=60)
        if Intent.objects.count() >= WAITING_MAX:
            return say(_UNAVAILABLE, "Too many wishes wait to be verified; try again in a minute.", wait_s=60)
        try:
            intent = _intent(request, given)
        except WrongWishError as error:
            return say(400, str(error))
        facts = {name: getattr(intent, name) for name in ("mode", "topic", "callback", "secret", "lease_s", "asked_at")}
        Intent.objects.update_or_create(digest=intent.digest, defaults=facts)
        return say(202, "The wish will be verified with the callback.")


def digest_of(topic: str, callback: str) -> str:
    """Return what a subscription is known by."""
    return hashlib.sha256(f"{topic}\n{callback}".encode()).hexdigest()


def _intent(request: HttpRequest, given: Wiring) -> Intent:
    mode = request.POST.get("hub.mode", "")
    if mode not in Intent.Mode.values:
        message = "hub.mode has to be subscribe or unsubscribe."
        raise WrongWishError(message)
    callback = _callback(request.POST.get("hub.callback", ""), given)
    topic = _topic(request.POST.get("hub.topic", ""), given, mode)
    secret = request.POST.get("hub.secret", "")
    if len(secret.encode("utf-8", "surrogatepass")) > SECRET_MAX_BYTES:
        message = "hub.secret has to be shorter than 200 bytes."
        raise WrongWishError(message)
    digest = digest_of(topic, callback)
    if mode == Intent.Mode.SUBSCRIBE and _is_full(digest):
        message = "This hub takes no more subscriptions."
        raise WrongWishError(message)
    return Intent(
        digest=digest,
        mode=mode,
        topic=topic,
        callback=callback,
        secret=seal(secret),
        lease_s=_lease_s(request.POST.get("hub.lease_seconds", "")),
        asked_at=given.now(),
    )


def _callback(url: str, given: Wiring) -> str:
    try:
        check_target(url, given.allowed)
    except TargetRefusedError as error:
        message = f"hub.callback cannot be used: {error}."
        raise WrongWishError(message) from error
    if len(url) > ADDRESS_MAX:
        message = f"hub.callback has to be shorter than {ADDRESS_MAX} letters."
        raise WrongWishError(message)
    return url


def _topic(url: str, given: Wiring, mode: str) -> str:
    """Return path and query of a feed of ours.

    Raises:
        WrongWishError: it is none. Who unsubscribes may name one that is no more.
    """
    is_ours = url.startswith(f"{given.public_url}/") and len(url) < ADDRESS_MAX
    topic = url.removeprefix(given.public_url)
    if is_ours and mode == Intent.Mode.UNSUBSCRIBE:
        return topic
    archive = given.archive()
    if not is_ours or archive is None or topic_of(topic, archive) is None:
        message = f"hub.topic has to be the address of a feed as its link rel=self names it, below {given.public_url}/."
        raise WrongWishError(message)
    if given.answer(request_of(topic)).status != 200:  # noqa: PLR2004 - HTTP's OK
        message = "hub.topic is no feed of this newsroom."
        raise WrongWishError(message)
    return topic


def _is_full(digest: str) -> bool:
    is_new = not Subscription.objects.filter(digest=digest).exists()
    return is_new and Subscription.objects.count() >= SUBSCRIPTIONS_MAX


def _lease_s(said: str) -> int:
    if not said:
        return LEASE_S
    if not (said.isascii() and said.isdigit() and len(said) < 12):  # noqa: PLR2004 - far above what is granted
        message = "hub.lease_seconds has to be a whole number of seconds."
        raise WrongWishError(message)
    return min(max(int(said), LEASE_LEAST_S), LEASE_MOST_S)
