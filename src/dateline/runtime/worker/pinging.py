"""Pings wired: what they are handed of the clock, the archive and the public side."""

import hashlib
import os
import socket
import threading
from collections.abc import Mapping
from functools import partial
from typing import Any

import msgspec
from django.conf import settings
from django.utils.module_loading import import_string

from dateline.archive.embedded import open_reader
from dateline.archive.port import Archive
from dateline.editions.edition import Edition
from dateline.newsroom.distribution.wiring import Wiring
from dateline.newsroom.distribution.worker import DistributionWorker
from dateline.public.api.releases import text_of
from dateline.public.feeds.registry import FEED_FORMATS
from dateline.public.http.active_overrides import OverridesReader
from dateline.public.http.archive_source import ArchiveSource
from dateline.public.pages import PublicFeatures, PublicPages
from dateline.runtime.errors import SettingError
from dateline.runtime.home import Home, show_actor_key
from dateline.runtime.public_features import public_features
from dateline.runtime.public_settings import HUB, OWN_HUB
from dateline.web.http import Request, Response
from dateline.web.network_policy import Network, parse_networks

ALLOW, TIMEOUT = "DATELINE_PINGS_ALLOW", "DATELINE_PINGS_TIMEOUT"
TIMEOUT_LEAST_S, TIMEOUT_MOST_S = 0.1, 30.0


class PublicSide:
    """What the public site answers, asked for in this process; any thread may ask."""

    def __init__(self, home: Home, public_url: str, features: PublicFeatures) -> None:
        self._source = ArchiveSource(lambda: open_reader(home.archive), OverridesReader(home.overrides).refresh)
        self._pages = PublicPages(public_url, "pings", features=features)
        self._lock = threading.Lock()

    def archive(self) -> Archive | None:
        """Return the newest generation, overrides obeyed; None while there is none to be read."""
        with self._lock:
            self._source.refresh()
            return self._source.current

    def respond(self, request: Request) -> Response:
        """Return what the public site answers now."""
        archive = self.archive()
        if archive is None:
            return self._pages.fault(503, request, None)
        return self._pages.respond(request, archive, today=now().date())


def now() -> Any:
    """Return this moment by the newsroom's clock, aware, UTC."""
    return import_string(getattr(settings, "CLOCK", "dateline.runtime.clock.now"))()


def wired(home: Home) -> Wiring:
    """Return what pings are handed in this process.

    Raises:
        SettingError: a setting of theirs cannot be read.
    """
    features = public_features(os.environ, home)
    is_own = os.environ.get(HUB, "").strip() == OWN_HUB
    public = PublicSide(home, settings.PUBLIC_URL, features)
    return Wiring(
        now=now,
        archive=public.archive,
        respond=public.respond,
        edition_payload=_payload,
        public_url=settings.PUBLIC_URL,
        feed_suffixes=tuple(FEED_FORMATS),
        hub_url=features.hub if is_own else "",
        outside_hub=features.hub if not is_own else "",
        indexnow_key=features.indexnow_key,
        indexnow_url=settings.INDEXNOW_URL,
        timeout_s=within_s(settings.PINGS_TIMEOUT),
        allowed_networks=allowed(settings.PINGS_ALLOW),
        inbox_url=features.actors.inbox if features.actors else "",
        publish_actor_key=partial(show_actor_key, home) if features.actors else None,
    )


def pings_of(home: Home) -> DistributionWorker:
    """Return what the worker does for pings; nothing is begun yet."""
    # A worker of another home may share the database, and holds what it has taken.
    name = hashlib.blake2b(f"{socket.gethostname()} {home.path.resolve()}".encode(), digest_size=16).hexdigest()
    return DistributionWorker(wired(home), name)


def within_s(said: float) -> float:
    """Return the seconds of ``DATELINE_PINGS_TIMEOUT``.

    Raises:
        SettingError: they are none, or too many.
    """
    if not TIMEOUT_LEAST_S <= said <= TIMEOUT_MOST_S:
        raise SettingError(TIMEOUT, str(said), f"seconds between {TIMEOUT_LEAST_S:g} and {TIMEOUT_MOST_S:g}")
    return said


def allowed(said: str) -> tuple[Network, ...]:
    """Return the networks of ``DATELINE_PINGS_ALLOW``.

    Raises:
        SettingError: it names none.
    """
    try:
        return parse_networks(said)
    except ValueError as error:
        raise SettingError(ALLOW, said, "networks such as 10.0.0.0/8 fd00::/8") from error


def _payload(edition: Edition) -> Mapping[str, Any]:
    payload: Mapping[str, Any] = msgspec.to_builtins(text_of(edition))
    return payload
