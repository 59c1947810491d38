"""The addresses of actors: what is asked, and the answer. Sentences are in English, as machines ask."""

import re
from http import HTTPStatus
from typing import Any

import msgspec

from dateline.archive.port import Archive
from dateline.public.activitypub import webfinger
from dateline.public.activitypub.identity import Setup, Voice, voice_of
from dateline.public.activitypub.note import told, tombstone
from dateline.public.activitypub.outbox import followers, outbox
from dateline.public.activitypub.profile import profile
from dateline.public.feeds.context import Place, place_of
from dateline.public.feeds.errors import RefusedError
from dateline.public.feeds.style import HouseStyle
from dateline.text.languages import INTERFACE
from dateline.web.activitypub import MEDIA_TYPE, PREFIX, ActorAddress, read_address
from dateline.web.http import Request, Response, redirect

_OPEN = (("access-control-allow-origin", "*"), ("x-robots-tag", "noindex"))
_PAGE = re.compile(r"[1-9][0-9]{0,6}")
_JSON, _JRD = "application/json", "application/jrd+json"


class AskedWronglyError(RefusedError):
    """The question cannot be read."""


def respond(request: Request, archive: Archive, *, public_url: str, style: HouseStyle, setup: Setup) -> Response | None:
    """Answer what is asked of actors; None for other addresses.

    Args:
        request: any.
        archive: the generation that the answer is from, overrides obeyed.
        public_url: without the last slash; ids begin with it.
        style: for days and datelines.
        setup: how actors are set up.
    """
    is_ours = request.path.startswith(PREFIX) or request.path in (
        webfinger.WEBFINGER,
        webfinger.NODEINFO,
        webfinger.NODEINFO_2,
    )
    if not is_ours:
        return None
    languages = archive.newsroom.languages if archive.newsroom else ()
    reader = next((tag for tag in languages if tag in INTERFACE), INTERFACE[0])
    place = place_of(archive, reader, public_url=public_url, style=style, full=False)
    try:
        if request.path.startswith(PREFIX):
            return _asked(request, archive, place, setup)
        return _found(request, archive, place, setup)
    except RefusedError as refused:
        return _said(400 if isinstance(refused, AskedWronglyError) else 404, refused.sentence)


def _found(request: Request, archive: Archive, place: Place, setup: Setup) -> Response:
    if request.path == webfinger.NODEINFO:
        return _answer(webfinger.nodeinfo_links(place), _JSON)
    if request.path == webfinger.NODEINFO_2:
        return _answer(webfinger.nodeinfo(archive), f'{_JSON}; profile="{webfinger.SCHEMA}#"')
    resources = [value for name, value in _parameters(request) if name == "resource"]
    if len(resources) != 1:
        message = "Say once which handle is meant: ?resource=acct:NAME@HOST."
        raise AskedWronglyError(message)
    try:
        voice = webfinger.named(resources[0], archive, place, setup)
    except ValueError as error:
        message = "The resource cannot be read; it should be like acct:NAME@HOST."
        raise AskedWronglyError(message) from error
    if voice is None:
        message = "Nobody here has this handle."
        raise RefusedError(message)
    return _answer(webfinger.webfinger(voice, place), _JRD)


def _asked(request: Request, archive: Archive, place: Place, setup: Setup) -> Response:
    address = read_address(request.path)
    voice = voice_of(address.office, archive, place, setup) if address else None
    if address is None or voice is None:
        message = "There is no actor and no text at this address."
        raise RefusedError(message)
    if address.part == "outbox":
        return _outbox(request, voice, archive, place)
    if request.query:
        return redirect(request.path)
    if address.part:
        return _answer(followers(voice))
    if address.number:
        return _text(address, voice, archive, place)
    if not setup.public_key():
        return _said(503, "The key of this newsroom is not made yet. Please try again in a few seconds.")
    return _answer(profile(voice, archive, place, setup))


def _outbox(request: Request, voice: Voice, archive: Archive, place: Place) -> Response:
    named = next((value for name, value in _parameters(request) if name == "page"), "")
    if named and not _PAGE.fullmatch(named):
        message = "The page has to be a whole number from 1."
        raise AskedWronglyError(message)
    clean = f"page={named}" if named else ""
    if request.query != clean:
        return redirect(request.path + (f"?{clean}" if clean else ""))
    found = outbox(voice, archive, place, int(named or 0))
    if found is None:
        message = "This outbox has no such page."
        raise RefusedError(message)
    return _answer(found)


def _text(address: ActorAddress, voice: Voice, archive: Archive, place: Place) -> Response:
    reading = archive.text(address.number, address.language)
    edition = reading.edition if reading else None
    is_other = edition is not None and voice.office and voice.office not in {ref.slug for ref in edition.offices}
    if reading is None or is_other:
        message = "This actor tells no text under this number and language."
        raise RefusedError(message)
    note = told(reading, voice, place)
    if note is None:
        return _answer(tombstone(reading, voice, place), status=HTTPStatus.GONE)
    return _answer(note)


def _parameters(request: Request) -> list[tuple[str, str]]:
    try:
        return request.parameters()
    except ValueError as error:
        message = "This address cannot be read."
        raise AskedWronglyError(message) from error


def _said(status: int, sentence: str) -> Response:
    return Response(status, (("content-type", "text/plain; charset=utf-8"), *_OPEN), f"{sentence}\n".encode())


def _answer(said: dict[str, Any], media_type: str = MEDIA_TYPE, *, status: int = HTTPStatus.OK) -> Response:
    return Response(int(status), (("content-type", media_type), *_OPEN), msgspec.json.encode(said))
