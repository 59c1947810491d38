"""Check whether a page of another site exists, by one HEAD request; never to an address in a private network."""

import time
from collections.abc import Callable
from urllib.parse import urlsplit

from dateline.web.guarded_http import PORTS, FetchError, HttpRequest, fetch
from dateline.web.network_policy import Network

TIMEOUT_S = 4.0
NOT_FOUND = frozenset({404, 410})
"""Statuses that mean that the page does not exist; with other errors the site may only refuse our request."""


def is_reachable(url: str, *, timeout_s: float = TIMEOUT_S, allowed: tuple[Network, ...] = ()) -> bool:
    """Tell whether a page exists. A redirect counts as an existing page; a page at a private address does not exist.

    Args:
        url: http or https, on the usual port of either.
        timeout_s: limit for the whole request.
        allowed: private networks that may be requested nevertheless, on any port.
    """
    try:
        parts = urlsplit(url)
        if not allowed and (parts.port or PORTS[parts.scheme]) not in PORTS.values():
            return False
        whole = url.partition("#")[0]
        return (
            fetch(HttpRequest(url=whole, method="HEAD"), allowed=allowed, timeout_s=timeout_s).status not in NOT_FOUND
        )
    except (FetchError, KeyError, ValueError):
        return False


def reachability(*, within_s: float) -> Callable[[str], bool]:
    """Return a function like ``is_reachable`` for several links that share one time limit.

    After the limit it makes no more requests and returns True, so that no link is reported as dead without a request.
    """
    ends_at_s = time.monotonic() + within_s
    return lambda url: time.monotonic() > ends_at_s or is_reachable(url)
