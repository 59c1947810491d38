"""The first cache: complete responses that are sent again unchanged, until the archive changes or the day ends.

The response cache behind it takes longer to find a page than to send it. A hit here is one look-up in a dictionary.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from dateline.public.http.archive_source import ArchiveSource, Snapshot
from dateline.public.http.headers import POSITION
from dateline.public.http.messages import Outgoing
from dateline.public.http.refusals import are_headers_too_large
from dateline.text.languages import INTERFACE

RequestKey = tuple[str, str, str, str, str]
"""Path, query, and the headers that may matter for the path: Accept-Encoding, Accept-Language, Accept."""

MAX_ENTRIES = 500  # enough for the pages requested in the hour after a publication; with MAX_BODY_BYTES, 25 MB at most
MAX_BODY_BYTES = 50_000
_MAX_KEY_LENGTH = 1_000
_LANGUAGE_PREFIXES = frozenset(f"/{language}/" for language in INTERFACE)
_LIST_SUFFIX = "/news"


class HotCache:
    """Responses by request key, for one snapshot; belongs to one event loop.

    Args:
        source: the archive; a response from another snapshot is never sent again.
        now: the clock.
    """

    def __init__(self, source: ArchiveSource, now: Callable[[], dt.datetime]) -> None:
        self._source = source
        self._now = now
        self._snapshot = source.snapshot
        self._responses: dict[RequestKey, Outgoing] = {}

    def get(self, key: RequestKey) -> Outgoing | None:
        """Return the response to equal requests; None where there is none that is valid now."""
        if self._source.snapshot is not self._snapshot:
            self._responses.clear()
            self._snapshot = self._source.snapshot
            return None
        response = self._responses.get(key)
        if response is None or response.until is None or self._now() >= response.until:
            return None
        return response

    def put(self, key: RequestKey, response: Outgoing, snapshot: Snapshot) -> None:
        """Store a response made from a snapshot, if it may be sent again, is small, and the snapshot is current."""
        if response.until is None or snapshot is not self._snapshot:
            return
        if len(response.body) > MAX_BODY_BYTES or sum(map(len, key)) > _MAX_KEY_LENGTH:
            return
        if len(self._responses) >= MAX_ENTRIES:
            self._responses.clear()
        self._responses[key] = response


def request_key(method: str, path: str, query: str, headers: Any) -> RequestKey | None:
    """Return the cache key of a plain GET.

    None for other methods, conditional requests, requests that name a position and oversized headers: these take the
    slow path.
    """
    get = headers.get
    is_conditional = get("if-none-match") or get("if-modified-since")
    if method != "GET" or is_conditional or get(POSITION) or are_headers_too_large(headers.items()):
        return None
    language = "" if path[:4] in _LANGUAGE_PREFIXES else get("accept-language") or ""
    accept = get("accept") or "" if path.endswith(_LIST_SUFFIX) else ""
    return path, query, get("accept-encoding") or "", language, accept
