"""Settings of sign-in through OpenID Connect, read from the environment; if none is set, it is off."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from dateline.newsroom.desk.people.openid_rules import PROVIDER, Rules
from dateline.runtime.ports import is_loopback

PREFIX = "DATELINE_OIDC_"
_PROVIDER_CLASS = "dateline.newsroom.desk.people.openid_provider.StrictProvider"
_KNOWN = ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "CLIENT_SECRET_FILE", "NAME", "DOMAINS", "REQUIRE", "CREATE", "MFA")
_ON = ("1", "on", "true", "yes")
_OFF = ("", "0", "false", "no", "off")


@dataclass(frozen=True)
class OpenID:
    """The provider, our credentials there, and the rules for people."""

    issuer: str
    client_id: str
    secret: str
    rules: Rules


def read(environment: Mapping[str, str]) -> OpenID | None:
    """Return the settings; None where none is set.

    Raises:
        ImproperlyConfigured: a setting is missing, unknown or cannot be read.
    """
    given = {name: value.strip() for name, value in environment.items() if name.startswith(PREFIX) and value.strip()}
    if not given:
        return None
    if unknown := sorted(name for name in given if name.removeprefix(PREFIX) not in _KNOWN):
        message = f"there is no setting {unknown[0]}"
        raise ImproperlyConfigured(message)
    if missing := [name for name in ("ISSUER", "CLIENT_ID") if PREFIX + name not in given]:
        message = f"{PREFIX}{missing[0]} is missing: sign-in with OpenID Connect needs it"
        raise ImproperlyConfigured(message)
    values = {name: given.get(PREFIX + name, "") for name in _KNOWN}
    rules = Rules(
        name=values["NAME"] or urlsplit(values["ISSUER"]).hostname or "OpenID",
        domains=frozenset(domain.lower().lstrip("@") for domain in _words(values["DOMAINS"])),
        required=_required(values["REQUIRE"]),
        creates=_is_on("CREATE", values["CREATE"]),
        second_factor=frozenset(_words(values["MFA"])),
    )
    return OpenID(_issuer(values["ISSUER"]), values["CLIENT_ID"], _secret(values), rules)


def providers(openid: OpenID | None) -> dict[str, Any]:
    """Return ``SOCIALACCOUNT_PROVIDERS`` for allauth."""
    apps = []
    if openid is not None:
        settings = {"server_url": openid.issuer, "oauth_pkce_enabled": True}
        own = {"client_id": openid.client_id, "secret": openid.secret, "name": openid.rules.name}
        apps = [{"provider_id": PROVIDER, "settings": settings, **own}]
    return {"openid_connect": {"provider_class": _PROVIDER_CLASS, "APPS": apps}}


def _issuer(url: str) -> str:
    parts = urlsplit(url)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
    if not is_safe or not parts.hostname or parts.query or parts.fragment:
        message = f"{PREFIX}ISSUER is {url!r}: it must be an https:// address as the provider names it"
        raise ImproperlyConfigured(message)
    return url


def _secret(values: Mapping[str, str]) -> str:
    file = values["CLIENT_SECRET_FILE"]
    if not file:
        return values["CLIENT_SECRET"]
    if values["CLIENT_SECRET"]:
        message = f"set either {PREFIX}CLIENT_SECRET or {PREFIX}CLIENT_SECRET_FILE, not both"
        raise ImproperlyConfigured(message)
    try:
        secret = Path(file).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        message = f"{PREFIX}CLIENT_SECRET_FILE {file} cannot be read: {error}"
        raise ImproperlyConfigured(message) from error
    if not secret:
        message = f"{PREFIX}CLIENT_SECRET_FILE {file} is empty"
        raise ImproperlyConfigured(message)
    return secret


def _words(value: str) -> list[str]:
    return [part for part in value.replace(",", " ").split() if part]


def _required(value: str) -> tuple[str, str] | None:
    if not value:
        return None
    claim, equals, required = (part.strip() for part in value.partition("="))
    if not (claim and equals and required):
        message = f"{PREFIX}REQUIRE is {value!r}: it must be a claim and its value, such as groups=press"
        raise ImproperlyConfigured(message)
    return claim, required


def _is_on(name: str, value: str) -> bool:
    if value.lower() not in _ON + _OFF:
        message = f"{PREFIX}{name} is {value!r}: it must be on or off"
        raise ImproperlyConfigured(message)
    return value.lower() in _ON
