"""The publication log over HTTP: pages that wait for the next entry (long polling), and server-sent events.

A waiting client takes a connection, but no thread. Pages of the log are made in a thread of their own, so
that readers of the site do not wait for them.
"""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, Protocol

import msgspec

from dateline.archive.errors import DamagedArchiveError
from dateline.archive.port import Archive
from dateline.public.http import encodings, refusals
from dateline.public.http.archive_source import ArchiveSource
from dateline.public.http.headers import NEVER, POSITION, SECURITY
from dateline.public.http.limits import RateLimiter, client_key
from dateline.public.http.messages import Incoming, Outgoing
from dateline.public.http.response_cache import CachedResponse, Headers, matching_tag, tag_of, variant_tag
from dateline.web.http import Request, Response

_log = logging.getLogger("public")

PATH = "/api/v1/log"
MAX_WAITING = 100
"""Clients that may wait in one process; the server takes some thousand connections."""

MAX_WAITING_PER_CLIENT = 10
HEARTBEAT_S = 15.0  # proxies close connections that are silent for 30 s or more
STREAM_BYTES = 1_000_000
"""A stream ends after so many bytes, because the server holds in memory what a slow client has not read yet."""

_EVENTS = "text/event-stream"
_RECONNECT_MS = 1_000
_REVALIDATED = "no-cache"
_VARY = ("vary", "accept")
_TOO_MANY = "Too many programs follow the log here at the moment. Please try again in a little while."
_TOO_MANY_OF_YOURS = "Very many of these questions come from this address. Please wait a little."
_DAMAGED = "The next entries are damaged here. Please try again in a minute, or ask another mirror."
_NO_ARCHIVE = "There is no archive to be read yet. Please try again in a few seconds."


class LogQuery(msgspec.Struct, frozen=True):
    """A valid query: the position after which entries are wanted, and how many seconds the client waits for one."""

    after: int
    wait_s: int


class PublicLog(Protocol):
    """Reads queries and makes pages of the log; called from several threads."""

    def parse(self, request: Request, archive: Archive | None = None) -> LogQuery | Response:
        """Return the query of a request, or the response that says what is wrong with it.

        The values of its filter are read where there is an archive that knows them.
        """

    def page(self, request: Request, archive: Archive) -> Response:
        """Return the page for a request."""

    def events(self, request: Request, archive: Archive, after: int) -> tuple[bytes, int]:
        """Return the next entries after a position as server-sent events, and the position reached."""

    def problem(self, status: int, detail: str) -> Response:
        """Return an error response."""


class NoPlaceError(Exception):
    """The maximum number of clients waits already."""


