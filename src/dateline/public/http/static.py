"""Static files, under names that change with their content."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from dateline.public.http import encodings, refusals
from dateline.public.http.headers import FOR_EVER, NEVER, SECURITY
from dateline.public.http.messages import Incoming, Outgoing
from dateline.public.http.response_cache import CachedResponse, ResponseCache, matching_tag_or_any, tag_of
from dateline.public.http.single_flight import SingleFlight
from dateline.web.http import Response

PREFIX = "/static/"
_ONE_HOUR = "public, max-age=3600, stale-while-revalidate=86400, stale-if-error=604800"
# as a module, in a page that isolates itself from other sites
_CROSS_ORIGIN = (("access-control-allow-origin", "*"), ("cross-origin-resource-policy", "cross-origin"))


class Asset(Protocol):
    """A file and its media type."""

    @property
    def type(self) -> str:
        """Media type, with the charset of text."""

    @property
    def body(self) -> bytes:
        """The content."""

    @property
    def is_stable(self) -> bool:
        """Whether the name stays the same when the content changes, because pages of other sites contain it."""


class StaticFiles:
    """Responses with static files, cached as long as the process lives.

    Args:
        find: returns the file of a name, None where there is none.
        single_flight: compresses them.
        cache: shared with pages.
    """

    def __init__(self, find: Callable[[str], Asset | None], single_flight: SingleFlight, cache: ResponseCache) -> None:
        self._find = find
        self._single_flight = single_flight
        self._cache = cache

    async def respond(self, incoming: Incoming) -> Outgoing:
        """Return the file at an address, 304 for a client that has it, 404 where there is none."""
        key = (incoming.path, "", "")
        cached = self._cache.get(key)
        if cached is None:
            cached = await self._single_flight.run(key, partial(self._make, incoming))
            if cached.tag:
                self._cache.put(key, cached)
        known = matching_tag_or_any(cached.tag, incoming.if_none_match)
        if known:
            return Outgoing(304, [("etag", known), *cached.repeated])
        headers, body = cached.variant(encodings.negotiate(incoming.accept_encoding))
        self._cache.remeasure(key, cached)
        return Outgoing(cached.status, headers, body)

    def _make(self, incoming: Incoming) -> CachedResponse:
        asset = self._find(incoming.path.removeprefix(PREFIX))
        if asset is None:
            response, tag, caching = refusals.error_response(404, incoming.accept_language), "", NEVER
        elif asset.is_stable:
            response = Response(200, (("content-type", asset.type), *_CROSS_ORIGIN), asset.body)
            tag, caching = tag_of(asset.body), _ONE_HOUR
        else:
            response = Response(200, (("content-type", asset.type),), asset.body)
            tag, caching = tag_of(incoming.path), FOR_EVER
        repeated = [("cache-control", caching), ("vary", "accept-encoding")]
        own = [pair for pair in response.headers if pair[0] != "vary"]
        return CachedResponse(response, [*own, *repeated, *SECURITY], repeated, tag=tag, valid=None)
