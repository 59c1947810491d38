"""Pages as the front serves them: kept while they are valid, made once, last good bytes where making fails."""

import datetime as dt
import logging
import time
from collections.abc import Callable, Hashable
from functools import partial
from typing import Protocol
from zoneinfo import ZoneInfo

import msgspec

from dateline.archive.port import Archive
from dateline.public.http import encodings, refusals
from dateline.public.http.headers import STALE, lasting, page_headers
from dateline.public.http.limits import RateLimiter
from dateline.public.http.messages import Address, Incoming, Outgoing
from dateline.public.http.negotiation import has_forms
from dateline.public.http.response_cache import (
    CachedResponse,
    Headers,
    ResponseCache,
    matching_tag,
    matching_tag_or_any,
    tag_of,
)
from dateline.public.http.single_flight import SingleFlight
from dateline.public.http.stale import may_serve_stale
from dateline.public.http.surrogates import surrogate_headers
from dateline.web.http import Request, Response

_log = logging.getLogger("public")
_KEPT = (200, 410)  # what is asked for again; pages for nothing would push out real ones
WAITING_MAX = 200  # answers that wait for a thread: more would wait longer than readers do
_EACH = 5  # a fifth of them for one reader: an office behind one address, not somebody who asks for everything at once
_FAILING_MAX = 1_000  # addresses whose fault is remembered as logged


class PageMaker(Protocol):
    """Whoever makes pages; called from several threads."""

    def respond(self, request: Request, archive: Archive, *, today: dt.date) -> Response:
        """Return the answer to any request; one for nothing is a 404."""

    def fault(self, status: int, request: Request, archive: Archive | None) -> Response:
        """Return the site's own page for 500 or 503; without an archive where none can be read."""


class ServicePolicy(msgspec.Struct, frozen=True):
    """What is told to and asked of those outside.

    Attributes:
        limits: of what is made for one reader.
        cache_keys: header that tells caches in front by which keys to drop an answer; empty for none.
        waiting_max: answers that may wait for a thread; one more is refused.
    """

    limits: RateLimiter
    cache_keys: str = ""
    waiting_max: int = WAITING_MAX


