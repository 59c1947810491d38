"""The shared inbox of our actors: invalid activities are refused at once, the worker verifies the others.

No request makes this process send one of its own. Source: ActivityPub, section 7.
"""

from http import HTTPStatus
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from dateline.newsroom.distribution.activitypub.activities import InboxRequest, InvalidActivityError, parse_activity
from dateline.newsroom.distribution.activitypub.http_signatures import RequestSignature, parse_signature
from dateline.newsroom.distribution.activitypub.servers import host_of, is_blocked, server_of
from dateline.newsroom.distribution.errors import SignatureRefusedError
from dateline.newsroom.distribution.models import ADDRESS_MAX, Follow, InboxItem
from dateline.newsroom.distribution.throttle import exceeds_rate, text_response
from dateline.newsroom.distribution.wiring import Wiring, wiring
from dateline.web.activitypub import actor_path
from dateline.web.guarded_http import TargetRefusedError, check_target, host_header
from dateline.web.http import Request

MAX_BODY_BYTES = 65_536
ACTIVITIES_PER_MINUTE = 300
"""Limit for each client address; a large server sends the activities of all its users from one address."""

MAX_WAITING = 1_000
"""Items that wait to be verified, of all servers together."""

MAX_WAITING_PER_SERVER = 100
"""Waiting items of the actors of one server, so that a server that does not answer cannot fill the inbox."""

NEW_SERVERS_PER_MINUTE = 10
"""Limit for activities from one client address whose server has no follows yet.

Two attempts of 5 s for each of them take 100 s a minute. The two threads of `verification` have 120 s a minute, so
servers that never answer cannot delay others.
"""


class ActivityRefusedError(Exception):
    """An activity that the inbox refuses; the sentence says why."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


@method_decorator([csrf_exempt, login_not_required], name="dispatch")
class InboxView(View):
    """Accepts activities."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Accept an activity (202), or refuse it with a sentence."""
        current = wiring()
        try:
            activity, signature = _checked_activity(request, current)
            if activity.kind is not None and _has_effect(activity):
                _require_capacity(request, activity)
                _store(activity, activity.kind, signature, current)
        except ActivityRefusedError as refused:
            is_temporary = refused.status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
            return text_response(refused.status, str(refused), retry_after_s=60 if is_temporary else 0)
        return text_response(HTTPStatus.ACCEPTED, "The activity will be verified.")


def _checked_activity(request: HttpRequest, current: Wiring) -> tuple[InboxRequest, RequestSignature]:
    """Return the activity of a request with its signature, after every check that needs neither key nor network."""
    if current.publish_actor_key is None:
        raise ActivityRefusedError(HTTPStatus.NOT_FOUND, "Nobody can be followed here.")
    if exceeds_rate(request, "inbox", ACTIVITIES_PER_MINUTE):
        sentence = "Too many activities in a short time; try again in a minute."
        raise ActivityRefusedError(HTTPStatus.TOO_MANY_REQUESTS, sentence)
    body, headers, target = _body(request), _signed_headers(request, current), request.get_full_path()
    try:
        activity = parse_activity(body, current.public_url)
        signature = parse_signature(method="POST", target=target, headers=headers, body=body, now=current.now())
        check_target(activity.actor, current.allowed_networks)
    except InvalidActivityError as error:
        raise ActivityRefusedError(HTTPStatus.BAD_REQUEST, str(error)) from error
    except SignatureRefusedError as error:
        raise ActivityRefusedError(HTTPStatus.UNAUTHORIZED, str(error)) from error
    except TargetRefusedError as error:
        sentence = f"The address of the actor cannot be used: {error}."
        raise ActivityRefusedError(HTTPStatus.BAD_REQUEST, sentence) from error
    host = host_of(activity.actor)
    if not host or len(signature.key_id) > ADDRESS_MAX or host_of(signature.key_id) != host:
        raise ActivityRefusedError(HTTPStatus.FORBIDDEN, "The key must be the actor's own, on the same host.")
    if is_blocked(activity.actor):
        raise ActivityRefusedError(HTTPStatus.FORBIDDEN, "Activities from this server are not accepted.")
    return activity, signature


def _signed_headers(request: HttpRequest, current: Wiring) -> dict[str, str]:
    """Return the headers as the sender signed them: with the host of our public inbox as ``Host``."""
    return {**request.headers, "Host": host_header(urlsplit(current.inbox_url))}


def _body(request: HttpRequest) -> bytes:
    length = request.headers.get("Content-Length", "")
    if not (length.isascii() and length.isdigit()):
        raise ActivityRefusedError(HTTPStatus.BAD_REQUEST, "The request needs a Content-Length header.")
    if len(length) > len(str(MAX_BODY_BYTES)) or int(length) > MAX_BODY_BYTES:
        sentence = f"An activity may have at most {MAX_BODY_BYTES} bytes."
        raise ActivityRefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, sentence)
    return request.body


def _has_effect(activity: InboxRequest) -> bool:
    """Say whether an activity can have an effect; servers report each deleted account to every known inbox."""
    if activity.kind == InboxItem.Kind.FOLLOW:
        return True
    fields = {"actor": activity.actor}
    if activity.kind == InboxItem.Kind.UNDO and activity.office is None:  # Undo may be about anything, such as a Like
        fields["activity"] = activity.activity
    return any(model.objects.filter(**fields).exists() for model in (Follow, InboxItem))


def _require_capacity(request: HttpRequest, activity: InboxRequest) -> None:
    """Check the limits of waiting items, so that no server takes the place of others."""
    server = server_of(activity.actor)
    is_known = Follow.objects.filter(server=server).exists()
    if not is_known and exceeds_rate(request, "inbox-new", NEW_SERVERS_PER_MINUTE):
        sentence = "Too many activities of servers that are new here; try again in a minute."
        raise ActivityRefusedError(HTTPStatus.TOO_MANY_REQUESTS, sentence)
    if InboxItem.objects.filter(server=server).count() >= MAX_WAITING_PER_SERVER:
        sentence = "Too many activities of this server wait; try again in a minute."
        raise ActivityRefusedError(HTTPStatus.TOO_MANY_REQUESTS, sentence)
    if InboxItem.objects.count() >= MAX_WAITING:
        sentence = "Too many activities wait to be verified; try again in a minute."
        raise ActivityRefusedError(HTTPStatus.SERVICE_UNAVAILABLE, sentence)


def _store(activity: InboxRequest, kind: InboxItem.Kind, signature: RequestSignature, current: Wiring) -> None:
    office = activity.office or ""
    is_follow = kind == InboxItem.Kind.FOLLOW
    if is_follow and current.respond(Request(actor_path(office))).status != HTTPStatus.OK:
        raise ActivityRefusedError(HTTPStatus.NOT_FOUND, "There is no such actor here.")
    InboxItem.objects.create(
        kind=kind,
        office=office,
        actor=activity.actor,
        server=server_of(activity.actor),
        activity=activity.activity,
        key_id=signature.key_id,
        signed_text=signature.text,
        signature=signature.signature,
        signed_at=signature.signed_at,
        due_at=current.now(),
    )
