"""Limits of wrong passwords, which no stranger can use to keep a person out.

Wrong passwords are counted for each client network, and for each account and network. A right password is refused only
where wrong ones came from the same network. A browser in which a person has signed in before has a count of its own:
neither strangers nor other people of its network can use it up. Source: OWASP, "Slow Down Online Guessing Attacks with
Device Cookies".
"""

import secrets
from typing import Any

from allauth.account.internal.userkit import filter_users_by_email, get_user_by_username
from allauth.core.internal import ratelimit
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

PER_NETWORK = {"network": "10/m/key"}
PER_ACCOUNT_AND_NETWORK = {"account": "5/300s/key"}
PER_BROWSER = {"browser": "5/300s/key"}
"""Wrong passwords, in allauth's notation; an IPv6 network is the one that allauth's settings name."""

MAX_ACCOUNTS_OF_BROWSER = 5
_SALT = "dateline.desk.browser"
_AGE_S = 365 * 24 * 60 * 60

Usage = list[ratelimit.RateLimitUsage]


def count_attempt(request: HttpRequest, credentials: dict[str, Any]) -> Usage | None:
    """Count an attempt to sign in before its password is checked; return None where it exceeds a limit.

    Args:
        request: the attempt.
        credentials: name or address, as allauth passes them.
    """
    login = str(credentials.get("email") or credentials.get("username") or "")
    account = _account(login)
    browser, accounts = _browser(request)
    if browser and account in accounts:
        return _consume(request, [(PER_BROWSER, f"{browser} {account}")])
    network = ratelimit.get_ip(request)
    return _consume(request, [(PER_ACCOUNT_AND_NETWORK, f"{account} {network}"), (PER_NETWORK, network)])


def forget_attempt(usage: Usage) -> None:
    """Take back what ``count_attempt`` counted, because the password was right."""
    for one in usage:
        one.rollback()


def remember_browser(request: HttpRequest, response: HttpResponseBase, account: Any) -> None:
    """Let the browser say at its next sign-in that this account has signed in there before."""
    browser, accounts = _browser(request)
    known = [str(account.pk), *(key for key in accounts if key != str(account.pk))][:MAX_ACCOUNTS_OF_BROWSER]
    response.set_cookie(
        _cookie_name(),
        signing.dumps([browser or secrets.token_urlsafe(16), known], salt=_SALT),
        max_age=_AGE_S,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _consume(request: HttpRequest, limits: list[tuple[dict[str, str], str]]) -> Usage | None:
    used: Usage = []
    for config, key in limits:
        [action] = config
        usage = ratelimit.consume(request, app="dateline.sign_in", action=action, config=config, key=key)
        if usage is None:
            forget_attempt(used)
            return None
        used.append(usage)
    return used


def _account(login: str) -> str:
    """Return one key for all spellings of an account: user name, addresses, upper and lower case."""
    login = login.strip()
    user = get_user_by_username(login) or next(iter(filter_users_by_email(login)), None)
    return str(user.pk) if user is not None else login.casefold()


def _browser(request: HttpRequest) -> tuple[str, list[str]]:
    """Return the id of a browser and the accounts that have signed in there; an empty id where it has no cookie."""
    try:
        browser, accounts = signing.loads(request.COOKIES.get(_cookie_name(), ""), salt=_SALT, max_age=_AGE_S)
    except (signing.BadSignature, ValueError, TypeError):
        return "", []
    return str(browser), [str(one) for one in accounts]


def _cookie_name() -> str:
    return "__Host-dateline-browser" if settings.SESSION_COOKIE_SECURE else "dateline-browser"
