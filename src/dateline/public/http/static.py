"""Static files, under names that change with their bytes."""

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
_AN_HOUR = "public, max-age=3600, stale-while-revalidate=86400, stale-if-error=604800"
# as a module, in a page that isolates itself from other sites
_ELSEWHERE = (("access-control-allow-origin", "*"), ("cross-origin-resource-policy", "cross-origin"))


class Asset(Protocol):
    """A file and its media type."""

    @property
    def type(self) -> str:
        """Media type, with the charset of text."""

    @property
    def body(self) -> bytes:
        """The bytes."""

    @property
    def is_stable(self) -> bool:
        """Whether the name stays while the bytes change, because pages of other sites have it."""


class StaticFiles:
    """Answers for static files; kept like pages, but valid for as long as the process lives.

    Args:
        find: returns the file that has a name now, None for all others.
    """

    def __init__(self, find: Callable[[str], Asset | None], making: SingleFlight, kept: ResponseCache) -> None:
        self._find = find
        self._making = making
        self._kept = kept

    async def answer(self, asked: Incoming) -> Outgoing:
        """Return the file at an address, 304 for somebody who has it, 404 for what is none of ours."""
        address = (asked.path, "", "")
        ready = self._kept.get(address)
        if ready is None:
            ready = await self._making.once(address, partial(self._made, asked))
            if ready.tag:
                self._kept.put(address, ready)
        known = matching_tag_or_any(ready.tag, asked.if_none_match)
        if known:
            return Outgoing(304, [("etag", known), *ready.lasting])
        headers, body = ready.variant(encodings.chosen(asked.accept_encoding))
        self._kept.measure(address, ready)
        return Outgoing(ready.status, headers, body)

    def _made(self, asked: Incoming) -> CachedResponse:
        asset = self._find(asked.path.removeprefix(PREFIX))
        if asset is None:
            response, tag, caching = refusals.refusal(404, asked.accept_language), "", NEVER
        elif asset.is_stable:
            response, tag = Response(200, (("content-type", asset.type), *_ELSEWHERE), asset.body), tag_of(asset.body)
            caching = _AN_HOUR
        else:
            response, tag = Response(200, (("content-type", asset.type),), asset.body), tag_of(asked.path)
            caching = FOR_EVER
        lasting = [("cache-control", caching), ("vary", "accept-encoding")]
        own = [pair for pair in response.headers if pair[0] != "vary"]
        return CachedResponse(response, [*own, *lasting, *SECURITY], lasting, tag=tag, valid=None)
