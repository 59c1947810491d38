"""The front's own request and response: what a response may depend on, and what is sent."""

import datetime as dt
from pathlib import Path

import msgspec

from dateline.public.http.response_cache import Headers
from dateline.text.languages import INTERFACE
from dateline.web.headers import preferred_language
from dateline.web.http import Request

CacheKey = tuple[str, str, str]
"""Path, query, and the reader's preferred language where the path does not name one, else empty."""


class Incoming(msgspec.Struct, frozen=True, kw_only=True):
    """A request. Missing headers are empty; ``peer`` is the address at the other end of the connection, with a port."""

    path: str
    query: str = ""
    accept_encoding: str = ""
    accept_language: str = ""
    if_none_match: str = ""
    if_modified_since: str = ""
    peer: str = ""
    forwarded_for: str = ""
    range_: str = ""
    if_range: str = ""

    @property
    def by_language(self) -> bool:
        """Whether Accept-Language may matter: only where the path does not begin with an interface language."""
        return self.path.split("/", 2)[1] not in INTERFACE

    @property
    def if_unmodified(self) -> str:
        """The If-Modified-Since header, which counts only without If-None-Match. Source: RFC 9110, section 13.1.3."""
        return "" if self.if_none_match else self.if_modified_since

    @property
    def cache_key(self) -> CacheKey:
        """The only parts of the request that its response may depend on; other headers do not make new keys."""
        return self.path, self.query, preferred_language(self.accept_language) if self.by_language else ""

    @property
    def request(self) -> Request:
        """The request as page makers see it: nothing but the cache key, so that pages cannot depend on more."""
        path, query, language = self.cache_key
        return Request(path, query, {"accept-language": language} if language else {})

    @property
    def target(self) -> str:
        """Path and query as people write them, for the log."""
        return f"{self.path}?{self.query}" if self.query else self.path


class Outgoing(msgspec.Struct, frozen=True):
    """A response as it is sent: a body, or a file instead of one.

    Attributes:
        part: (start, end) of the file to send, end excluded; None for all of it.
        until: the same response may answer equal requests before this moment, while the snapshot stays the same; None
            where it answers only one.
    """

    status: int
    headers: Headers
    body: bytes = b""
    file: Path | None = None
    part: tuple[int, int] | None = None
    until: dt.datetime | None = None
