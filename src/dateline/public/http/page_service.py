"""Pages over HTTP: cached while valid, made once for equal requests, rate-limited, sent stale where making fails."""

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
from dateline.public.http.headers import (
    POSITION,
    STALE,
    SURROGATE_SEPARATORS,
    cache_headers,
    page_headers,
    surrogate_keys,
)
from dateline.public.http.limits import RateLimiter
from dateline.public.http.messages import CacheKey, Incoming, Outgoing
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
from dateline.web.addresses import TextAddress, parse_text_path
from dateline.web.http import Request, Response

_log = logging.getLogger("public")
_CACHED_STATUSES = (200, 410)  # responses with other statuses have no content, and would evict real pages
MAX_WAITING = 200  # responses that may wait for a thread; with more, readers would give up before their turn
# one client may have a fifth of them: enough for an office behind one address, too few to crowd others out
_SHARE_PER_CLIENT = 5
_MAX_FAILING = 1_000  # keys whose fault is remembered as logged
_PAGE_SUFFIXES = ("", "pdf", "png")


class PageMaker(Protocol):
    """Makes pages; called from several threads."""

    def respond(self, request: Request, archive: Archive, *, today: dt.date) -> Response:
        """Return the response to any request, 404 where there is nothing. It says which texts it names."""

    def fault(self, status: int, request: Request, archive: Archive | None) -> Response:
        """Return the site's own page for 500 or 503; without an archive where none can be read."""


class ServicePolicy(msgspec.Struct, frozen=True):
    """Limits for clients, and the header for caches in front.

    Attributes:
        limiter: limits pages made per client.
        surrogate_header: header for the keys by which a cache in front drops a response; empty for none.
        max_waiting: responses that may wait for a thread; beyond, requests are refused.
    """

    limiter: RateLimiter
    surrogate_header: str = ""
    max_waiting: int = MAX_WAITING


