"""Documents and files from addresses that other people wrote: bounded, and never from inside our own network."""

import http
from collections.abc import Callable
from urllib.parse import urldefrag, urljoin, urlsplit

from dateline.newsroom.intake.errors import NotFetchedError
from dateline.web.guarded_http import PORTS, FetchError, HttpRequest, HttpResponse, TargetRefusedError, fetch
from dateline.web.network_policy import EVERY_NETWORK

WHOLE_S = 120.0
"""For a whole file."""

_REDIRECTS = 3
_MOVED = {301, 302, 303, 307, 308}

Fetch = Callable[[str, int], bytes]
"""Given an address and the most bytes there may be, returns what is there; raises ``NotFetchedError``."""


def fetcher(trusted: str = "") -> Fetch:
    """Return a way to fetch. The host of ``trusted``, an address that the operator named, may be anywhere."""
    netloc = urlsplit(trusted).netloc

    def fetch_document(address: str, max_bytes: int) -> bytes:
        asked = urldefrag(address).url
        for _ in range(_REDIRECTS + 1):
            answer = _got(asked, max_bytes, is_trusted=bool(netloc) and urlsplit(asked).netloc == netloc)
            location = answer.headers.get("location", "")
            if answer.status not in _MOVED or not location:
                return _body(answer, asked, max_bytes)
            asked = urldefrag(urljoin(asked, location)).url
        raise NotFetchedError(address, "leads from one address to another without an end")

    return fetch_document


def _got(address: str, max_bytes: int, *, is_trusted: bool) -> HttpResponse:
    try:
        parts = urlsplit(address)
        if parts.scheme not in PORTS or not parts.hostname:
            raise NotFetchedError(address, "is no http or https address")
        if not is_trusted and (parts.port or PORTS[parts.scheme]) not in PORTS.values():
            raise NotFetchedError(address, "is at an unusual port, where nothing is fetched")
        allowed = EVERY_NETWORK if is_trusted else ()
        return fetch(HttpRequest(url=address), allowed=allowed, timeout_s=WHOLE_S, max_body_bytes=max_bytes + 1)
    except TargetRefusedError as error:
        raise NotFetchedError(address, f"is not fetched: {error}") from error
    except (FetchError, ValueError) as error:
        raise NotFetchedError(address, f"cannot be fetched ({error})") from error


def _body(answer: HttpResponse, address: str, max_bytes: int) -> bytes:
    if answer.status != http.HTTPStatus.OK:
        raise NotFetchedError(address, f"answers with {answer.status}")
    if len(answer.body) > max_bytes:
        raise NotFetchedError(address, f"is larger than {max_bytes // 1_000_000} MB")
    return answer.body
