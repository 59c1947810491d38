"""Authentication by token, and what a token may see and change."""

import uuid
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import Http404, HttpRequest
from ninja.security import HttpBearer

from dateline.newsroom.desk import clock
from dateline.newsroom.desk.actions import tokens
from dateline.newsroom.desk.api import schemas
from dateline.newsroom.desk.api.problems import RefusalError
from dateline.newsroom.desk.models import Office, Release, ReleasePage, Scope, Token, roles

MAX_INVALID_PER_MIN = 20
"""After so many invalid tokens a minute, an address gets 429. Requests with a valid token are not counted."""

_WINDOW_S = 60

REFUSALS = dict.fromkeys((400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 428, 429, 500), schemas.Problem)
"""The refusals that every endpoint may answer with."""


class TokenAuth(HttpBearer):
    """``Authorization: Bearer dateline_…``."""

    def authenticate(self, request: HttpRequest, token: str) -> Token:
        """Return the token that belongs to a secret.

        Raises:
            RefusalError: the token is unknown, expired or revoked, or the address sent too many invalid ones.
        """
        at = clock.now()
        found = tokens.find_token(token, at=at)
        if found is None:
            _count_invalid(request)
            raise RefusalError(401, "This token is unknown, or its person was deleted; ask an administrator.")
        if found.revoked_at is not None or not found.user.is_active:
            raise RefusalError(401, "This token was revoked; ask an administrator of the desk for another one.")
        if found.expires_at <= at:
            ended_on = f"{found.expires_at:%Y-%m-%d}"
            raise RefusalError(
                401, f"This token expired on {ended_on}; ask an administrator of the desk for another one."
            )
        return found


def token_of(request: HttpRequest, scope: Scope | None) -> Token:
    """Return the token of a request, after a check of its scope.

    Raises:
        RefusalError: the token lacks the scope.
    """
    authenticated: Any = request
    token: Token = authenticated.auth
    if scope is not None and scope not in token.scopes:
        raise RefusalError(403, f"This token may not {scope.label}; it has the scopes {', '.join(token.scopes)}.")
    return token


def _count_invalid(request: HttpRequest) -> None:
    key = f"wrong-token:{get_adapter(request).get_client_ip(request)}"
    cache.add(key, 0, _WINDOW_S)
    try:
        count = cache.incr(key)
    except ValueError:  # the entry expired between the two calls
        return
    if count > MAX_INVALID_PER_MIN:
        raise RefusalError(
            429, "Too many invalid tokens came from your address. Wait a minute.", retry_after_s=_WINDOW_S
        )


def own_offices(token: Token) -> list[Office]:
    """Return the offices of a token, by slug."""
    return list(Office.objects.filter(pk__in=roles.offices_of(token.user)).order_by("slug"))


def release_of(token: Token, key: uuid.UUID) -> Release:
    """Return a release that an office of the token leads.

    Raises:
        Http404: there is no such release, or another office leads it.
    """
    own = Release.objects.select_related("kind", "lead_office").filter(lead_office__in=own_offices(token))
    release = own.filter(pk=key).first()
    if release is None:
        raise Http404
    return release


def text_of(token: Token, key: uuid.UUID, language: str) -> ReleasePage:
    """Return a text of a release that an office of the token leads.

    Raises:
        Http404: there is no such text, or another office leads the release.
    """
    texts = ReleasePage.objects.select_related("release__lead_office", "release__kind")
    text: ReleasePage | None = texts.filter(release=release_of(token, key), language=language).first()
    if text is None:
        raise Http404
    return text


def check_if_match(if_match: str | None, etag: str, what: str) -> None:
    """Check that a request names the current version of what it changes.

    Raises:
        RefusalError: ``If-Match`` is missing (428) or names another version (412).
    """
    if not if_match:
        raise RefusalError(428, f"Send the etag of the {what} as If-Match, so that nobody's changes are lost.")
    if if_match.strip() != etag:
        raise RefusalError(412, f"Somebody has changed this {what} meanwhile. Read it again and repeat the change.")