class PageService:
    """Answers for pages; all its coroutines belong to one event loop.

    Args:
        maker: makes pages.
        making: runs it in threads, once for all who ask for the same.
        kept: what is ready.
        build: of the software and its templates; part of every tag.
        now: the clock.
        outside: who may ask how much, and what stands in front; no limits and no cache unless given.
    """

    def __init__(
        self,
        maker: PageMaker,
        making: SingleFlight,
        kept: ResponseCache,
        *,
        build: str,
        now: Callable[[], dt.datetime],
        outside: ServicePolicy | None = None,
    ) -> None:
        self._maker = maker
        self._making = making
        self._kept = kept
        self._build = build
        self._now = now
        self._outside = outside or ServicePolicy(RateLimiter(0))
        self._archive: Archive | None = None
        self._day: tuple[Archive, dt.datetime, dt.datetime, dt.date] | None = None
        self._failing: set[Address] = set()

    async def answer(self, asked: Incoming, archive: Archive | None, overrides: str = "") -> Outgoing:
        """Return the page at an address of one generation, or 304 for somebody who has it.

        ``overrides`` tells what the generation leaves out; other overrides make other pages, tags and last good bytes.

        Where a page cannot be made, its last good bytes go out with a ``Dateline-Stale`` header that names the
        position they should have been of; where there are none that may still be shown, the site's own page for
        the fault.
        """
        if archive is None:
            return await self._fault(asked, 503, None)
        self._turn_to(archive)
        address = asked.address
        day, until = self._today(archive)
        valid = archive.position, day, overrides
        ready = self._kept.get(address)
        if ready is not None and ready.valid == valid:
            return self._sent(asked, ready, until=until)
        tag = tag_of(*address, *valid, self._build)
        reader = self._outside.limits.reader(asked.peer, asked.forwarded_for)
        early = self._unchanged(asked, archive, tag) or self._unaffordable(asked, (address, valid), reader)
        if early is not None:
            return early
        try:
            made = await self._making.once((address, valid), partial(self._made, asked, archive, valid, tag), reader)
        except Exception:  # noqa: BLE001 - reported there
            self._report(asked)
            if ready is not None and await self._may_go_out(asked, ready, archive):
                return self._sent(asked, ready, (STALE, str(archive.position)))
            return await self._fault(asked, 500, archive)
        self._failing.discard(address)
        if made.tag and archive is self._archive:
            self._kept.put(address, made)
        return self._sent(asked, made, until=until)

    @staticmethod
    def _unchanged(asked: Incoming, archive: Archive, tag: str) -> Outgoing | None:
        """Return 304 where this very page went out before, from here or from another process."""
        known = matching_tag(tag, asked.if_none_match)
        if not known:
            return None
        return Outgoing(304, [("etag", known), *_lasting(asked, archive)])

    def _unaffordable(self, asked: Incoming, what: Hashable, reader: str) -> Outgoing | None:
        """Return the refusal of a page that would have to be made for somebody who has had very many, or in a crowd.

        One that is being made already costs nothing more.
        """
        if self._making.is_under_way(what):
            return None
        if reader and self._making.waiting_for(reader) >= max(1, self._outside.waiting_max // _EACH):
            status, wait_s = 429, 1
        elif wait_s := self._outside.limits.wait_s(reader, now_s=time.monotonic()):
            status = 429
        elif self._making.waiting >= self._outside.waiting_max:
            status, wait_s = 503, 1
        else:
            return None
        return refusals.sent(refusals.refusal(status, asked.accept_language, path=asked.path, wait_s=wait_s))

    async def _may_go_out(self, asked: Incoming, ready: CachedResponse, archive: Archive) -> bool:
        try:
            ask = partial(may_serve_stale, asked.path, ready, archive)
            return await self._making.once((asked.address, "stale", archive.position), ask)
        except Exception:  # noqa: BLE001 - what cannot be known is not shown
            return False

    def _turn_to(self, archive: Archive) -> None:
        """Forget everything when positions are given again: under other overrides, or after a restored backup."""
        if archive is not self._archive:
            if self._archive is not None and archive.position <= self._archive.position:
                self._kept.clear()
            self._archive = archive

    def _today(self, archive: Archive) -> tuple[dt.date, dt.datetime]:
        """Return the day in the newsroom's zone and when it ends, reckoned once a day and generation."""
        now = self._now()
        if self._day is not None:
            of, begins_at, ends_at, today = self._day
            if of is archive and begins_at <= now < ends_at:
                return today, ends_at
        newsroom = archive.newsroom
        zone = ZoneInfo(newsroom.time_zone if newsroom else "UTC")
        today = now.astimezone(zone).date()
        midnights = (dt.datetime.combine(today + dt.timedelta(days=days), dt.time(), zone) for days in (0, 1))
        begins_at, ends_at = (midnight.astimezone(dt.UTC) for midnight in midnights)
        self._day = archive, begins_at, ends_at, today
        return today, ends_at

    def _made(self, asked: Incoming, archive: Archive, valid: tuple[int, dt.date, str], tag: str) -> CachedResponse:
        request = asked.request
        if _can_be_read(request):
            response = self._maker.respond(request, archive, today=valid[1])
        else:
            response = refusals.refusal(400, asked.accept_language, path=asked.path)
        if response.status not in _KEPT:
            tag = ""
        common = _lasting(asked, archive, response.status)
        keys = surrogate_headers(self._outside.cache_keys, asked.path, response.body)
        return CachedResponse(response, [*page_headers(response, common), *keys], common, tag=tag, valid=valid)

    async def _fault(self, asked: Incoming, status: int, archive: Archive | None) -> Outgoing:
        try:
            make = partial(self._maker.fault, status, asked.request, archive)
            response = await self._making.once((asked.address, status), make)
        except Exception:  # noqa: BLE001 - reported there
            self._report(asked)
            response = refusals.refusal(status, asked.accept_language, path=asked.path)
        common = _lasting(asked, archive, status)
        return self._sent(asked, CachedResponse(response, page_headers(response, common), common, tag="", valid=None))

    def _sent(
        self, asked: Incoming, ready: CachedResponse, *added: tuple[str, str], until: dt.datetime | None = None
    ) -> Outgoing:
        known = matching_tag_or_any(ready.tag, asked.if_none_match)
        if known:
            return Outgoing(304, [("etag", known), *ready.lasting, *added])
        variants = ready.variants
        headers, body = ready.variant(encodings.chosen(asked.accept_encoding))
        if ready.variants != variants:
            self._kept.measure(asked.address, ready)
        until = until if ready.tag else None
        return Outgoing(ready.status, [*headers, *added] if added else headers, body, until=until)

    def _report(self, asked: Incoming) -> None:
        """Log the fault at hand, once for an address until it can be made again."""
        if asked.address not in self._failing and len(self._failing) < _FAILING_MAX:
            self._failing.add(asked.address)
            _log.exception("the page at %s cannot be made", asked.shown)


def _lasting(asked: Incoming, archive: Archive | None, status: int = 200) -> Headers:
    position = archive.position if archive else 0
    return lasting(position, status=status, by_language=asked.by_language, by_form=has_forms(asked.path))


def _can_be_read(request: Request) -> bool:
    """Say whether an address has parameters that pages can read; the API itself says what is wrong with its own."""
    if request.path.startswith("/api/"):
        return True
    try:
        request.parameters()
    except ValueError:
        return False
    return True