class PageService:
    """Responds with pages; all its coroutines belong to one event loop.

    Cache misses are rate-limited per client address (429), refused when the queue is full (503), and scheduled
    round-robin between clients. Cache hits are never limited or refused.

    Args:
        maker: makes pages.
        single_flight: runs it in threads.
        cache: of responses.
        build: of the software and its templates; part of every tag.
        now: the clock.
        policy: limits and header; by default no limits and no header.
    """

    def __init__(
        self,
        maker: PageMaker,
        single_flight: SingleFlight,
        cache: ResponseCache,
        *,
        build: str,
        now: Callable[[], dt.datetime],
        policy: ServicePolicy | None = None,
    ) -> None:
        self._maker = maker
        self._single_flight = single_flight
        self._cache = cache
        self._build = build
        self._now = now
        self._policy = policy or ServicePolicy(RateLimiter(0))
        self._archive: Archive | None = None
        self._day: tuple[Archive, dt.datetime, dt.datetime, dt.date] | None = None
        self._failing: set[CacheKey] = set()

    async def respond(self, incoming: Incoming, archive: Archive | None, overrides: str = "") -> Outgoing:
        """Return the page at an address of one generation, or 304 for a client that has it.

        If a page cannot be made, its last good version is sent where `may_send_stale` allows it. A ``Dateline-Stale``
        header then names the position that the page should have been made from. Else the site's error page is sent.

        ``overrides`` is the digest of the active overrides. When it changes, no cached response is valid any more.
        """
        if archive is None:
            return await self._fault(incoming, 503, None)
        self._switch_to(archive)
        key = incoming.cache_key
        day, until = self._today(archive)
        valid = archive.position, day, overrides
        cached = self._cache.get(key)
        if cached is not None and cached.valid == valid:
            return self._send(incoming, cached, until=until)
        tag = tag_of(*key, *valid, self._build)
        client = self._policy.limiter.client(incoming.peer, incoming.forwarded_for)
        early = self._not_modified(incoming, archive, tag) or self._refused(incoming, (key, valid), client)
        if early is not None:
            return early
        try:
            make = partial(self._make, incoming, archive, valid, tag)
            made = await self._single_flight.run((key, valid), make, client)
        except Exception:  # noqa: BLE001 - logged by _log_fault
            self._log_fault(incoming)
            if cached is not None and await self._may_send_stale(incoming, cached, archive):
                return self._send(incoming, cached, (STALE, str(archive.position)))
            return await self._fault(incoming, 500, archive)
        self._failing.discard(key)
        if made.tag and archive is self._archive:
            self._cache.put(key, made)
        limits = self._policy.limiter.headers(client, incoming.path, now_s=time.monotonic())
        return self._send(incoming, made, *limits, until=None if limits else until)

    @staticmethod
    def _not_modified(incoming: Incoming, archive: Archive, tag: str) -> Outgoing | None:
        """Return 304 if the client already has this page, whichever process it got it from; else None."""
        known = matching_tag(tag, incoming.if_none_match)
        if not known:
            return None
        return Outgoing(304, [("etag", known), *_cache_headers(incoming, archive)])

    def _refused(self, incoming: Incoming, key: Hashable, client: str) -> Outgoing | None:
        """Return 429 for a client that asked for too many pages, 503 if too many requests wait, else None.

        A request for a page that is being made already is never refused, because it costs nothing more.
        """
        if self._single_flight.is_pending(key):
            return None
        if client and self._single_flight.waiting(client) >= max(1, self._policy.max_waiting // _SHARE_PER_CLIENT):
            status, retry_after_s = 429, 1
        elif retry_after_s := self._policy.limiter.retry_after_s(client, now_s=time.monotonic()):
            status = 429
        elif self._single_flight.pending >= self._policy.max_waiting:
            status, retry_after_s = 503, 1
        else:
            return None
        response = refusals.error_response(
            status, incoming.accept_language, path=incoming.path, retry_after_s=retry_after_s
        )
        return refusals.as_sent(response, *self._policy.limiter.headers(client, incoming.path, now_s=time.monotonic()))

    async def _may_send_stale(self, incoming: Incoming, cached: CachedResponse, archive: Archive) -> bool:
        try:
            check = partial(may_send_stale, incoming.path, cached, archive)
            return await self._single_flight.run((incoming.cache_key, "stale", archive.position), check)
        except Exception:  # noqa: BLE001 - in doubt nothing is shown
            return False

    def _switch_to(self, archive: Archive) -> None:
        """Clear the cache if the new archive is not further on: the overrides changed, or a backup was restored."""
        if archive is not self._archive:
            if self._archive is not None and archive.position <= self._archive.position:
                self._cache.clear()
            self._archive = archive

    def _today(self, archive: Archive) -> tuple[dt.date, dt.datetime]:
        """Return the day in the newsroom's time zone and the moment it ends; computed once a day and generation."""
        now = self._now()
        if self._day is not None:
            generation, begins_at, ends_at, today = self._day
            if generation is archive and begins_at <= now < ends_at:
                return today, ends_at
        newsroom = archive.newsroom
        zone = ZoneInfo(newsroom.time_zone if newsroom else "UTC")
        today = now.astimezone(zone).date()
        midnights = (dt.datetime.combine(today + dt.timedelta(days=days), dt.time(), zone) for days in (0, 1))
        begins_at, ends_at = (midnight.astimezone(dt.UTC) for midnight in midnights)
        self._day = archive, begins_at, ends_at, today
        return today, ends_at

    def _make(self, incoming: Incoming, archive: Archive, valid: tuple[int, dt.date, str], tag: str) -> CachedResponse:
        request = incoming.request
        if _has_readable_query(request):
            response = self._maker.respond(request, archive, today=valid[1])
        else:
            response = refusals.error_response(400, incoming.accept_language, path=incoming.path)
        if response.status not in _CACHED_STATUSES:
            tag = ""
        common = _cache_headers(incoming, archive, response.status)
        page = page_headers(response, common, is_overridden=bool(valid[2]))
        headers = [*page, *self._surrogate_headers(incoming.path, response)]
        is_text = _text_at(incoming.path) is not None  # only pages of texts are ever sent stale
        return CachedResponse(
            response,
            headers,
            common,
            tag=tag,
            valid=valid,
            named_texts=response.named_texts if is_text else frozenset(),
        )

    def _surrogate_headers(self, path: str, response: Response) -> Headers:
        name = self._policy.surrogate_header
        if not name:
            return []
        own = _text_at(path)
        keys = surrogate_keys(own.number if own else 0, response.named_texts)
        return [(name, SURROGATE_SEPARATORS[name].join(keys))]

    async def _fault(self, incoming: Incoming, status: int, archive: Archive | None) -> Outgoing:
        try:
            make = partial(self._maker.fault, status, incoming.request, archive)
            response = await self._single_flight.run((incoming.cache_key, status), make)
        except Exception:  # noqa: BLE001 - logged by _log_fault
            self._log_fault(incoming)
            response = refusals.error_response(status, incoming.accept_language, path=incoming.path)
        common = _cache_headers(incoming, archive, status)
        headers = page_headers(response, common)
        return self._send(incoming, CachedResponse(response, headers, common, tag="", valid=None))

    def _send(
        self, incoming: Incoming, cached: CachedResponse, *added: tuple[str, str], until: dt.datetime | None = None
    ) -> Outgoing:
        known = matching_tag_or_any(cached.tag, incoming.if_none_match) or cached.unmodified_tag(incoming.if_unmodified)
        if known:
            return Outgoing(304, [("etag", known), *cached.repeated, *added])
        variants = cached.variants
        headers, body = cached.variant(encodings.negotiate(incoming.accept_encoding))
        if cached.variants != variants:
            self._cache.remeasure(incoming.cache_key, cached)
        until = until if cached.tag else None
        return Outgoing(cached.status, [*headers, *added] if added else headers, body, until=until)

    def _log_fault(self, incoming: Incoming) -> None:
        """Log the current exception, once for each cache key until its page can be made again."""
        if incoming.cache_key not in self._failing and len(self._failing) < _MAX_FAILING:
            self._failing.add(incoming.cache_key)
            _log.exception("the page at %s cannot be made", incoming.target)


def may_send_stale(path: str, cached: CachedResponse, archive: Archive) -> bool:
    """Return whether an earlier response may be sent for a path although the archive may have changed since.

    A response from the same position may be sent. Of responses from earlier positions, only the page of a text may be
    sent, and only if that text and all texts that the page names are still shown. Lists and feeds may not, because they
    contain words of many texts, and some of these may have been removed.
    """
    if dict(cached.repeated).get(POSITION) == str(archive.position):
        return True
    own = _text_at(path)
    if own is None or own.suffix:
        return False
    return all(
        _is_shown(archive, number, language) for number, language in {(own.number, own.language), *cached.named_texts}
    )


def _text_at(path: str) -> TextAddress | None:
    """Return the text whose page or print stands at a path."""
    address = parse_text_path(path)
    return address if address and address.suffix in _PAGE_SUFFIXES else None


def _is_shown(archive: Archive, number: int, language: str) -> bool:
    reading = archive.text(number, language)
    return reading is not None and reading.state in ("public", "withdrawn")


def _cache_headers(incoming: Incoming, archive: Archive | None, status: int = 200) -> Headers:
    position = archive.position if archive else 0
    return cache_headers(position, status=status, by_language=incoming.by_language, by_form=has_forms(incoming.path))


def _has_readable_query(request: Request) -> bool:
    """Return whether pages can read the query; the API reports what is wrong with its own."""
    if request.path.startswith("/api/"):
        return True
    try:
        request.parameters()
    except ValueError:
        return False
    return True
