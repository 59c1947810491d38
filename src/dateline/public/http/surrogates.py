"""Keys by which a cache in front can be told to drop exactly the answers that a change makes old."""

import re

HEADERS = {"surrogate-key": " ", "xkey": " ", "cache-tag": ","}
"""Header → what parts its keys: Fastly, Varnish with vmod-xkey, Cloudflare."""

LISTS = "lists"
"""The key of everything that a new release may appear in: lists, feeds, offices, topics, the map of the site."""

KEYS_MAX = 300  # beyond, an answer is known by ``LISTS`` alone; caches take headers of 16 kB

_OWN = re.compile(r"/[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}/news/([0-9]{1,9})(?:/[^/]*|\.(?:pdf|png))?")
_NAMED = re.compile(rb"/[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}/news/([0-9]{1,9})(?![0-9])")


def keys_of(path: str, body: bytes) -> list[str]:
    """Return the keys of an answer: ``r12`` for each release it is of or names, ``LISTS`` unless it is a release's.

    A change of release 12 makes old what carries ``r12``; the first publication of a release also what carries
    ``LISTS``, and so does whatever changes the newsroom, an office, a topic or a kind, together with everything else.
    """
    own = _OWN.fullmatch(path)
    numbers = sorted({int(number) for number in _NAMED.findall(body)} | ({int(own[1])} if own else set()))
    named = [f"r{number}" for number in numbers[:KEYS_MAX]]
    return named if own else [LISTS, *named]


def surrogate_headers(header: str, path: str, body: bytes) -> list[tuple[str, str]]:
    """Return the header with an answer's keys; none where no header is wished for."""
    if not header:
        return []
    return [(header, HEADERS[header].join(keys_of(path, body)))]
