"""Give ``newsroom.distribution`` what it needs from outside: clock, archive, and responses of the public side."""

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
from dateline.public.api.media_addresses import with_file_urls
from dateline.public.api.releases import text_of
from dateline.public.feeds.registry import FEED_FORMATS
from dateline.public.http.active_overrides import OverridesReader
from dateline.public.http.archive_source import ArchiveSource
from dateline.public.pages import PublicFeatures, PublicPages
from dateline.runtime.errors import SettingError
from dateline.runtime.home import Home, publish_actor_key
from dateline.runtime.public_features import public_features
from dateline.runtime.public_settings import HUB, OWN_HUB
from dateline.web.http import Request, Response
from dateline.web.network_policy import Network, parse_networks

ALLOW, TIMEOUT = "DATELINE_PINGS_ALLOW", "DATELINE_PINGS_TIMEOUT"
MIN_TIMEOUT_S, MAX_TIMEOUT_S = 0.1, 30.0


class PublicSide:
    """Makes responses of the public site in this process; safe to use from any thread."""

    def __init__(self, home: Home, public_url: str, features: PublicFeatures) -> None:
        self._source = ArchiveSource(lambda: open_reader(home.archive), OverridesReader(home.overrides).refresh)
        self._pages = PublicPages(public_url, "pings", features=features)
        self._lock = threading.Lock()

    def archive(self) -> Archive | None:
        """Return the newest generation with overrides applied; None while none can be read."""
        with self._lock:
            self._source.refresh()
            return self._source.current

    def respond(self, request: Request) -> Response:
        """Return the present response of the public site."""
        archive = self.archive()
        if archive is None:
            return self._pages.fault(503, request, None)
        return self._pages.respond(request, archive, today=now().date())


def now() -> Any:
    """Return the present moment by the newsroom's clock, aware, UTC."""
    return import_string(getattr(settings, "CLOCK", "dateline.runtime.clock.now"))()


def wiring_of(home: Home) -> Wiring:
    """Return the wiring of this process.

    Raises:
        SettingError: a setting of the distribution cannot be read.
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
        timeout_s=timeout_s(settings.PINGS_TIMEOUT),
        allowed_networks=allowed_networks(settings.PINGS_ALLOW),
        inbox_url=features.actors.inbox if features.actors else "",
        publish_actor_key=partial(publish_actor_key, home) if features.actors else None,
    )


def distribution_worker(home: Home) -> DistributionWorker:
    """Return the worker's part for distribution; nothing is started yet."""
    # A worker of another home may share the database, so each claims deliveries under a name of its own.
    name = hashlib.blake2b(f"{socket.gethostname()} {home.path.resolve()}".encode(), digest_size=16).hexdigest()
    return DistributionWorker(wiring_of(home), name)


def timeout_s(given: float) -> float:
    """Return the seconds of ``DATELINE_PINGS_TIMEOUT``.

    Raises:
        SettingError: the number of seconds is out of range.
    """
    if not MIN_TIMEOUT_S <= given <= MAX_TIMEOUT_S:
        raise SettingError(TIMEOUT, str(given), f"seconds between {MIN_TIMEOUT_S:g} and {MAX_TIMEOUT_S:g}")
    return given


def allowed_networks(given: str) -> tuple[Network, ...]:
    """Return the networks of ``DATELINE_PINGS_ALLOW``.

    Raises:
        SettingError: a part of the setting is not a network.
    """
    try:
        return parse_networks(given)
    except ValueError as error:
        raise SettingError(ALLOW, given, "networks such as 10.0.0.0/8 fd00::/8") from error


def _payload(edition: Edition) -> Mapping[str, Any]:
    payload: Mapping[str, Any] = with_file_urls(msgspec.to_builtins(text_of(edition)), settings.PUBLIC_URL)
    return payload
