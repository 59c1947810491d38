"""Whether an address of another site answers: one short question, never to a machine of our own network."""

import time
from collections.abc import Callable
from urllib.parse import urlsplit

from dateline.web.guarded_http import PORTS, FetchError, HttpRequest, fetch
from dateline.web.network_policy import Network

TIMEOUT_S = 4.0
GONE = frozenset({404, 410})
"""Answers that mean the page is not there; others may only be refusing us."""


def answers(url: str, *, timeout_s: float = TIMEOUT_S, allowed: tuple[Network, ...] = ()) -> bool:
    """Tell whether a page is there; redirects count as being there, private addresses as not.

    Args:
        url: http or https, on the usual port of either.
        timeout_s: for all of it.
        allowed: private networks that may be asked nevertheless, on any port.
    """
    try:
        parts = urlsplit(url)
        if not allowed and (parts.port or PORTS[parts.scheme]) not in PORTS.values():
            return False
        whole = url.partition("#")[0]
        return fetch(HttpRequest(url=whole, method="HEAD"), allowed=allowed, timeout_s=timeout_s).status not in GONE
    except (FetchError, KeyError, ValueError):
        return False


def asker(*, within_s: float) -> Callable[[str], bool]:
    """Return a way to ask for several pages in one request; once the time is over, all count as being there."""
    ends_at_s = time.monotonic() + within_s
    return lambda url: time.monotonic() > ends_at_s or answers(url)
