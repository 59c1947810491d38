"""The public process: what each worker of `dateline serve` runs. It imports no Django and asks no database.

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
from dateline.archive.port import Archive
from dateline.mirror import status
from dateline.public import activitypub, datelines
from dateline.public.api import log, problem
from dateline.public.api import respond as api
from dateline.public.api.errors import ProblemError
from dateline.public.api.serving import PREFIX
from dateline.public.feeds import respond as feed
from dateline.public.http.active_overrides import OverridesReader
from dateline.public.http.app import AppSettings, PublicApp
from dateline.public.http.archive_source import ArchiveSource
from dateline.public.http.connections import Room
from dateline.public.http.dispatch import Dispatcher
from dateline.public.http.headers import always
from dateline.public.http.hot_cache import HotCache
from dateline.public.http.limits import A_MINUTE, RateLimiter
from dateline.public.http.log_stream import LogEndpoint, LogQuery
from dateline.public.http.page_service import PageService, ServicePolicy
from dateline.public.http.refusals import SENTENCES
from dateline.public.http.response_cache import ResponseCache
from dateline.public.http.single_flight import SingleFlight
from dateline.public.http.static import StaticFiles
from dateline.public.http.surrogates import HEADERS
from dateline.public.prints.jobs import Printer, no_printer
from dateline.public.site import assets
from dateline.public.site.site import Site
from dateline.runtime import clock, logs
from dateline.runtime.errors import SettingError
from dateline.runtime.home import Home
from dateline.runtime.lifeline import LEAVE, end_with_parent
from dateline.runtime.printing import PrintingPress
from dateline.runtime.public_features import DEFAULT_FEATURES, PublicFeatures, public_features
from dateline.runtime.servers.memory import be_sparing
from dateline.runtime.servers.public import ROOM, public_url_of
from dateline.web.http import Request, Response

KEPT_BYTES = 6_000_000  # about 750 list pages as brotli; leaves the process under 120 MB (bench/start.py)
SWITCH_S = 0.001  # Python's 5 ms let a kept page wait for one that is being made; a fifth of it sends a third more
PRINTS_BYTES = 2_000_000  # about twenty sheets; the press keeps the same ones, so they are there once
PRINTS_WAITING = 20  # sheets of one or two seconds each that wait for the one before; a reader goes away after that
THREADS = 2  # one slow search may not hold up the page behind it; more would only wait for one another
PAGES_A_MINUTE, PROXIES, CACHE_KEYS = "DATELINE_PAGES_A_MINUTE", "DATELINE_TRUSTED_PROXIES", "DATELINE_CACHE_KEYS"
_BUILT_FROM = ("plain", "editions", "archive", "website", "feeds", "api", "public/http")


class PublicPages:
    """API, feeds, actors and website behind one another, as the door asks for them.

    Args:
        printer: prints PDFs and cards.
        offered: what machines get besides.
    """

    def __init__(
        self,
        public_url: str,
        build: str,
        printer: Printer = no_printer,
        offered: PublicFeatures = DEFAULT_FEATURES,
    ) -> None:
        self._public_url = public_url
        self._key = offered.indexnow_key
        self._feed = partial(feed, public_url=public_url, style=datelines, full=offered.full, hub=offered.hub)
        self._setup = offered.setup
        self._site = Site(public_url, build, printer, actor=offered.setup.name if offered.setup else "")

    def respond(self, request: Request, archive: Archive, *, today: dt.date) -> Response:
        """Return the page, feed or redirect at an address, else the site's own 404."""
        if self._key and request.path == f"/{self._key}.txt":
            return Response(200, (("content-type", "text/plain; charset=utf-8"),), self._key.encode())
        return (
            api(request, archive, public_url=self._public_url)
            or self._feed(request, archive)
            or self._actor(request, archive)
            or self._site.respond(request, archive, today=today)
            or self.fault(404, request, archive)
        )

    def _actor(self, request: Request, archive: Archive) -> Response | None:
        if self._setup is None:
            return None
        return activitypub.respond(request, archive, public_url=self._public_url, style=datelines, setup=self._setup)

    def fault(self, status: int, request: Request, archive: Archive | None) -> Response:
        """Return the site's own page for 404, 500 or 503; to the API a problem."""
        if request.path.startswith(PREFIX):
            return problem(status, SENTENCES[status])
        return self._site.fault(status, request, archive.newsroom if archive else None)


