"""Content negotiation: the form of a list where the address names none. Source: RFC 9110, section 12.5.1."""

from functools import lru_cache

import msgspec

from dateline.public.feeds.registry import FEED_FORMATS
from dateline.public.http.messages import Incoming, Outgoing
from dateline.web.addresses import parse_list_path
from dateline.web.headers import weighted_values

_PAGE = frozenset({"text/html", "application/xhtml+xml"})


def has_forms(path: str) -> bool:
    """Return whether a path is that of a list, which has several forms."""
    address = parse_list_path(path)
    return address is not None and not address.suffix


def negotiate(incoming: Incoming, accept: str) -> Incoming:
    """Return the request for the form that an Accept header prefers; it is cached and tagged under its own address."""
    suffix = preferred_suffix(accept) if has_forms(incoming.path) else ""
    return msgspec.structs.replace(incoming, path=f"{incoming.path}.{suffix}") if suffix else incoming


def with_content_location(response: Outgoing, negotiated: Incoming) -> Outgoing:
    """Return a negotiated response with what caches must know: that Accept chose it, and its own address."""
    headers = [(name, f"{value}, accept" if name == "vary" else value) for name, value in response.headers]
    return msgspec.structs.replace(response, headers=[*headers, ("content-location", negotiated.target)])


@lru_cache(maxsize=256)
def preferred_suffix(accept: str) -> str:
    """Return the suffix of the form that an Accept header prefers; empty for the page.

    Clients get the page unless they prefer another form that we have. Of forms with equal weight the first wins.
    """
    suffixes = {row.media_type: row.suffix for row in FEED_FORMATS.values()} | {"application/json": "json"}
    best, suffix, page = 0.0, "", 0.0
    for kind, weight in weighted_values(accept):
        if kind in _PAGE:
            page = max(page, weight)
        elif kind in suffixes and weight > best:
            best, suffix = weight, suffixes[kind]
    return suffix if best > page else ""
