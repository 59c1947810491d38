"""The settings of the public side, read from the environment. Without Django."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from dateline.public.http.headers import SURROGATE_SEPARATORS
from dateline.runtime.errors import PublicUrlError, SettingError
from dateline.runtime.ports import DESK_URL, PUBLIC_URL

FEEDS, HUB = "DATELINE_FEEDS", "DATELINE_WEBSUB_HUB"
INDEXNOW_KEY, ACTIVITYPUB = "DATELINE_INDEXNOW_KEY", "DATELINE_ACTIVITYPUB"
PAGES_A_MINUTE, PROXIES, CACHE_KEYS = "DATELINE_PAGES_A_MINUTE", "DATELINE_TRUSTED_PROXIES", "DATELINE_CACHE_KEYS"
DEFAULT_URL, DEFAULT_DESK_URL = "http://127.0.0.1:8000", "http://127.0.0.1:8001"
OWN_HUB, HUB_PATH = "own", "/account/websub"
_ACTOR_NAME = re.compile(r"[a-z0-9]+(?:[_-][a-z0-9]+)*")  # what Mastodon reads as a name, without dots
_ACTOR_NAME_MAX = 30
_INDEXNOW_KEY = re.compile(r"[A-Za-z0-9-]{8,128}")


def require_valid(environment: Mapping[str, str]) -> None:
    """Check the settings that all processes of the public side read.

    Raises:
        PublicUrlError: ``DATELINE_PUBLIC_URL`` is not the address of a site.
        SettingError: another setting cannot be read.
    """
    for read in (public_url_of, feeds_are_full, hub_of, indexnow_key_of, actor_name_of):
        read(environment)


def public_url_of(environment: Mapping[str, str]) -> str:
    """Return ``DATELINE_PUBLIC_URL`` without a last slash, else ``DEFAULT_URL``.

    Raises:
        PublicUrlError: the setting is not the ``http`` or ``https`` address of a host, or has a path.
    """
    given = environment.get(PUBLIC_URL) or DEFAULT_URL
    parts = urlsplit(given)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise PublicUrlError(given)
    return f"{parts.scheme}://{parts.netloc}"


def desk_url_of(environment: Mapping[str, str]) -> str:
    """Return ``DATELINE_DESK_URL`` without a last slash, else ``DEFAULT_DESK_URL``."""
    return (environment.get(DESK_URL) or DEFAULT_DESK_URL).rstrip("/")


def feeds_are_full(environment: Mapping[str, str]) -> bool:
    """Return whether feeds have full texts (``full``, the default) or only leads (``lead``).

    Raises:
        SettingError: ``DATELINE_FEEDS`` is neither ``full`` nor ``lead``.
    """
    given = environment.get(FEEDS) or "full"
    if given not in ("full", "lead"):
        raise SettingError(FEEDS, given, "full or lead")
    return given == "full"


def hub_of(environment: Mapping[str, str]) -> str:
    """Return the address of the feeds' WebSub hub: the desk's own hub, or another one; empty for none.

    Raises:
        SettingError: ``DATELINE_WEBSUB_HUB`` is neither ``own`` nor an address.
    """
    given = environment.get(HUB, "").strip()
    if given == OWN_HUB:
        return desk_url_of(environment) + HUB_PATH
    parts = urlsplit(given)
    if given and (parts.scheme not in ("http", "https") or not parts.hostname or set(given) & set('<>" \t\r\n')):
        raise SettingError(HUB, given, f"{OWN_HUB}, or the address of a hub such as https://hub.example.org/")
    return given


def indexnow_key_of(environment: Mapping[str, str]) -> str:
    """Return the newsroom's key at IndexNow; empty where search engines are not notified.

    Raises:
        SettingError: the setting does not have the form of a key. Source: the IndexNow protocol.
    """
    given = environment.get(INDEXNOW_KEY, "").strip()
    if given and not _INDEXNOW_KEY.fullmatch(given):
        raise SettingError(INDEXNOW_KEY, given, "8 to 128 letters, digits and hyphens, made up by chance")
    return given


def actor_name_of(environment: Mapping[str, str]) -> str:
    """Return the ActivityPub handle under which people follow the newsroom; empty if ActivityPub is off.

    Raises:
        SettingError: the setting does not have the form of a name.
    """
    given = environment.get(ACTIVITYPUB, "").strip()
    if given and (not _ACTOR_NAME.fullmatch(given) or len(given) > _ACTOR_NAME_MAX):
        expected = (
            f"the name in front of the @, up to {_ACTOR_NAME_MAX} small letters, digits and inner hyphens, such as news"
        )
        raise SettingError(ACTIVITYPUB, given, expected)
    return given


def whole_number_of(environment: Mapping[str, str], name: str, default: int) -> int:
    """Return a whole number from the environment.

    Raises:
        SettingError: the setting is not a whole number.
    """
    given = environment.get(name, "").strip()
    if given and not (given.isascii() and given.isdigit()):
        raise SettingError(name, given, "a whole number")
    return int(given) if given else default


def surrogate_header_of(environment: Mapping[str, str]) -> str:
    """Return the header for a cache's keys that ``DATELINE_CACHE_KEYS`` names; empty for none.

    Raises:
        SettingError: ``DATELINE_CACHE_KEYS`` is not the name of a header that caches read.
    """
    given = environment.get(CACHE_KEYS, "").strip().lower()
    if given and given not in SURROGATE_SEPARATORS:
        raise SettingError(CACHE_KEYS, given, " or ".join(SURROGATE_SEPARATORS))
    return given
