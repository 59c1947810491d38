"""Fetching of documents and files from addresses in sources: limited in size, and never from private networks."""

import http
from collections.abc import Callable
from urllib.parse import urldefrag, urljoin, urlsplit

from dateline.newsroom.intake.errors import NotFetchedError
from dateline.web.guarded_http import PORTS, FetchError, HttpRequest, HttpResponse, TargetRefusedError, fetch
from dateline.web.network_policy import EVERY_NETWORK

TIMEOUT_S = 120.0
"""Time limit for a whole file."""

_MAX_REDIRECTS = 3
_REDIRECT_STATUSES = {301, 302, 303, 307, 308}

Fetch = Callable[[str, int], bytes]
"""Called with an address and the most bytes to accept; returns the content, or raises ``NotFetchedError``."""


def fetcher(trusted: str = "") -> Fetch:
    """Return a function that fetches. The host of ``trusted``, which the operator named, may be in any network."""
    netloc = urlsplit(trusted).netloc

    def fetch_document(address: str, max_bytes: int) -> bytes:
        url = urldefrag(address).url
        for _ in range(_MAX_REDIRECTS + 1):
            response = _get(url, max_bytes, is_trusted=bool(netloc) and urlsplit(url).netloc == netloc)
            location = response.headers.get("location", "")
            if response.status not in _REDIRECT_STATUSES or not location:
                return _body(response, url, max_bytes)
            url = urldefrag(urljoin(url, location)).url
        raise NotFetchedError(address, "redirects too often")

    return fetch_document


def _get(address: str, max_bytes: int, *, is_trusted: bool) -> HttpResponse:
    try:
        parts = urlsplit(address)
        if parts.scheme not in PORTS or not parts.hostname:
            raise NotFetchedError(address, "is not an http or https address")
        if not is_trusted and (parts.port or PORTS[parts.scheme]) not in PORTS.values():
            raise NotFetchedError(address, "has an unusual port, from which nothing is fetched")
        allowed = EVERY_NETWORK if is_trusted else ()
        return fetch(HttpRequest(url=address), allowed=allowed, timeout_s=TIMEOUT_S, max_body_bytes=max_bytes + 1)
    except TargetRefusedError as error:
        raise NotFetchedError(address, f"is not fetched: {error}") from error
    except (FetchError, ValueError) as error:
        raise NotFetchedError(address, f"cannot be fetched ({error})") from error


def _body(response: HttpResponse, address: str, max_bytes: int) -> bytes:
    if response.status != http.HTTPStatus.OK:
        raise NotFetchedError(address, f"answers with {response.status}")
    if len(response.body) > max_bytes:
        raise NotFetchedError(address, f"is larger than {max_bytes // 1_000_000} MB")
    return response.body