class LogOf:
    """The publication log of a site, as the door asks for it."""

    def __init__(self, public_url: str) -> None:
        self._public_url = public_url

    def ask(self, request: Request) -> LogQuery | Response:
        """Return what is asked of the log, or what is wrong with the question."""
        try:
            return LogQuery(*log.ask(request))
        except ProblemError as error:
            return problem(error.status, error.detail)

    def page(self, request: Request, archive: Archive) -> Response:
        """Return a page of the log."""
        answer = api(request, archive, public_url=self._public_url)
        return answer or problem(404, "There is no such question.")

    def events(self, archive: Archive, after: int) -> tuple[bytes, int]:
        """Return the next entries as events, and the position reached."""
        return log.events(archive, after)

    def problem(self, status: int, detail: str) -> Response:
        """Return a refusal."""
        return problem(status, detail)


def door(
    environment: Mapping[str, str], *, now: Callable[[], dt.datetime] = clock.now, room: Room | None = None
) -> PublicApp:
    """Return the application for a home; nothing is opened or started yet.

    Raises:
        PublicUrlError: ``DATELINE_PUBLIC_URL`` is no address of a site.
        SettingError: a setting cannot be read, such as a ``DATELINE_FEEDS`` that is neither ``full`` nor ``lead``.
    """
    home = Home.of(environment)
    build = build_of(environment)
    offered = public_features(environment, home)
    pages = PublicPages(public_url_of(environment), build, PrintingPress(home.public_media), offered)
    build_with_features = offered.build_with_features(build)
    kept = ResponseCache(KEPT_BYTES)
    limits = RateLimiter(number_of(environment, PAGES_A_MINUTE, A_MINUTE), number_of(environment, PROXIES, 0))
    source = ArchiveSource(lambda: open_reader(home.archive), OverridesReader(home.overrides).refresh)
    making = SingleFlight(ThreadPoolExecutor(THREADS, "pages"), THREADS)
    outside = ServicePolicy(limits, cache_keys_of(environment))
    lanes = Dispatcher(
        source,
        PageService(pages, making, kept, build=build_with_features, now=now, outside=outside),
        PageService(
            pages,
            SingleFlight(ThreadPoolExecutor(1, "prints"), 1),
            ResponseCache(PRINTS_BYTES),
            build=build_with_features,
            now=now,
            outside=msgspec.structs.replace(outside, waiting_max=PRINTS_WAITING),
        ),
        HotCache(source, now),
    )
    return PublicApp(
        lanes,
        static_files=StaticFiles(assets.find, making, kept),
        room=room or Room(ROOM),
        installation=AppSettings(
            media=home.public_media,
            mirror=lambda: mirror.state if (mirror := status.read(home.mirror_status)) else "",
            always=always(public_url_of(environment)),
            leave=LEAVE,
        ),
        following=LogEndpoint(
            LogOf(public_url_of(environment)), source, ThreadPoolExecutor(1, "log"), build=build, limits=limits
        ),
    )


def number_of(environment: Mapping[str, str], name: str, otherwise: int) -> int:
    """Return a whole number from the environment.

    Raises:
        SettingError: it is none.
    """
    given = environment.get(name, "").strip()
    if given and not (given.isascii() and given.isdigit()):
        raise SettingError(name, given, "a whole number")
    return int(given) if given else otherwise


def cache_keys_of(environment: Mapping[str, str]) -> str:
    """Return the header for a cache's keys that ``DATELINE_CACHE_KEYS`` names; empty for none.

    Raises:
        SettingError: no cache known here reads it.
    """
    given = environment.get(CACHE_KEYS, "").strip().lower()
    if given and given not in HEADERS:
        raise SettingError(CACHE_KEYS, given, " or ".join(HEADERS))
    return given


def app() -> PublicApp:
    """Return the application as Granian makes it in each worker.

    A worker that outlived Granian would share the port with its next start.
    """
    be_sparing()
    end_with_parent()
    logs.configure({})
    sys.setswitchinterval(SWITCH_S)
    room = Room(ROOM)
    room.keep()
    return door(os.environ, room=room)


def build_of(environment: Mapping[str, str]) -> str:
    """Return ``DATELINE_BUILD``, else the version with a digest of all that pages are made by.

    Two processes of one build send the same bytes for the same address and position.
    """
    given = environment.get("DATELINE_BUILD")
    if given:
        return given
    summed = hashlib.blake2b(digest_size=4)
    for path in _sources(Path(dateline.__file__).parent):
        summed.update(path.read_bytes())
    return f"{version('dateline')}+{summed.hexdigest()}"


def _sources(package: Path) -> Iterator[Path]:
    for part in _BUILT_FROM:
        yield from sorted(
            path for path in (package / part).rglob("*") if path.is_file() and path.parent.name != "__pycache__"
        )
