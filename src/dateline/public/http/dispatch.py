"""The router: which part of the front responds to a path."""

from collections.abc import Callable
from typing import Any

import msgspec

from dateline.public.http import log_stream, media, negotiation, static
from dateline.public.http.archive_source import ArchiveSource, PositionWaiter
from dateline.public.http.headers import NEVER, POSITION, SECURITY
from dateline.public.http.hot_cache import HotCache, RequestKey
from dateline.public.http.log_stream import LogEndpoint
from dateline.public.http.media import MediaFiles
from dateline.public.http.messages import Incoming, Outgoing
from dateline.public.http.page_service import PageService
from dateline.public.http.refusals import refuse
from dateline.public.http.static import StaticFiles

HEALTH_PATH = "/health"
PRINT_SUFFIXES = (".pdf", ".png")
_PRINT_ATTEMPTS = 5  # the archive may move on while a print is made


class Health(msgspec.Struct, frozen=True):
    """Reports whether this process can answer.

    Attributes:
        source: the archive.
        mirror_state: returns the state of a mirror; see ``mirror.status``. Empty if this is no mirror.
        build: of the software.
    """

    source: ArchiveSource
    mirror_state: Callable[[], str]
    build: str

    def respond(self) -> Outgoing:
        """Return a JSON report with ``ok``, ``position`` and ``build``.

        The status is 503 if there is no archive, else 200. ``ok`` is false if there is no archive, if the process
        cannot follow the archive, or if a mirror refuses the origin's history. A mirror adds its state as ``mirror``.
        The report gives no reasons, because anybody can read it and a reason may name folders. The reasons are in the
        process's own log.
        """
        archive = self.source.current
        mirror = self.mirror_state()
        report: dict[str, object] = {
            "ok": archive is not None and not self.source.fault and mirror != "refusing",
            "position": archive.position if archive else 0,
            "build": self.build,
        }
        if mirror:
            report["mirror"] = mirror
        body = msgspec.json.encode(report)
        headers = [("content-type", "application/json"), ("cache-control", NEVER), ("content-length", str(len(body)))]
        return Outgoing(200 if archive else 503, [*headers, *SECURITY], body)


class Endpoints(msgspec.Struct, frozen=True, kw_only=True):
    """What responds to each kind of path.

    Attributes:
        prints: makes prints, which take seconds, in threads of their own, so that no reader of a page waits for one.
        pages: everything that has no other endpoint: pages, feeds, API.
    """

    log: LogEndpoint
    health: Health
    media: MediaFiles
    static: StaticFiles
    prints: PageService
    pages: PageService


class Dispatcher:
    """Routes requests to endpoints; all its coroutines belong to one event loop.

    Args:
        source: the archive.
        endpoints: what responds.
        hot_cache: receives the responses that may be sent again.
    """

    def __init__(self, source: ArchiveSource, endpoints: Endpoints, hot_cache: HotCache) -> None:
        self._source = source
        self._to = endpoints
        self._hot_cache = hot_cache
        self._positions = PositionWaiter(source)

    async def respond(self, incoming: Incoming, key: RequestKey | None, scope: Any, protocol: Any) -> Outgoing | None:
        """Return the response to a valid request; None where it has been sent already.

        The hot cache may store it under ``key``; None where it may not.
        """
        path = incoming.path
        if path == log_stream.PATH:
            return await self._to.log.respond(incoming, scope, protocol)
        if path == HEALTH_PATH:
            return self._to.health.respond()
        if path.startswith(media.PREFIX):
            return await self._to.media.respond(incoming, whole=scope.method == "HEAD")
        if path.startswith(static.PREFIX):
            return await self._to.static.respond(incoming)
        return await self._made(incoming, key, scope.headers)

    async def _made(self, incoming: Incoming, key: RequestKey | None, headers: Any) -> Outgoing:
        position = headers.get(POSITION)
        if position and not await self._positions.is_reached(position):
            return refuse(503, incoming.accept_language, incoming.path)
        if incoming.path.endswith(PRINT_SUFFIXES):
            return await self.print(incoming)
        return await self.page(incoming, headers.get("accept") or "", key)

    async def page(self, incoming: Incoming, accept: str, key: RequestKey | None = None) -> Outgoing:
        """Return a page of the current snapshot, in the form that an Accept header prefers."""
        snapshot = self._source.snapshot
        negotiated = negotiation.negotiate(incoming, accept)
        response = await self._to.pages.respond(negotiated, snapshot.archive, snapshot.overrides.digest)
        if negotiated is not incoming:
            response = negotiation.with_content_location(response, negotiated)
        if key is not None:
            self._hot_cache.put(key, response, snapshot)
        return response

    async def print(self, incoming: Incoming) -> Outgoing:
        """Return a print; if the archive changed while it was made, ask once more, in case the release was removed.

        The second attempt gets the print of the first one from the cache, unless the release itself has changed.
        """
        for _ in range(_PRINT_ATTEMPTS):
            snapshot = self._source.snapshot
            response = await self._to.prints.respond(incoming, snapshot.archive, snapshot.overrides.digest)
            if snapshot is self._source.snapshot:
                return response
        return refuse(503, incoming.accept_language, incoming.path)
