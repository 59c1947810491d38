"""A request as far as its answer depends on it, and what is sent for it."""

import datetime as dt
from pathlib import Path

import msgspec

from dateline.public.http.response_cache import Headers
from dateline.text.languages import INTERFACE, preferred
from dateline.web.http import Request

Address = tuple[str, str, str]
"""Path, query, and the language chosen for the reader where the path does not choose it, else empty."""


class Incoming(msgspec.Struct, frozen=True, kw_only=True):
    """A request; header values are empty where there are none, and ``peer`` is who is connected, with a port."""

    path: str
    query: str = ""
    accept_encoding: str = ""
    accept_language: str = ""
    if_none_match: str = ""
    peer: str = ""
    forwarded_for: str = ""
    range_: str = ""
    if_range: str = ""

    @property
    def by_language(self) -> bool:
        """Whether the reader's preferred language may matter: only where the path does not open with one of ours."""
        return self.path.split("/", 2)[1] not in INTERFACE

    @property
    def address(self) -> Address:
        """What tells this request from others with other answers; few, whatever the headers say."""
        return self.path, self.query, preferred(self.accept_language) if self.by_language else ""

    @property
    def request(self) -> Request:
        """The request as pages see it: nothing in it but the address, so that nothing else can matter."""
        path, query, language = self.address
        return Request(path, query, {"accept-language": language} if language else {})

    @property
    def shown(self) -> str:
        """The address as people write it, for the log."""
        return f"{self.path}?{self.query}" if self.query else self.path


class Outgoing(msgspec.Struct, frozen=True):
    """An answer as it is sent: a body, or a file instead of one.

    Attributes:
        part: what is sent of the file, end excluded.
        until: before this moment the next who asks in the same way may get the same, while the same is shown; None
            for an answer that is sent once.
    """

    status: int
    headers: Headers
    body: bytes = b""
    file: Path | None = None
    part: tuple[int, int] | None = None
    until: dt.datetime | None = None
