"""The application that Granian runs for the public side. Source: RSGI 1.6."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from dateline.public.http import files, ranges, refusals, static
from dateline.public.http.connections import Room
from dateline.public.http.dispatch import Dispatcher
from dateline.public.http.headers import NEVER, POSITION, PREFLIGHT, SECURITY
from dateline.public.http.hot_cache import RequestKey, request_key
from dateline.public.http.log_stream import LOG, LogEndpoint
from dateline.public.http.messages import Incoming, Outgoing
from dateline.public.http.positions import Positions
from dateline.public.http.refusals import refused
from dateline.public.http.response_cache import Headers, matching_tag_or_any
from dateline.public.http.static import StaticFiles

FOLLOW_S = 0.02  # with the time a refresh takes at a million releases, a change shows within 60 ms
_EVENTS = "text/event-stream"
_WITH_FILE = (200, 206)
_LAST = ("connection", "close")
_log = logging.getLogger("public")


class AppSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What tells this installation from others.

    Attributes:
        media: the public media folder.
        mirror: returns how a mirror stands with its origin; empty where this is none.
        always: headers that every answer carries besides its own.
        leave: signal that asks long answers to end; None where no signals arrive.
    """

    media: Path
    mirror: Callable[[], str]
    always: Headers = []
    leave: int | None = None


class PublicApp:
    """Takes requests in, in the order: sent again, refused by shape, health, media, static files, pages.

    Args:
        lanes: pages and prints.
        static_files: what stands below ``/static/``.
        following: the archive, and its log for those who follow it.
        room: what this process holds for those who are connected.
        installation: whose door it is.
    """

    def __init__(
        self,
        lanes: Dispatcher,
        *,
        static_files: StaticFiles,
        following: LogEndpoint,
        room: Room,
        installation: AppSettings,
    ) -> None:
        self._source = following.source
        self._lanes = lanes
        self._static = static_files
        self._threads = ThreadPoolExecutor(1, "archive")  # follows it
        self._positions = Positions(following.source)
        self._log = following
        self._room = room
        self._installation = installation
        self._following: asyncio.Task[None] | None = None

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Open the archive before the first request and begin to follow it."""
        self._source.refresh()
        self._following = loop.create_task(self._follow())
        if self._installation.leave is not None:
            with suppress(RuntimeError, ValueError):  # in a thread, as in tests, nobody is told of signals
                loop.add_signal_handler(self._installation.leave, self._log.leave)

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Stop following."""
        if self._following is not None:
            self._following.cancel()

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        """Answer one request."""
        asking = scope.headers
        way = request_key(scope.method, scope.path, scope.query_string, asking)
        try:
            sent = (way and self._lanes.at_once(way)) or await self._answer(scope, asking, protocol, way)
        except Exception:  # noqa: BLE001 - nothing may leave a connection without an answer
            _log.exception("no answer for %s", scope.path)
            sent = refused(500, asking.get("accept-language") or "", scope.path)
        if sent is None:
            return
        if not self._room.may_hold(len(sent.body)):
            sent = refused(503, asking.get("accept-language") or "", scope.path)
        headers = [*sent.headers, *self._installation.always]
        if self._room.is_crowded:  # the next one need not wait until this one is found to do least
            headers.append(_LAST)
        if scope.method == "HEAD" or not (sent.body or sent.file):
            protocol.response_empty(sent.status, headers)
        elif sent.part is not None:
            protocol.response_file_range(sent.status, headers, str(sent.file), *sent.part)
        elif sent.file is not None:
            protocol.response_file(sent.status, headers, str(sent.file))
        else:
            protocol.response_bytes(sent.status, headers, sent.body)

    async def _answer(self, scope: Any, headers: Any, protocol: Any, way: RequestKey | None) -> Outgoing | None:
        """Return what is to be sent; None where it has been."""
        path, query = scope.path, scope.query_string
        early = _early(scope.method, path, query, headers)
        if early is not None:
            return early
        asked = Incoming(
            path=path,
            query=query,
            accept_encoding=headers.get("accept-encoding") or "",
            accept_language=headers.get("accept-language") or "",
            if_none_match=headers.get("if-none-match") or "",
            peer=scope.client,
            forwarded_for=headers.get("x-forwarded-for") or "",
            range_=headers.get("range") or "",
            if_range=headers.get("if-range") or "",
        )
        if path == LOG:
            return await self._followed(asked, scope, protocol)
        if path == "/health":
            return self._health()
        if path.startswith(files.PREFIX):
            return self._file(asked, whole=scope.method == "HEAD")
        if path.startswith(static.PREFIX):
            return await self._static.answer(asked)
        return await self._page(asked, headers, way)

    async def _followed(self, asked: Incoming, scope: Any, protocol: Any) -> Outgoing | None:
        headers = scope.headers
        if scope.method == "GET" and _EVENTS in (headers.get("accept") or ""):
            return await self._log.stream(asked, headers.get("last-event-id") or "", protocol)
        return await self._log.answer(asked, protocol)

    async def _page(self, asked: Incoming, headers: Any, way: RequestKey | None) -> Outgoing:
        reached = headers.get(POSITION)
        if reached and not await self._positions.is_reached(reached):
            return refused(503, asked.accept_language, asked.path)
        return await self._lanes.answer(asked, headers.get("accept") or "", way)

    def _file(self, asked: Incoming, *, whole: bool) -> Outgoing:
        stored = files.stored(self._installation.media, asked.path)
        if stored is None or stored.path.name in self._source.shown.orders.files:
            return refused(404, asked.accept_language, asked.path)
        known = matching_tag_or_any(stored.tag, asked.if_none_match)
        if known:
            return Outgoing(304, [("etag", known)])
        status, sent, part = ranges.wanted(stored, "" if whole else asked.range_, asked.if_range)
        return Outgoing(status, sent, file=stored.path if status in _WITH_FILE else None, part=part)

    def _health(self) -> Outgoing:
        """Return ``{"ok", "position", "build"}``: not ok while the archive cannot be followed, 503 without one.

        A mirror adds how it stands with its origin (``mirror``), and is not ok while it refuses the origin's past.
        Why not stands in the log: a reason may name folders, and everybody may ask.
        """
        archive = self._source.current
        mirror = self._installation.mirror()
        said: dict[str, object] = {
            "ok": archive is not None and not self._source.fault and mirror != "refusing",
            "position": archive.position if archive else 0,
            "build": self._log.build,
        }
        if mirror:
            said["mirror"] = mirror
        body = msgspec.json.encode(said)
        headers = [("content-type", "application/json"), ("cache-control", NEVER), ("content-length", str(len(body)))]
        return Outgoing(200 if archive else 503, [*headers, *SECURITY], body)

    async def _follow(self) -> None:
        """Follow the archive until the server stops."""
        loop = asyncio.get_running_loop()
        while True:
            before = self._source.shown
            await loop.run_in_executor(self._threads, self._source.refresh)
            if self._source.shown is not before:
                self._log.moves.tell()
            await asyncio.sleep(FOLLOW_S)


def _early(method: str, path: str, query: str, headers: Any) -> Outgoing | None:
    """Return what is answered for the shape of a request alone; None for one that is looked at."""
    if method == "OPTIONS" and "access-control-request-method" in headers:
        return Outgoing(204, PREFLIGHT)
    status = refusals.invalid_request_status(method, path, query, headers.items())
    return refused(status, headers.get("accept-language") or "", path) if status else None
