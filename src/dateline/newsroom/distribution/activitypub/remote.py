"""An actor elsewhere, asked for at its own address through the guarded door."""

from http import HTTPStatus
from typing import Any

import msgspec

from dateline.newsroom.distribution.activitypub.hosts import host_of
from dateline.newsroom.distribution.activitypub.keys import signed
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

WITHIN_S = 5.0
BODY_MAX_BYTES = 262_144
PEM_MAX = 8_000
_TYPES = (MEDIA_TYPE, "application/ld+json")  # what people upload somewhere is none of these


class Remote(msgspec.Struct, frozen=True, kw_only=True):
    """An actor elsewhere.

    Attributes:
        inbox: its own, on its own host: else anybody could let us write to a third one.
        shared_inbox: that of its server, on the same host; its own where there is none.
        keys: PEM by id.
    """

    id: str
    inbox: str
    shared_inbox: str
    keys: dict[str, str]


def fetch_actor(actor: str, wiring: Wiring) -> Remote:
    """Return an actor as its own server shows it now.

    The question is signed by the newsroom: some servers show nothing to strangers.

    Raises:
        NoResponseError: its server does not answer now.
        TargetRefusedError: its address leads to a private machine.
        ActorGoneError: its server says that it is gone.
        ActorRefusedError: it is none, or none that could be written to.
    """
    question = signed(HttpRequest(url=actor, headers={"Accept": MEDIA_TYPE}), "", wiring)
    answer = fetch(question, allowed=wiring.allowed, timeout_s=WITHIN_S, max_body_bytes=BODY_MAX_BYTES)
    if answer.status == HTTPStatus.GONE:
        raise ActorGoneError(actor)
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR or answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        message = f"{actor} answered {answer.status}"
        raise NoResponseError(message)
    said = _said(actor, answer)
    own = _inbox(said.get("inbox"), actor, wiring)
    if said.get("id") != actor or not own:
        message = f"{actor} is no actor with an inbox on its own host that may be written to"
        raise ActorRefusedError(message)
    endpoints = said.get("endpoints")
    shared = _inbox(endpoints.get("sharedInbox"), actor, wiring) if isinstance(endpoints, dict) else ""
    return Remote(id=actor, inbox=own, shared_inbox=shared or own, keys=dict(_keys(said, actor)))


def _said(actor: str, answer: HttpResponse) -> dict[str, Any]:
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if answer.status != HTTPStatus.OK or kind not in _TYPES:
        message = f"{actor} answered {answer.status} and {kind[:60] or 'nothing'}"
        raise ActorRefusedError(message)
    try:
        said = msgspec.json.decode(answer.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        message = f"{actor} answered what is no JSON of {BODY_MAX_BYTES} bytes at most"
        raise ActorRefusedError(message) from error
    return said if isinstance(said, dict) else {}


def _inbox(found: object, actor: str, wiring: Wiring) -> str:
    if not isinstance(found, str) or len(found) > ADDRESS_MAX or not found.isprintable():
        return ""
    if host_of(found) != host_of(actor):
        return ""
    try:
        check_target(found, wiring.allowed)
    except TargetRefusedError:
        return ""
    return found


def _keys(said: dict[str, Any], actor: str) -> list[tuple[str, str]]:
    """Return the keys that the actor itself owns; nobody's word counts for somebody else."""
    found = said.get("publicKey")
    listed = found if isinstance(found, list) else [found]
    keys = [one for one in listed[:10] if isinstance(one, dict) and one.get("owner") == actor]
    named = [(one.get("id"), one.get("publicKeyPem")) for one in keys]
    return [(id_, pem) for id_, pem in named if isinstance(id_, str) and isinstance(pem, str) and _may_be_pem(pem)]


def _may_be_pem(found: str) -> bool:
    """Say whether it is text that a table takes; around the key itself readers of PEM pass over anything."""
    return len(found) <= PEM_MAX and found.isascii() and "\0" not in found
