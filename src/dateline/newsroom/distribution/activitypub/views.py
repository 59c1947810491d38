"""The one inbox of all our actors: what can be seen to be wrong is refused at once, the rest the worker verifies.

No request of a stranger makes this process ask anybody. Source: ActivityPub, section 7.
"""

from http import HTTPStatus
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from dateline.newsroom.distribution.activitypub.activities import Wish, WrongLetterError, read
from dateline.newsroom.distribution.activitypub.blocking import is_blocked
from dateline.newsroom.distribution.activitypub.hosts import host_of, server_of
from dateline.newsroom.distribution.errors import SignatureRefusedError
from dateline.newsroom.distribution.http_signatures import Signed
from dateline.newsroom.distribution.http_signatures import read as read_signature
from dateline.newsroom.distribution.models import ADDRESS_MAX, Follow, Letter
from dateline.newsroom.distribution.throttle import is_one_too_many, say
from dateline.newsroom.distribution.wiring import Wiring, wiring
from dateline.web.activitypub import actor_path
from dateline.web.guarded_http import TargetRefusedError, check_target, host_header
from dateline.web.http import Request

BODY_MAX_BYTES = 65_536
A_MINUTE = 300
"""Letters that are read from one address in a minute; a large server writes all its people's from one."""

WAITING_MAX = 1_000
"""Letters that wait to be verified, of everybody together."""

WAITING_OF_A_SERVER_MAX = 100
"""Of them, whose actors are on one server: who does not answer fills no more places than these."""

NEW_A_MINUTE = 10
"""Wishes from one address whose server nobody follows from yet. Two tries of 5 s for each are 100 s a minute, less than
the 120 s that two threads have (`verifying`), so that servers which never answer cannot make others wait."""

_WRONG, _UNSIGNED, _FOREIGN, _UNKNOWN, _LARGE, _TOO_MANY, _FULL = 400, 401, 403, 404, 413, 429, 503


class RefusedLetterError(Exception):
    """A letter that is not taken; the sentence says why."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


@method_decorator([csrf_exempt, login_not_required], name="dispatch")
class InboxView(View):
    """Takes letters."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take a letter, or say in a sentence why not."""
        given = wiring()
        try:
            wish, signed = _letter(request, given)
            if wish.kind is not None and _matters(wish):
                _demand_room(request, wish)
                _keep(wish, wish.kind, signed, given)
        except RefusedLetterError as refused:
            return say(refused.status, str(refused), wait_s=60 if refused.status in (_TOO_MANY, _FULL) else 0)
        return say(202, "Thank you; what is wished will be verified.")


def _letter(request: HttpRequest, given: Wiring) -> tuple[Wish, Signed]:
    if given.show_actor_key is None:
        raise RefusedLetterError(_UNKNOWN, "Nobody can be followed here.")
    if is_one_too_many(request, "inbox", A_MINUTE):
        raise RefusedLetterError(_TOO_MANY, "Too many letters in a short time; try again in a minute.")
    body = _body(request)
    try:
        wish = read(body, given.public_url)
        signed = read_signature(
            method="POST", target=request.get_full_path(), headers=_headers(request, given), body=body, now=given.now()
        )
        check_target(wish.actor, given.allowed)
    except WrongLetterError as error:
        raise RefusedLetterError(_WRONG, str(error)) from error
    except SignatureRefusedError as error:
        raise RefusedLetterError(_UNSIGNED, str(error)) from error
    except TargetRefusedError as error:
        raise RefusedLetterError(_WRONG, f"The address of the actor cannot be used: {error}.") from error
    host = host_of(wish.actor)
    if not host or len(signed.key_id) > ADDRESS_MAX or host_of(signed.key_id) != host:
        raise RefusedLetterError(_FOREIGN, "The key has to be the actor's own, on the same host.")
    if is_blocked(wish.actor):
        raise RefusedLetterError(_FOREIGN, "Letters from this server are not taken.")
    return wish, signed


def _headers(request: HttpRequest, given: Wiring) -> dict[str, str]:
    """Return the headers as they were signed: for the inbox as it is announced, whatever a web server passes on."""
    return {**request.headers, "Host": host_header(urlsplit(given.inbox_url))}


def _body(request: HttpRequest) -> bytes:
    said = request.headers.get("Content-Length", "")
    if not (said.isascii() and said.isdigit()):
        raise RefusedLetterError(_WRONG, "The length of the body has to be said.")
    if len(said) > len(str(BODY_MAX_BYTES)) or int(said) > BODY_MAX_BYTES:
        raise RefusedLetterError(_LARGE, f"An activity may have {BODY_MAX_BYTES} bytes at most.")
    return request.body


def _matters(wish: Wish) -> bool:
    """Say whether anything could follow from a letter; servers tell everybody of each account that is deleted."""
    if wish.kind == Letter.Kind.FOLLOW:
        return True
    meant = {"actor": wish.actor}
    if wish.kind == Letter.Kind.UNDO and wish.office is None:  # it may be the end of anything, such as a like
        meant["activity"] = wish.activity
    return any(kept.objects.filter(**meant).exists() for kept in (Follow, Letter))


def _demand_room(request: HttpRequest, wish: Wish) -> None:
    """Check that a letter takes nobody else's place among those that wait."""
    server = server_of(wish.actor)
    is_known = Follow.objects.filter(server=server).exists()
    if not is_known and is_one_too_many(request, "inbox-new", NEW_A_MINUTE):
        raise RefusedLetterError(_TOO_MANY, "Too many letters of servers that are new here; try again in a minute.")
    if Letter.objects.filter(server=server).count() >= WAITING_OF_A_SERVER_MAX:
        raise RefusedLetterError(_TOO_MANY, "Too many letters of this server wait; try again in a minute.")
    if Letter.objects.count() >= WAITING_MAX:
        raise RefusedLetterError(_FULL, "Too many letters wait to be verified; try again in a minute.")


def _keep(wish: Wish, kind: Letter.Kind, signed: Signed, given: Wiring) -> None:
    is_follow = kind == Letter.Kind.FOLLOW
    office = wish.office or ""
    if is_follow and given.answer(Request(actor_path(office))).status != HTTPStatus.OK:
        raise RefusedLetterError(_UNKNOWN, "There is no such actor here.")
    Letter.objects.create(
        kind=kind,
        office=office,
        actor=wish.actor,
        server=server_of(wish.actor),
        activity=wish.activity,
        key_id=signed.key_id,
        signed_text=signed.text,
        signature=signed.signature,
        due_at=given.now(),
    )
