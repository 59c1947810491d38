"""Who asks: the token in the request, and whether its scopes reach."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from ninja.security import HttpBearer

from dateline.newsroom.desk import clock
from dateline.newsroom.desk.actions import tokens
from dateline.newsroom.desk.api.problems import RefusalError
from dateline.newsroom.desk.models import Scope, Token

WRONG_A_MINUTE = 20
"""Wrong tokens from one address, beyond which it is told to wait; a right one is never refused for that."""

_WINDOW_S = 60


class TokenAuth(HttpBearer):
    """``Authorization: Bearer dateline_…``."""

    def authenticate(self, request: HttpRequest, token: str) -> Token:
        """Return the token of a secret.

        Raises:
            RefusalError: it is unknown, has ended or was revoked.
        """
        at = clock.now()
        found = tokens.shown(token, at=at)
        if found is None:
            _count_wrong(request)
            raise RefusalError(401, "Nobody has issued this token, or its person is gone; ask an administrator.")
        if found.revoked_at is not None or not found.user.is_active:
            raise RefusalError(401, "This token was revoked; ask an administrator of the desk for another one.")
        if found.expires_at <= at:
            said = f"This token ended on {found.expires_at:%Y-%m-%d}; ask an administrator of the desk for another one."
            raise RefusalError(401, said)
        return found


def token_of(request: HttpRequest, scope: Scope | None) -> Token:
    """Return the token that asks, which has a scope.

    Raises:
        RefusalError: it has not.
    """
    asking: Any = request
    token: Token = asking.auth
    if scope is not None and scope not in token.scopes:
        raise RefusalError(403, f"This token may not {scope.label}; it has the scopes {', '.join(token.scopes)}.")
    return token


def _count_wrong(request: HttpRequest) -> None:
    key = f"wrong-token:{get_adapter(request).get_client_ip(request)}"
    cache.add(key, 0, _WINDOW_S)
    try:
        count = cache.incr(key)
    except ValueError:  # it ran out just now
        return
    if count > WRONG_A_MINUTE:
        raise RefusalError(429, "Too many wrong tokens came from your address. Wait a minute.", retry_after_s=_WINDOW_S)
