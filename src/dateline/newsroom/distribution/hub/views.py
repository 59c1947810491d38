"""The WebSub hub's endpoint. It checks and accepts requests to subscribe at once; the worker verifies them later.

Source: W3C WebSub, sections 5.1 and 5.2.
"""

import hashlib
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from dateline.newsroom.distribution.hub.topics import parse_topic, topic_request
from dateline.newsroom.distribution.models import ADDRESS_MAX, Intent, Subscription
from dateline.newsroom.distribution.signing import seal
from dateline.newsroom.distribution.throttle import exceeds_rate, text_response
from dateline.newsroom.distribution.wiring import Wiring, wiring
from dateline.web.guarded_http import TargetRefusedError, check_target

LEASE_S, MIN_LEASE_S, MAX_LEASE_S = 10 * 86_400, 300, 30 * 86_400
MAX_SECRET_BYTES = 199  # "less than 200 bytes"
REQUESTS_PER_MINUTE = 60
"""Limit for each client address."""

MAX_WAITING = 500
"""Requests that wait to be verified, of all clients together."""

MAX_SUBSCRIPTIONS = 10_000
"""Most subscriptions; more would slow down each publication, and an outside hub would serve them better."""


class HubRequestError(Exception):
    """A request that the hub refuses; the sentence says why."""


@method_decorator([csrf_exempt, login_not_required], name="dispatch")
class HubView(View):
    """Accepts requests to subscribe and unsubscribe."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Accept a request (202), or refuse it with a sentence."""
        current = wiring()
        if not current.hub_url:
            return text_response(HTTPStatus.NOT_FOUND, "This newsroom has no hub of its own.")
        if exceeds_rate(request, "hub", REQUESTS_PER_MINUTE):
            sentence = "Too many requests in a short time; try again in a minute."
            return text_response(HTTPStatus.TOO_MANY_REQUESTS, sentence, retry_after_s=60)
        if Intent.objects.count() >= MAX_WAITING:
            sentence = "Too many requests wait to be verified; try again in a minute."
            return text_response(HTTPStatus.SERVICE_UNAVAILABLE, sentence, retry_after_s=60)
        try:
            intent = _intent(request, current)
        except HubRequestError as error:
            return text_response(HTTPStatus.BAD_REQUEST, str(error))
        fields = {
            name: getattr(intent, name) for name in ("mode", "topic", "callback", "secret", "lease_s", "asked_at")
        }
        Intent.objects.update_or_create(digest=intent.digest, defaults=fields)
        return text_response(HTTPStatus.ACCEPTED, "The callback will be asked to confirm the request.")


def subscription_digest(topic: str, callback: str) -> str:
    """Return the unique key of a subscription."""
    return hashlib.sha256(f"{topic}\n{callback}".encode()).hexdigest()


def _intent(request: HttpRequest, current: Wiring) -> Intent:
    mode = request.POST.get("hub.mode", "")
    if mode not in Intent.Mode.values:
        message = "hub.mode must be subscribe or unsubscribe."
        raise HubRequestError(message)
    callback = _callback(request.POST.get("hub.callback", ""), current)
    topic = _topic(request.POST.get("hub.topic", ""), current, mode)
    secret = request.POST.get("hub.secret", "")
    if len(secret.encode("utf-8", "surrogatepass")) > MAX_SECRET_BYTES:
        message = "hub.secret must be shorter than 200 bytes."
        raise HubRequestError(message)
    digest = subscription_digest(topic, callback)
    if mode == Intent.Mode.SUBSCRIBE and _is_full(digest):
        message = "This hub accepts no more subscriptions."
        raise HubRequestError(message)
    return Intent(
        digest=digest,
        mode=mode,
        topic=topic,
        callback=callback,
        secret=seal(secret),
        lease_s=_lease_s(request.POST.get("hub.lease_seconds", "")),
        asked_at=current.now(),
    )


def _callback(url: str, current: Wiring) -> str:
    try:
        check_target(url, current.allowed_networks)
    except TargetRefusedError as error:
        message = f"hub.callback cannot be used: {error}."
        raise HubRequestError(message) from error
    if len(url) > ADDRESS_MAX:
        message = f"hub.callback must be at most {ADDRESS_MAX} characters long."
        raise HubRequestError(message)
    return url


def _topic(url: str, current: Wiring, mode: str) -> str:
    """Return path and query of one of our feeds. A request to unsubscribe may name a feed that no longer exists.

    Raises:
        HubRequestError: the topic is not a feed of this newsroom.
    """
    is_here = url.startswith(f"{current.public_url}/") and len(url) < ADDRESS_MAX
    topic = url.removeprefix(current.public_url)
    if is_here and mode == Intent.Mode.UNSUBSCRIBE:
        return topic
    archive = current.archive()
    feed = parse_topic(topic, archive) if is_here and archive else None
    if feed is None or feed.suffix not in current.feed_suffixes:
        message = f"hub.topic must be the address of a feed as in its link rel=self, below {current.public_url}/."
        raise HubRequestError(message)
    if current.respond(topic_request(topic)).status != HTTPStatus.OK:
        message = "hub.topic is not a feed of this newsroom."
        raise HubRequestError(message)
    return topic


def _is_full(digest: str) -> bool:
    is_new = not Subscription.objects.filter(digest=digest).exists()
    return is_new and Subscription.objects.count() >= MAX_SUBSCRIPTIONS


def _lease_s(value: str) -> int:
    if not value:
        return LEASE_S
    if not (value.isascii() and value.isdigit() and len(value) < 12):  # noqa: PLR2004 - far above MAX_LEASE_S
        message = "hub.lease_seconds must be a whole number of seconds."
        raise HubRequestError(message)
    return min(max(int(value), MIN_LEASE_S), MAX_LEASE_S)
