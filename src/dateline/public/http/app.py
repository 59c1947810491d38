"""The application that Granian runs for the public side. Source: RSGI 1.6.

The path of a request::

    PublicApp.__rsgi__
    │
    ├─ HotCache ················ a plain GET that was answered before: send, nothing else is looked at
    ├─ refusals ················ 405, 414, 400, 431 by the form of the request; CORS preflight: 204
    ├─ Dispatcher                routes by path
    │    ├─ /api/v1/log ········ LogEndpoint: pages of the log, long polling, server-sent events
    │    ├─ /health ············ Health
    │    ├─ /media/ ············ MediaFiles
    │    ├─ /static/ ··········· StaticFiles
    │    ├─ PositionWaiter ····· the client names a position: wait until this process has reached it, else 503
    │    ├─ *.pdf, *.png ······· PageService for prints
    │    └─ everything else ···· PageService for pages: negotiation of the form, then
    │         ResponseCache      made before and still valid
    │         matching_tag       the client has it: 304
    │         RateLimiter        429 for one client, 503 where too many wait
    │         SingleFlight       one run for equal requests, FairQueue between clients
    │         PageMaker          API, feeds, ActivityPub, site, in this order (``dateline.public.pages``)
    │         surrogate_keys     for caches in front; stored compressed in ResponseCache and HotCache
    ├─ MemoryGuard ············· a large body while slow readers hold too much memory: 503
    └─ protocol ················ body, file or part of a file
"""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any
from urllib.parse import quote

import msgspec

from dateline.public.http import refusals
from dateline.public.http.archive_source import ArchiveSource
from dateline.public.http.dispatch import Dispatcher
from dateline.public.http.headers import PREFLIGHT
from dateline.public.http.hot_cache import HotCache, RequestKey, request_key
from dateline.public.http.limits import MemoryGuard
from dateline.public.http.log_stream import LogEndpoint
from dateline.public.http.messages import Incoming, Outgoing
from dateline.public.http.response_cache import Headers
from dateline.web.http import redirect

FOLLOW_EVERY_S = 0.02  # together with the time of a refresh at a million releases, a change is visible within 60 ms
_log = logging.getLogger("public")


class AppSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of the front that depend on the installation.

    Attributes:
        headers: added to every response.
        drain_signal: the signal on which responses that wait end; None where no signals arrive.
    """

    headers: Headers = []
    drain_signal: int | None = None


class PublicApp:
    """Takes requests from the server and sends responses; meanwhile it follows the archive in the background.

    Args:
        source: the archive.
        hot_cache: tried before everything else.
        dispatcher: routes requests whose response the hot cache does not have.
        log: notified when the archive has a new generation.
        settings: of the installation.
    """

    def __init__(
        self,
        source: ArchiveSource,
        hot_cache: HotCache,
        dispatcher: Dispatcher,
        *,
        log: LogEndpoint,
        settings: AppSettings,
    ) -> None:
        self._source = source
        self._hot_cache = hot_cache
        self._dispatcher = dispatcher
        self._log = log
        self._settings = settings
        self._guard = MemoryGuard()
        self._threads = ThreadPoolExecutor(1, "archive")
        self._following: asyncio.Task[None] | None = None

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Open the archive before the first request, and begin to follow it."""
        self._source.refresh()
        self._guard = MemoryGuard()
        self._following = loop.create_task(self._follow())
        if self._settings.drain_signal is not None:
            # signals arrive only in the main thread, and tests run the app in another
            with suppress(RuntimeError, ValueError):
                loop.add_signal_handler(self._settings.drain_signal, self._log.drain)

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Stop following."""
        if self._following is not None:
            self._following.cancel()

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        """Respond to one request."""
        headers = scope.headers
        key = request_key(scope.method, scope.path, scope.query_string, headers)
        try:
            response = (key and self._hot_cache.get(key)) or await self._respond(scope, protocol, key)
        except Exception:  # noqa: BLE001 - every request gets a response
            _log.exception("no answer for %s", scope.path)
            response = refusals.refuse(500, headers.get("accept-language") or "", scope.path)
        if response is None:
            return
        if not self._guard.allows(len(response.body)):
            response = refusals.refuse(503, headers.get("accept-language") or "", scope.path)
        sent = [*response.headers, *self._settings.headers]
        if scope.method == "HEAD" or not (response.body or response.file):
            protocol.response_empty(response.status, sent)
        elif response.part is not None:
            protocol.response_file_range(response.status, sent, str(response.file), *response.part)
        elif response.file is not None:
            protocol.response_file(response.status, sent, str(response.file))
        else:
            protocol.response_bytes(response.status, sent, response.body)

    async def _respond(self, scope: Any, protocol: Any, key: RequestKey | None) -> Outgoing | None:
        """Return the response to a request that the hot cache does not have; None where it has been sent."""
        path, headers = scope.path, scope.headers
        if scope.method == "OPTIONS" and "access-control-request-method" in headers:
            return Outgoing(204, PREFLIGHT)
        if not path.isprintable() or path.endswith(" "):
            moved = self._visible(scope)
            if moved is not None:
                return moved
        status = refusals.invalid_request_status(scope.method, path, scope.query_string, headers.items())
        if status:
            return refusals.refuse(status, headers.get("accept-language") or "", path)
        return await self._dispatcher.respond(_incoming(scope), key, scope, protocol)

    @staticmethod
    def _visible(scope: Any) -> Outgoing | None:
        """Redirect to the path without invisible characters; None if it has none, or would be invalid without them."""
        visible, query = refusals.without_invisible(scope.path), scope.query_string
        if visible == scope.path or refusals.invalid_request_status(scope.method, visible, query, []):
            return None
        return refusals.as_sent(redirect(quote(visible) + (f"?{query}" if query else "")))

    async def _follow(self) -> None:
        """Follow the archive until the server stops."""
        loop = asyncio.get_running_loop()
        while True:
            before = self._source.snapshot
            await loop.run_in_executor(self._threads, self._refresh)
            if self._source.snapshot is not before:
                self._log.notify()
            await asyncio.sleep(FOLLOW_EVERY_S)

    def _refresh(self) -> None:
        snapshot, before_bytes = self._source.snapshot, self._guard.measure()
        self._source.refresh()
        if self._source.snapshot is not snapshot:
            self._guard.note_generation(before_bytes)


def _incoming(scope: Any) -> Incoming:
    headers = scope.headers
    return Incoming(
        path=scope.path,
        query=scope.query_string,
        accept_encoding=headers.get("accept-encoding") or "",
        accept_language=headers.get("accept-language") or "",
        if_none_match=headers.get("if-none-match") or "",
        if_modified_since=headers.get("if-modified-since") or "",
        peer=scope.client,
        forwarded_for=headers.get("x-forwarded-for") or "",
        range_=headers.get("range") or "",
        if_range=headers.get("if-range") or "",
    )
