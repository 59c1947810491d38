"""The public process: what each worker of `dateline serve` runs. It imports no Django and has no database.

It reads ``DATELINE_HOME`` (the archive and the public media in it), ``DATELINE_PUBLIC_URL``, ``DATELINE_BUILD``,
``DATELINE_FEEDS``, ``DATELINE_WEBSUB_HUB``, ``DATELINE_INDEXNOW_KEY``, ``DATELINE_ACTIVITYPUB``, ``DATELINE_DESK_URL``,
``DATELINE_TRUSTED_PROXIES``, ``DATELINE_PAGES_A_MINUTE`` and ``DATELINE_CACHE_KEYS`` from the environment, and needs
nothing else of the installation.
"""

import datetime as dt
import hashlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.metadata import version
from pathlib import Path

import msgspec

import dateline
from dateline.archive.embedded import open_reader
from dateline.mirror import status
from dateline.public.http.active_overrides import OverridesReader
from dateline.public.http.app import AppSettings, PublicApp
from dateline.public.http.archive_source import ArchiveSource
from dateline.public.http.dispatch import Dispatcher, Endpoints, Health
from dateline.public.http.headers import transport_security
from dateline.public.http.hot_cache import HotCache
from dateline.public.http.limits import PAGES_PER_MINUTE, RateLimiter
from dateline.public.http.log_stream import LogEndpoint
from dateline.public.http.media import MediaFiles, SurrogateKeys
from dateline.public.http.page_service import PageService, ServicePolicy
from dateline.public.http.response_cache import Headers, ResponseCache
from dateline.public.http.single_flight import SingleFlight
from dateline.public.http.static import StaticFiles
from dateline.public.pages import LogPages, PublicPages
from dateline.public.site import assets
from dateline.runtime import clock, logs
from dateline.runtime.home import Home
from dateline.runtime.lifeline import DRAIN, end_with_parent, leave_terminal
from dateline.runtime.overrides_in_memory import trusted_folder
from dateline.runtime.printing import PrintingPress
from dateline.runtime.public_features import build_with_features, public_features
from dateline.runtime.public_settings import (
    PAGES_A_MINUTE,
    PROXIES,
    public_url_of,
    surrogate_header_of,
    whole_number_of,
)

CACHE_BYTES = 6_000_000  # about 750 list pages as brotli; leaves the process under 120 MB (bench/start.py)
# Python's 5 ms make cached pages wait for one that is being made; with a fifth of it a third more are sent
SWITCH_S = 0.001
# about twenty sheets; the printing press caches the same byte strings, so they take memory once
PRINTS_BYTES = 2_000_000
MAX_WAITING_PRINTS = 20  # a sheet takes one or two seconds; with more waiting, a reader would give up first
THREADS = 2  # two, so that a slow search does not delay the next page; more threads would only wait for each other
_BUILT_FROM = ("text", "web", "editions", "archive", "public")


def public_app(environment: Mapping[str, str], *, now: Callable[[], dt.datetime] = clock.now) -> PublicApp:
    """Return the application for a home; nothing is opened or started yet.

    Raises:
        PublicUrlError: ``DATELINE_PUBLIC_URL`` is not the address of a site.
        SettingError: another setting cannot be read.
    """
    home = Home.of(environment)
    public_url = public_url_of(environment)
    build = build_of(environment)
    features = public_features(environment, home)
    maker = PublicPages(public_url, build, PrintingPress(home.public_media), features)
    limiter = RateLimiter(
        whole_number_of(environment, PAGES_A_MINUTE, PAGES_PER_MINUTE), whole_number_of(environment, PROXIES, 0)
    )
    policy = ServicePolicy(limiter, surrogate_header_of(environment))
    print_policy = msgspec.structs.replace(policy, max_waiting=MAX_WAITING_PRINTS)
    tag_build = build_with_features(build, features)
    overrides = OverridesReader(home.overrides, partial(trusted_folder, home))
    source = ArchiveSource(lambda: open_reader(home.archive), overrides.refresh)
    cache = ResponseCache(CACHE_BYTES)
    flight = SingleFlight(ThreadPoolExecutor(THREADS, "pages"), THREADS)
    print_flight = SingleFlight(ThreadPoolExecutor(1, "prints"), 1)
    media_flight = SingleFlight(ThreadPoolExecutor(THREADS, "media"), THREADS)
    print_cache = ResponseCache(PRINTS_BYTES)
    log = LogEndpoint(LogPages(public_url), source, ThreadPoolExecutor(1, "log"), build=build, limiter=limiter)
    endpoints = Endpoints(
        log=log,
        health=Health(source, lambda: mirror.state if (mirror := status.read(home.mirror_status)) else "", build),
        media=MediaFiles(
            home.public_media,
            lambda: source.snapshot.overrides.files,
            media_flight,
            _file_keys(environment, source),
        ),
        static=StaticFiles(assets.find, flight, cache),
        prints=PageService(maker, print_flight, print_cache, build=tag_build, now=now, policy=print_policy),
        pages=PageService(maker, flight, cache, build=tag_build, now=now, policy=policy),
    )
    hot_cache = HotCache(source, now)
    return PublicApp(
        source,
        hot_cache,
        Dispatcher(source, endpoints, hot_cache),
        log=log,
        settings=AppSettings(headers=transport_security(public_url), drain_signal=DRAIN),
    )


def _file_keys(environment: Mapping[str, str], source: ArchiveSource) -> Callable[[str], Headers]:
    """Return the function that returns a file's header with surrogate keys; it returns none where keys are off."""
    header = surrogate_header_of(environment)
    return SurrogateKeys(header, lambda: source.current).headers if header else lambda _name: []


def app() -> PublicApp:
    """Return the application; Granian calls this in each worker.

    The worker ends with Granian. Otherwise it would share the port with the next Granian.
    """
    end_with_parent()
    leave_terminal()
    logs.configure({})
    sys.setswitchinterval(SWITCH_S)
    return public_app(os.environ)


def build_of(environment: Mapping[str, str]) -> str:
    """Return ``DATELINE_BUILD``, else the version with a digest of all code that pages are made by.

    Two processes of one build send the same bytes for the same address and position.
    """
    given = environment.get("DATELINE_BUILD")
    if given:
        return given
    digest = hashlib.blake2b(digest_size=4)
    for path in built_from(Path(dateline.__file__).parent):
        digest.update(path.read_bytes())
    return f"{version('dateline')}+{digest.hexdigest()}"


def built_from(package: Path) -> Iterator[Path]:
    """Yield the files that pages are made by, in a fixed order."""
    for part in _BUILT_FROM:
        yield from sorted(
            path for path in (package / part).rglob("*") if path.is_file() and path.parent.name != "__pycache__"
        )
