"""The public process: what each worker of `dateline serve` runs. It imports no Django and asks no database.

It reads ``DATELINE_HOME`` (the archive and the public media in it), ``DATELINE_PUBLIC_URL`` and
``DATELINE_BUILD`` from the environment, and needs nothing else of the installation.
"""

import datetime as dt
import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

import dateline
from dateline.archive.embedded import open_reader
from dateline.archive.port import Archive
from dateline.config import clock, logs
from dateline.config.door.application import Door
from dateline.config.door.kept import Kept
from dateline.config.door.making import Making
from dateline.config.door.pages import Service
from dateline.config.door.source import Source
from dateline.config.door.static import Static
from dateline.config.home import Home
from dateline.config.processes.lifeline import end_with_parent
from dateline.config.processes.memory import be_sparing
from dateline.config.processes.public_server import public_url_of
from dateline.feeds import respond as feed
from dateline.plain.http import Request, Response
from dateline.website import assets, datelines
from dateline.website.site import Site

KEPT_BYTES = 8_000_000  # about 1,000 list pages as brotli; leaves the process under 120 MB (bench/start.py)
THREADS = 2  # one slow search may not hold up the page behind it; more would only wait for one another
_BUILT_FROM = ("plain", "editions", "archive", "website", "feeds", "config/door")


class PublicPages:
    """Website and feeds behind one another, as the door asks for them."""

    def __init__(self, public_url: str, build: str) -> None:
        self._public_url = public_url
        self._site = Site(public_url, build)

    def respond(self, request: Request, archive: Archive, *, today: dt.date) -> Response:
        """Return the page, feed or redirect at an address, else the site's own 404."""
        return (
            self._site.respond(request, archive, today=today)
            or feed(request, archive, public_url=self._public_url, style=datelines)
            or self.fault(404, request, archive)
        )

    def fault(self, status: int, request: Request, archive: Archive | None) -> Response:
        """Return the site's own page for 404, 500 or 503."""
        return self._site.fault(status, request, archive.newsroom if archive else None)


def door(environment: Mapping[str, str], *, now: Callable[[], dt.datetime] = clock.now) -> Door:
    """Return the application for a home; nothing is opened or started yet.

    Raises:
        PublicUrlError: ``DATELINE_PUBLIC_URL`` is no address of a site.
    """
    home = Home.of(environment)
    build = build_of(environment)
    kept = Kept(KEPT_BYTES)
    making = Making(ThreadPoolExecutor(THREADS, "pages"))
    return Door(
        Source(lambda: open_reader(home.archive)),
        Service(PublicPages(public_url_of(environment), build), making, kept, build=build, now=now),
        static_files=Static(assets.find, making, kept),
        media=home.public_media,
        build=build,
        threads=ThreadPoolExecutor(1, "archive"),
    )


def app() -> Door:
    """Return the application as Granian makes it in each worker.

    A worker that outlived Granian would share the port with its next start.
    """
    be_sparing()
    end_with_parent()
    logs.configure({})
    return door(os.environ)


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