class LogEndpoint:
    """Responds to queries of the log; all its coroutines belong to one event loop.

    Args:
        log: parses queries and makes pages.
        source: the archive.
        executor: runs what makes pages.
        build: of the software; part of every tag.
        limiter: limits pages per client.
    """

    def __init__(
        self, log: PublicLog, source: ArchiveSource, executor: Executor, *, build: str, limiter: RateLimiter
    ) -> None:
        self._log = log
        self._source = source
        self._executor = executor
        self._build = build
        self._limiter = limiter
        self._waiting: Counter[str] = Counter()
        self._is_draining = False
        self._moved = asyncio.Event()

    def notify(self) -> None:
        """Wake all clients that wait, because the archive has moved on."""
        self._moved.set()
        self._moved = asyncio.Event()

    def drain(self) -> None:
        """End all waiting responses and accept no new ones, because the server is stopping."""
        self._is_draining = True
        self.notify()

    async def respond(self, incoming: Incoming, scope: Any, protocol: Any) -> Outgoing | None:
        """Return a page of the log; None where a stream of events was sent instead."""
        headers = scope.headers
        if scope.method == "GET" and _EVENTS in (headers.get("accept") or ""):
            return await self._stream(incoming, headers.get("last-event-id") or "", protocol)
        return await self._page(incoming, protocol)

    async def _page(self, incoming: Incoming, protocol: Any) -> Outgoing:
        """Return the page as soon as it has an entry or the time to wait is over."""
        query = self._log.parse(Request(incoming.path, incoming.query))
        if isinstance(query, Response):
            return refusals.as_sent(query, _VARY)
        try:
            if query.wait_s and not self._has_entries(query.after):
                with self._place(incoming):
                    await self._wait(query, protocol)
        except NoPlaceError:
            return self._problem(503, _TOO_MANY, 5)
        snapshot = self._source.snapshot
        if snapshot.archive is None:
            return self._problem(503, _NO_ARCHIVE, 2)
        common: Headers = [
            ("cache-control", NEVER if query.wait_s else _REVALIDATED),
            ("vary", "accept, accept-encoding"),
            (POSITION, str(snapshot.archive.position)),
        ]
        tag = tag_of(incoming.path, incoming.query, snapshot.archive.position, snapshot.overrides.digest, self._build)
        known = matching_tag(tag, incoming.if_none_match)
        if known:
            return Outgoing(304, [("etag", known), *common])
        retry_after_s = self._limiter.retry_after_s(self._client(incoming), now_s=time.monotonic())
        if retry_after_s:
            return self._problem(429, _TOO_MANY_OF_YOURS, retry_after_s)
        limits = self._limiter.headers(self._client(incoming), incoming.path, now_s=time.monotonic())
        make = partial(self._make, incoming, snapshot.archive, [*common, *limits, *SECURITY], tag)
        return await asyncio.get_running_loop().run_in_executor(self._executor, make)

    async def _stream(self, incoming: Incoming, last_event_id: str, protocol: Any) -> Outgoing | None:
        """Send entries as events until the client disconnects, or return an error. Source: HTML, section 9.2."""
        request = Request(incoming.path, incoming.query)
        query = self._log.parse(request, self._source.current)
        if isinstance(query, Response):
            return refusals.as_sent(query, _VARY)
        if last_event_id.isascii() and last_event_id.isdigit():
            query = LogQuery(int(last_event_id[:15]), 0)
        if self._source.current is None:
            return self._problem(503, _NO_ARCHIVE, 2)
        retry_after_s = self._limiter.retry_after_s(self._client(incoming), now_s=time.monotonic())
        if retry_after_s:
            return self._problem(429, _TOO_MANY_OF_YOURS, retry_after_s)
        try:
            # raised when the client has disconnected, or when the next entry is damaged: the stream ends before it
            with self._place(incoming), suppress(RuntimeError, DamagedArchiveError):
                headers = [("content-type", _EVENTS), ("cache-control", NEVER), ("x-accel-buffering", "no")]
                public = [("access-control-allow-origin", "*"), _VARY, *SECURITY]
                transport = protocol.response_stream(200, [*headers, *public])
                await self._send_events(transport.send_bytes, query.after, request, protocol)
        except NoPlaceError:
            return self._problem(503, _TOO_MANY, 5)
        return None

    async def _send_events(self, send: Callable[[bytes], Any], after: int, request: Request, protocol: Any) -> None:
        disconnected = asyncio.ensure_future(protocol.client_disconnect())
        loop = asyncio.get_running_loop()
        sent_bytes = 0
        data = b"retry: %d\n\n" % _RECONNECT_MS
        try:
            while sent_bytes < STREAM_BYTES and not self._is_draining and not disconnected.done():
                await send(data)
                sent_bytes += len(data)
                if not self._has_entries(after):
                    await self._until_moved(disconnected, HEARTBEAT_S)
                archive = self._source.current
                data = b": \n\n"
                if archive is not None and archive.position > after:
                    make = partial(self._log.events, request, archive, after)
                    data, after = await loop.run_in_executor(self._executor, make)
        finally:
            disconnected.cancel()

    async def _wait(self, query: LogQuery, protocol: Any) -> None:
        disconnected = asyncio.ensure_future(protocol.client_disconnect())
        ends_at_s = time.monotonic() + query.wait_s
        try:
            while not (self._has_entries(query.after) or disconnected.done() or self._is_draining):
                left_s = ends_at_s - time.monotonic()
                if left_s <= 0:
                    break
                await self._until_moved(disconnected, left_s)
        finally:
            disconnected.cancel()

    async def _until_moved(self, disconnected: "asyncio.Future[None]", timeout_s: float) -> None:
        moved = asyncio.ensure_future(self._moved.wait())
        try:
            both: set[asyncio.Future[Any]] = {moved, disconnected}
            await asyncio.wait(both, timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED)
        finally:
            moved.cancel()

    def _client(self, incoming: Incoming) -> str:
        return self._limiter.client(incoming.peer, incoming.forwarded_for)

    def _has_entries(self, after: int) -> bool:
        archive = self._source.current
        return archive is not None and archive.position > after

    @contextmanager
    def _place(self, incoming: Incoming) -> Iterator[None]:
        """Count the client as waiting.

        Raises:
            NoPlaceError: the maximum number of clients waits already.
        """
        client = client_key(incoming.peer, incoming.forwarded_for, self._limiter.proxies)
        is_full = self._waiting.total() >= MAX_WAITING
        if is_full or (client and self._waiting[client] >= MAX_WAITING_PER_CLIENT):
            raise NoPlaceError
        self._waiting[client] += 1
        try:
            yield
        finally:
            self._waiting[client] -= 1
            if not self._waiting[client]:
                del self._waiting[client]

    def _make(self, incoming: Incoming, archive: Archive, common: Headers, tag: str) -> Outgoing:
        try:
            response = self._log.page(Request(incoming.path, incoming.query), archive)
        except DamagedArchiveError:
            _log.exception("no answer for %s?%s", incoming.path, incoming.query)
            return self._problem(503, _DAMAGED, 60)
        headers = [*(pair for pair in response.headers if pair[0] != "vary"), *common]
        # sent once, so it is compressed fast
        made = CachedResponse(response, headers, [], tag="", valid=None)
        headers, body = made.variant(encodings.negotiate(incoming.accept_encoding))
        etag = variant_tag(tag, dict(headers).get("content-encoding", ""))
        return Outgoing(response.status, [*headers, ("etag", etag)], body)

    def _problem(self, status: int, detail: str, retry_after_s: int) -> Outgoing:
        return refusals.as_sent(self._log.problem(status, detail), _VARY, ("retry-after", str(retry_after_s)))
