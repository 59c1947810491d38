"""The publication log for those who follow it: pages that wait for what comes next, and streams of events.

Who waits holds a place and a connection, no thread; pages of the log are made in a thread of their own, so that readers
of pages wait for neither.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, Protocol

import msgspec

from dateline.archive.port import Archive
from dateline.public.http import encodings, refusals
from dateline.public.http.archive_source import ArchiveSource
from dateline.public.http.headers import NEVER, POSITION, SECURITY
from dateline.public.http.limits import RateLimiter, client_key
from dateline.public.http.messages import Incoming, Outgoing
from dateline.public.http.moves import Moves
from dateline.public.http.response_cache import CachedResponse, Headers, matching_tag, tag_of, variant_tag
from dateline.web.http import Request, Response

LOG = "/api/v1/log"
PLACES = 100
"""Clients that may wait in one process; the server takes some thousand connections for each."""

PLACES_EACH = 10  # for one reader, where it is known who that is
HEARTBEAT_S = 15.0  # proxies take connections for dead that are silent for 30 s or more
STREAM_BYTES = 1_000_000
"""A stream ends when it has carried so much: the server keeps in memory what a slow client has not taken yet."""

_AGAIN_MS = 1_000  # after which a client whose stream has ended asks for the rest
_REVALIDATED = "no-cache"
_VARYING = ("vary", "accept")
_TOO_MANY = "Too many programs follow the log here at the moment. Please try again in a little while."
_TOO_MANY_OF_YOURS = "Very many of these questions come from this address. Please wait a little."
_NOTHING_YET = "There is no archive to be read yet. Please try again in a few seconds."


class LogQuery(msgspec.Struct, frozen=True):
    """A question to the log that can be answered: behind which position, and how many seconds it may wait."""

    after: int
    wait_s: int


class PublicLog(Protocol):
    """Whoever reads questions to the log and answers them; called from several threads."""

    def ask(self, request: Request) -> LogQuery | Response:
        """Return what is asked, or what is wrong with the question."""

    def page(self, request: Request, archive: Archive) -> Response:
        """Return the page asked for."""

    def events(self, archive: Archive, after: int) -> tuple[bytes, int]:
        """Return the next entries behind a position as server-sent events, and the position reached."""

    def problem(self, status: int, detail: str) -> Response:
        """Return a refusal."""


class NoPlaceError(Exception):
    """Too many wait already."""


class LogEndpoint:
    """Answers questions to the log; all its coroutines belong to one event loop.

    Args:
        log: reads and answers questions.
        source: the archive.
        threads: where pages of the log are made.
        build: of the software; part of every tag.
        limits: of what is made for one reader, and who that is.
    """

    def __init__(
        self, log: PublicLog, source: ArchiveSource, threads: Executor, *, build: str, limits: RateLimiter
    ) -> None:
        self._log = log
        self.source = source
        self._threads = threads
        self.build = build
        self._limits = limits
        self._taken: Counter[str] = Counter()
        self._leaving = False
        self.moves = Moves()

    def leave(self) -> None:
        """Let nobody wait any more, because the server ends."""
        self._leaving = True
        self.moves.tell()

    async def answer(self, asked: Incoming, protocol: Any) -> Outgoing:
        """Return the page of the log asked for, as soon as it holds anything or the time to wait is over."""
        ask = self._log.ask(Request(asked.path, asked.query))
        if isinstance(ask, Response):
            return refusals.sent(ask, _VARYING)
        try:
            if ask.wait_s and not self._is_beyond(ask.after):
                with self._place(asked):
                    await self._wait(ask, protocol)
        except NoPlaceError:
            return self._problem(503, _TOO_MANY, 5)
        shown = self.source.shown
        if shown.archive is None:
            return self._problem(503, _NOTHING_YET, 2)
        common: Headers = [
            ("cache-control", NEVER if ask.wait_s else _REVALIDATED),
            ("vary", "accept, accept-encoding"),
            (POSITION, str(shown.archive.position)),
        ]
        tag = tag_of(asked.path, asked.query, shown.archive.position, shown.orders.digest, self.build)
        known = matching_tag(tag, asked.if_none_match)
        if known:
            return Outgoing(304, [("etag", known), *common])
        wait_s = self._limits.wait_s(self._reader(asked), now_s=time.monotonic())
        if wait_s:
            return self._problem(429, _TOO_MANY_OF_YOURS, wait_s)
        make = partial(self._made, asked, shown.archive, [*common, *SECURITY], tag)
        return await asyncio.get_running_loop().run_in_executor(self._threads, make)

    async def stream(self, asked: Incoming, last_event_id: str, protocol: Any) -> Outgoing | None:
        """Send entries as events until the client goes, or return a refusal. Source: HTML, section 9.2."""
        ask = self._log.ask(Request(asked.path, asked.query))
        if isinstance(ask, Response):
            return refusals.sent(ask, _VARYING)
        if last_event_id.isascii() and last_event_id.isdigit():
            ask = LogQuery(int(last_event_id[:15]), 0)
        if self.source.current is None:
            return self._problem(503, _NOTHING_YET, 2)
        wait_s = self._limits.wait_s(self._reader(asked), now_s=time.monotonic())
        if wait_s:
            return self._problem(429, _TOO_MANY_OF_YOURS, wait_s)
        try:
            with self._place(asked), suppress(RuntimeError):  # so says the server that the client has gone
                headers = [("content-type", "text/event-stream"), ("cache-control", NEVER), ("x-accel-buffering", "no")]
                open_ = [("access-control-allow-origin", "*"), ("vary", "accept"), *SECURITY]
                transport = protocol.response_stream(200, [*headers, *open_])
                await self._send(transport.send_bytes, ask.after, protocol)
        except NoPlaceError:
            return self._problem(503, _TOO_MANY, 5)
        return None

    async def _send(self, send: Callable[[bytes], Any], after: int, protocol: Any) -> None:
        gone = asyncio.ensure_future(protocol.client_disconnect())
        loop = asyncio.get_running_loop()
        sent_bytes = 0
        said = b"retry: %d\n\n" % _AGAIN_MS
        try:
            while sent_bytes < STREAM_BYTES and not self._leaving and not gone.done():
                await send(said)
                sent_bytes += len(said)
                if not self._is_beyond(after):
                    await self._until_moved(gone, HEARTBEAT_S)
                archive = self.source.current
                said = b": \n\n"
                if archive is not None and archive.position > after:
                    said, after = await loop.run_in_executor(self._threads, self._log.events, archive, after)
        finally:
            gone.cancel()

    async def _wait(self, ask: LogQuery, protocol: Any) -> None:
        gone = asyncio.ensure_future(protocol.client_disconnect())
        ends_at_s = time.monotonic() + ask.wait_s
        try:
            while not (self._is_beyond(ask.after) or gone.done() or self._leaving):
                left_s = ends_at_s - time.monotonic()
                if left_s <= 0:
                    break
                await self._until_moved(gone, left_s)
        finally:
            gone.cancel()

    async def _until_moved(self, gone: "asyncio.Future[None]", timeout_s: float) -> None:
        moved = asyncio.ensure_future(self.moves.next.wait())
        try:
            both: set[asyncio.Future[Any]] = {moved, gone}
            await asyncio.wait(both, timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED)
        finally:
            moved.cancel()

    def _reader(self, asked: Incoming) -> str:
        return self._limits.reader(asked.peer, asked.forwarded_for)

    def _is_beyond(self, after: int) -> bool:
        archive = self.source.current
        return archive is not None and archive.position > after

    @contextmanager
    def _place(self, asked: Incoming) -> Iterator[None]:
        """Hold a place to wait at.

        Raises:
            NoPlaceError: there is none.
        """
        reader = client_key(asked.peer, asked.forwarded_for, self._limits.proxies)
        if self._taken.total() >= PLACES or (reader and self._taken[reader] >= PLACES_EACH):
            raise NoPlaceError
        self._taken[reader] += 1
        try:
            yield
        finally:
            self._taken[reader] -= 1
            if not self._taken[reader]:
                del self._taken[reader]

    def _made(self, asked: Incoming, archive: Archive, common: Headers, tag: str) -> Outgoing:
        response = self._log.page(Request(asked.path, asked.query), archive)
        headers = [*(pair for pair in response.headers if pair[0] != "vary"), *common]
        # made for one client and kept by nobody, so it is packed lightly
        packed, body = CachedResponse(response, headers, [], tag="", valid=None).variant(
            encodings.chosen(asked.accept_encoding)
        )
        return Outgoing(
            response.status, [*packed, ("etag", variant_tag(tag, dict(packed).get("content-encoding", "")))], body
        )

    def _problem(self, status: int, detail: str, again_s: int) -> Outgoing:
        return refusals.sent(self._log.problem(status, detail), _VARYING, ("retry-after", str(again_s)))
