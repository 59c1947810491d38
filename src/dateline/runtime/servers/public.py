"""The public side's server: Granian, whose workers load ``config.public.process``; it need not know what they do."""

import os
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from dateline.runtime.errors import PublicUrlError, SettingError
from dateline.runtime.lifeline import PARENT
from dateline.runtime.servers.gentle import KILL_AFTER_S, GentleServer
from dateline.runtime.servers.ports import DESK_URL, PUBLIC_URL, address, demand_address

FEEDS, HUB = "DATELINE_FEEDS", "DATELINE_WEBSUB_HUB"
INDEXNOW_KEY = "DATELINE_INDEXNOW_KEY"
ACTIVITYPUB = "DATELINE_ACTIVITYPUB"
OWN_HUB, HUB_PATH = "own", "/account/websub"
_NAME = re.compile(r"[a-z0-9]+(?:[_-][a-z0-9]+)*")  # what Mastodon reads as a name, without dots
_NAME_MAX = 30
_INDEXNOW_KEY = re.compile(r"[A-Za-z0-9-]{8,128}")
DEFAULT_DESK_URL = "http://127.0.0.1:8001"
DEFAULT_URL = "http://127.0.0.1:8000"
ROOM = 1_024
"""Connections that each worker keeps, some of them for those who wait for the log; of more, the least used go."""

_CONNECTIONS = 2_048  # taken by each worker, so that whoever comes is let in while others are closed
_BACKLOG = 4_096  # of those who wait to be let in for some milliseconds; beyond, they would come again after a second
_HEADERS_WITHIN_MS = 10_000  # who takes longer to ask wants to hold the connection, not a page
_HEADERS_MAX_BYTES = 32_768  # beyond, the server itself refuses; below, the door does, with a sentence


def serve(host: str, port: int, *, workers: int = 1) -> None:
    """Serve the public side until the process is told to stop.

    Raises:
        NotLoopbackError: other machines reach it, and ``DATELINE_PUBLIC_URL`` does not say by what address.
        PublicUrlError: what it says is no address of a site.
        SettingError: ``DATELINE_FEEDS``, ``DATELINE_WEBSUB_HUB``, ``DATELINE_INDEXNOW_KEY`` or
            ``DATELINE_ACTIVITYPUB`` cannot be read.
    """
    demand_address(host, PUBLIC_URL, os.environ)
    os.environ.setdefault(PUBLIC_URL, address(host, port))
    public_url_of(os.environ)
    feeds_are_full(os.environ)
    hub_of(os.environ)
    indexnow_key_of(os.environ)
    actor_name_of(os.environ)
    # Named before there are workers: one that starts just as this process dies would ask for its parent too late.
    os.environ[PARENT] = str(os.getpid())
    server = GentleServer(
        "dateline.runtime.public_process:app",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADERS_WITHIN_MS, max_buffer_size=_HEADERS_MAX_BYTES),
        websockets=False,
        workers=workers,
        backlog=_BACKLOG,
        backpressure=_CONNECTIONS,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=KILL_AFTER_S,
        log_level=LogLevels.warning,
    )
    server.workers_leave = True
    server.serve()


def feeds_are_full(environment: Mapping[str, str]) -> bool:
    """Say whether feeds tell whole texts (``full``, the default), not their leads alone (``lead``).

    Raises:
        SettingError: ``DATELINE_FEEDS`` says neither.
    """
    said = environment.get(FEEDS) or "full"
    if said not in ("full", "lead"):
        raise SettingError(FEEDS, said, "full or lead")
    return said == "full"


def hub_of(environment: Mapping[str, str]) -> str:
    """Return where feeds can be subscribed to: our own hub in the desk process, an outside one, or empty for none.

    Raises:
        SettingError: ``DATELINE_WEBSUB_HUB`` is neither ``own`` nor an address.
    """
    said = environment.get(HUB, "").strip()
    if said == OWN_HUB:
        return desk_url_of(environment) + HUB_PATH
    parts = urlsplit(said)
    if said and (parts.scheme not in ("http", "https") or not parts.hostname or set(said) & set('<>" \t\r\n')):
        raise SettingError(HUB, said, f"{OWN_HUB}, or the address of a hub such as https://hub.example.org/")
    return said


def indexnow_key_of(environment: Mapping[str, str]) -> str:
    """Return the key that IndexNow knows the newsroom by; empty where search engines are not told.

    Raises:
        SettingError: it is no key. Source: the IndexNow protocol.
    """
    said = environment.get(INDEXNOW_KEY, "").strip()
    if said and not _INDEXNOW_KEY.fullmatch(said):
        raise SettingError(INDEXNOW_KEY, said, "8 to 128 letters, digits and hyphens, made up by chance")
    return said


def actor_name_of(environment: Mapping[str, str]) -> str:
    """Return the name under which the newsroom is followed from Mastodon and others; empty where nobody is.

    Raises:
        SettingError: it is no name.
    """
    said = environment.get(ACTIVITYPUB, "").strip()
    if said and (not _NAME.fullmatch(said) or len(said) > _NAME_MAX):
        expected = (
            f"the name in front of the @, up to {_NAME_MAX} small letters, digits and inner hyphens, such as news"
        )
        raise SettingError(ACTIVITYPUB, said, expected)
    return said


def desk_url_of(environment: Mapping[str, str]) -> str:
    """Return ``DATELINE_DESK_URL`` without a last slash, else ``DEFAULT_DESK_URL``."""
    return (environment.get(DESK_URL) or DEFAULT_DESK_URL).rstrip("/")


def public_url_of(environment: Mapping[str, str]) -> str:
    """Return ``DATELINE_PUBLIC_URL`` without a last slash, else ``DEFAULT_URL``.

    Raises:
        PublicUrlError: it is no ``http`` or ``https`` address of a host without a path.
    """
    given = environment.get(PUBLIC_URL) or DEFAULT_URL
    parts = urlsplit(given)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise PublicUrlError(given)
    return f"{parts.scheme}://{parts.netloc}"
