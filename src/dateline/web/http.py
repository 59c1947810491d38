"""Requests and responses as values, so that pages and feeds are functions that need no server."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

import msgspec


class Request(msgspec.Struct, frozen=True):
    """The parts of a request that a page may depend on.

    Attributes:
        path: percent-decoded, begins with ``/``.
        query: the raw query string without ``?``; empty where there is none.
        headers: names in lower case.
    """

    path: str
    query: str = ""
    headers: Mapping[str, str] = {}

    def parameters(self) -> list[tuple[str, str]]:
        """Return the decoded query parameters in their order, empty values included.

        Raises:
            ValueError: the query has more than 100 parameters, or bytes that are not UTF-8.
        """
        return parse_qsl(self.query, keep_blank_values=True, errors="strict", max_num_fields=100)


EXPOSED = "dateline-position, etag, last-modified, link, ratelimit, ratelimit-policy, retry-after"
"""Headers that scripts of other sites may read besides the usual ones. Source: Fetch, section 3.3.3."""

NamedText = tuple[int, str]
"""Number and language of a text."""


class Response(msgspec.Struct, frozen=True):
    """A response, not yet compressed.

    Attributes:
        headers: names in lower case, in the order to send them; ``content-type`` always among them.
        body: the bytes; empty for redirects and 304.
        named_texts: the texts that the body names or links to. Caches drop the response when one of them changes, and
            it is not served stale after one of them was removed.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""
    named_texts: frozenset[NamedText] = frozenset()


def redirect(location: str, *, permanent: bool = True) -> Response:
    """Return a redirect (301 or 302) to an address on this site, such as ``/en/news``."""
    return Response(
        301 if permanent else 302,
        (("content-type", "text/plain; charset=utf-8"), ("location", location)),
    )
