"""Answers to ActivityPub, WebFinger and NodeInfo requests. Messages are in English, because the clients are servers."""

import re
from http import HTTPStatus
from typing import Any

import msgspec

from dateline.archive.port import Archive
from dateline.public.activitypub import webfinger
from dateline.public.activitypub.identity import Actor, ActorSettings, actor_of
from dateline.public.activitypub.note import note_of, tombstone
from dateline.public.activitypub.outbox import followers, outbox
from dateline.public.activitypub.profile import profile
from dateline.public.feeds.context import FeedContext, context_of
from dateline.public.feeds.errors import RefusedError
from dateline.text.languages import INTERFACE
from dateline.web.activitypub import MEDIA_TYPE, PREFIX, ActorAddress, parse_actor_path
from dateline.web.http import Request, Response, redirect

_HEADERS = (("access-control-allow-origin", "*"), ("x-robots-tag", "noindex"))
_PAGE = re.compile(r"[1-9][0-9]{0,6}")
_JSON, _JRD = "application/json", "application/jrd+json"


class BadRequestError(RefusedError):
    """The parameters of a request cannot be parsed."""


def respond(request: Request, archive: Archive, *, public_url: str, settings: ActorSettings) -> Response | None:
    """Answer a request for an actor or a note, or a WebFinger or NodeInfo request.

    Args:
        request: any.
        archive: one generation, with overrides applied.
        public_url: without a trailing slash; ids start with it.
        settings: of the actors.

    Returns:
        None for other addresses.
    """
    discovery = (webfinger.WEBFINGER, webfinger.NODEINFO, webfinger.NODEINFO_2)
    is_actor = request.path.startswith(PREFIX)
    if not is_actor and request.path not in discovery:
        return None
    languages = archive.newsroom.languages if archive.newsroom else ()
    reader = next((tag for tag in languages if tag in INTERFACE), INTERFACE[0])
    context = context_of(archive, reader, public_url=public_url, full=False)
    try:
        return (_actor if is_actor else _discovery)(request, archive, context, settings)
    except RefusedError as error:
        return _text_response(400 if isinstance(error, BadRequestError) else 404, error.message)


def _discovery(request: Request, archive: Archive, context: FeedContext, settings: ActorSettings) -> Response:
    if request.path == webfinger.NODEINFO:
        return _json_response(webfinger.nodeinfo_links(context), _JSON)
    if request.path == webfinger.NODEINFO_2:
        return _json_response(webfinger.nodeinfo(archive), f'{_JSON}; profile="{webfinger.SCHEMA}#"')
    resources = [value for name, value in _parameters(request) if name == "resource"]
    if len(resources) != 1:
        message = "Give exactly one handle: ?resource=acct:NAME@HOST."
        raise BadRequestError(message)
    try:
        actor = webfinger.actor_of_resource(resources[0], archive, context, settings)
    except ValueError as error:
        message = "The resource cannot be read; it should be like acct:NAME@HOST."
        raise BadRequestError(message) from error
    if actor is None:
        message = "Nobody here has this handle."
        raise RefusedError(message)
    return _json_response(webfinger.webfinger(actor, context), _JRD)


def _actor(request: Request, archive: Archive, context: FeedContext, settings: ActorSettings) -> Response:
    address = parse_actor_path(request.path)
    actor = actor_of(address.office, archive, context, settings) if address else None
    if address is None or actor is None:
        message = "There is no actor and no text at this address."
        raise RefusedError(message)
    if address.part == "outbox":
        return _outbox(request, actor, archive, context)
    if request.query:
        return redirect(request.path)
    if address.part:
        return _json_response(followers(actor))
    if address.number:
        return _note(address, actor, archive, context)
    if not settings.public_key():
        return _text_response(503, "The key of this newsroom is not made yet. Please try again in a few seconds.")
    return _json_response(profile(actor, archive, context, settings))


def _outbox(request: Request, actor: Actor, archive: Archive, context: FeedContext) -> Response:
    number = next((value for name, value in _parameters(request) if name == "page"), "")
    if number and not _PAGE.fullmatch(number):
        message = "The page has to be a whole number from 1."
        raise BadRequestError(message)
    query = f"page={number}" if number else ""
    if request.query != query:
        return redirect(request.path + (f"?{query}" if query else ""))
    page = outbox(actor, archive, context, int(number or 0))
    if page is None:
        message = "This outbox has no such page."
        raise RefusedError(message)
    return _json_response(page)


def _note(address: ActorAddress, actor: Actor, archive: Archive, context: FeedContext) -> Response:
    text = archive.text(address.number, address.language)
    edition = text.edition if text else None
    is_of_other_office = (
        edition is not None and actor.office and actor.office not in {ref.slug for ref in edition.offices}
    )
    if text is None or is_of_other_office:
        message = "This actor has no text with this number and language."
        raise RefusedError(message)
    note = note_of(text, actor, context)
    if note is None:
        return _json_response(tombstone(text, actor, context), status=HTTPStatus.GONE)
    return _json_response(note)


def _parameters(request: Request) -> list[tuple[str, str]]:
    try:
        return request.parameters()
    except ValueError as error:
        message = "This address cannot be read."
        raise BadRequestError(message) from error


def _text_response(status: int, message: str) -> Response:
    return Response(status, (("content-type", "text/plain; charset=utf-8"), *_HEADERS), f"{message}\n".encode())


def _json_response(value: dict[str, Any], media_type: str = MEDIA_TYPE, *, status: int = HTTPStatus.OK) -> Response:
    return Response(int(status), (("content-type", media_type), *_HEADERS), msgspec.json.encode(value))
