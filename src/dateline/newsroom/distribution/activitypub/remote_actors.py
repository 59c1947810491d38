"""Remote actors, fetched from their own servers with the guarded HTTP client."""

from http import HTTPStatus
from typing import Any

import msgspec

from dateline.newsroom.distribution.activitypub.keys import signed_request
from dateline.newsroom.distribution.activitypub.servers import host_of
from dateline.newsroom.distribution.errors import ActorGoneError, ActorRefusedError
from dateline.newsroom.distribution.models import ADDRESS_MAX
from dateline.newsroom.distribution.wiring import Wiring
from dateline.web.activitypub import MEDIA_TYPE
from dateline.web.guarded_http import (
    HttpRequest,
    HttpResponse,
    NoResponseError,
    TargetRefusedError,
    check_target,
    fetch,
)
from dateline.web.headers import media_type_of

TIMEOUT_S = 5.0
MAX_BODY_BYTES = 262_144
MAX_PEM_CHARS = 8_000
_TYPES = (MEDIA_TYPE, "application/ld+json")  # files that users upload to a server have other types


class RemoteActor(msgspec.Struct, frozen=True, kw_only=True):
    """An actor on another server.

    Attributes:
        inbox: on the actor's own host, so that nobody can direct our messages to a third one.
        shared_inbox: of its server, on the same host; the actor's own inbox where there is none.
        keys: public keys in PEM, by id.
    """

    id: str
    inbox: str
    shared_inbox: str
    keys: dict[str, str]


def fetch_actor(actor: str, wiring: Wiring) -> RemoteActor:
    """Return an actor as its own server shows it now.

    The request is signed by the newsroom, because some servers answer signed requests only.

    Raises:
        NoResponseError: the server of the actor does not answer now.
        TargetRefusedError: the id leads to a private network.
        ActorGoneError: the server says that the actor no longer exists.
        ActorRefusedError: the id is not that of an actor, or the actor has no usable inbox.
    """
    request = signed_request(HttpRequest(url=actor, headers={"Accept": MEDIA_TYPE}), "", wiring)
    response = fetch(request, allowed=wiring.allowed_networks, timeout_s=TIMEOUT_S, max_body_bytes=MAX_BODY_BYTES)
    if response.status == HTTPStatus.GONE:
        raise ActorGoneError(actor)
    if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR or response.status == HTTPStatus.TOO_MANY_REQUESTS:
        message = f"{actor} answered {response.status}"
        raise NoResponseError(message)
    document = _document(actor, response)
    own = _inbox(document.get("inbox"), actor, wiring)
    if document.get("id") != actor or not own:
        message = f"{actor} is not an actor with a usable inbox on its own host"
        raise ActorRefusedError(message)
    endpoints = document.get("endpoints")
    shared = _inbox(endpoints.get("sharedInbox"), actor, wiring) if isinstance(endpoints, dict) else ""
    return RemoteActor(id=actor, inbox=own, shared_inbox=shared or own, keys=dict(_keys(document, actor)))


def _document(actor: str, response: HttpResponse) -> dict[str, Any]:
    media_type = media_type_of(response.headers.get("content-type", ""))
    if response.status != HTTPStatus.OK or media_type not in _TYPES:
        message = f"{actor} answered {response.status} with {media_type[:60] or 'no media type'}"
        raise ActorRefusedError(message)
    try:
        document = msgspec.json.decode(response.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        message = f"{actor} answered with something other than JSON of at most {MAX_BODY_BYTES} bytes"
        raise ActorRefusedError(message) from error
    return document if isinstance(document, dict) else {}


def _inbox(url: object, actor: str, wiring: Wiring) -> str:
    """Return an inbox URL if it is a valid one on the actor's host, else empty."""
    if not isinstance(url, str) or len(url) > ADDRESS_MAX or not url.isprintable():
        return ""
    if host_of(url) != host_of(actor):
        return ""
    try:
        check_target(url, wiring.allowed_networks)
    except TargetRefusedError:
        return ""
    return url


def _keys(document: dict[str, Any], actor: str) -> list[tuple[str, str]]:
    """Return (id, PEM) of the keys whose owner is the actor itself."""
    value = document.get("publicKey")
    listed = value if isinstance(value, list) else [value]
    keys = [one for one in listed[:10] if isinstance(one, dict) and one.get("owner") == actor]
    named = [(one.get("id"), one.get("publicKeyPem")) for one in keys]
    return [(id_, pem) for id_, pem in named if isinstance(id_, str) and isinstance(pem, str) and _may_be_pem(pem)]


def _may_be_pem(text: str) -> bool:
    """Say whether a text can be stored; PEM parsers ignore anything around the key itself."""
    return len(text) <= MAX_PEM_CHARS and text.isascii() and "\0" not in text
