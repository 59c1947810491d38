"""Headers of the public side's responses: security, caching, keys for caches in front."""

from collections.abc import Collection

from dateline.public.http.response_cache import Headers
from dateline.web.http import NamedText, Response

# Ten seconds of freshness protect the process from many clients behind one cache. A cache may send a stale page for a
# minute while it fetches the new one, and for an hour while this server is down. So a removal reaches every cache
# within these times.
SHORT = "public, max-age=10, stale-while-revalidate=60, stale-if-error=3600"
# A file of a release never changes, but an emergency may close it, and nothing can purge a copy in a browser's cache.
# So a browser uses its copy for ten minutes and then asks again, and usually gets a 304 (decision 0032).
FILES = "public, max-age=600, stale-while-revalidate=60, stale-if-error=3600"
FOR_EVER = "public, max-age=31536000, immutable"  # for the software's own files, whose names change with their content
NEVER = "no-store"

_POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "media-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)

SECURITY: Headers = [
    (
        "content-security-policy",
        "; ".join(_POLICY),
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "strict-origin-when-cross-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"),
]

_WITHOUT_POLICY = [pair for pair in SECURITY if pair[0] != "content-security-policy"]

PREFLIGHT: Headers = [
    ("access-control-allow-origin", "*"),
    ("access-control-allow-methods", "GET, HEAD"),
    ("access-control-allow-headers", "*"),
    ("access-control-max-age", "86400"),
    ("cache-control", NEVER),
    *SECURITY,
]
"""The response to a CORS preflight, for scripts of other sites that send headers such as ``If-None-Match``.

It is sent for every address. What counts is the response that follows: without its own ``Access-Control-Allow-Origin``
other sites cannot read it. Source: Fetch, section 3.3.3.
"""
_A_YEAR_S = 365 * 24 * 60 * 60  # as at the desk


def transport_security(public_url: str) -> Headers:
    """Return the header that keeps browsers on https; none for a site without it.

    It does not cover subdomains, because these may belong to others. Source: RFC 6797.
    """
    is_encrypted = public_url.startswith("https://")
    return [("strict-transport-security", f"max-age={_A_YEAR_S}")] if is_encrypted else []


POSITION = "dateline-position"
STALE = "dateline-stale"
_SERVER_ERROR = 500

SURROGATE_SEPARATORS = {"surrogate-key": " ", "xkey": " ", "cache-tag": ","}
"""Separator of the keys by the header that a cache in front reads: Fastly, Varnish with vmod-xkey, Cloudflare."""

LISTS = "lists"
"""The key of every response that a new release may appear in: lists, feeds, offices, topics, the site map."""

MAX_SURROGATE_KEYS = 300  # caches take headers of 16 kB


def cache_headers(position: int, *, status: int = 200, by_language: bool = False, by_form: bool = False) -> Headers:
    """Return the headers that a response and its 304 have in common.

    Args:
        position: log position of the generation from which the response was made.
        status: of the response; server errors are not cached.
        by_language: whether the response depends on Accept-Language.
        by_form: whether the address has several forms, among which Accept chooses.
    """
    varying = ["accept-encoding", *(["accept-language"] if by_language else []), *(["accept"] if by_form else [])]
    return [
        ("cache-control", NEVER if status >= _SERVER_ERROR else SHORT),
        ("vary", ", ".join(varying)),
        (POSITION, str(position)),
    ]


def page_headers(response: Response, common: Headers, *, is_overridden: bool = False) -> Headers:
    """Return the headers of a page, the same in every encoding; ``common`` replaces some of its own.

    ``is_overridden`` leaves out ``Last-Modified``, because an override changes pages without an entry of the log.
    """
    names = {"content-length", *(name for name, _ in common), *(["last-modified"] if is_overridden else [])}
    own = [pair for pair in response.headers if pair[0] not in names]
    # the policy of pages would stop a browser's own viewer of PDF
    security = _WITHOUT_POLICY if dict(own).get("content-type") == "application/pdf" else SECURITY
    return [*own, *common, *security]


def surrogate_keys(own: int, named_texts: Collection[NamedText]) -> list[str]:
    """Return the keys of a response: ``r12`` for each release, ``LISTS`` unless it is a release's own.

    A change of release 12 invalidates all responses with the key ``r12``; its first publication also those with the key
    ``LISTS``. A change of the newsroom, an office, a topic or a kind invalidates everything.

    Args:
        own: number of the release to which the requested address belongs; 0 for other addresses.
        named_texts: the texts that the response names; the lowest ``MAX_SURROGATE_KEYS`` numbers get keys.
    """
    numbers = sorted({number for number, _ in named_texts} | ({own} if own else set()))
    named = [f"r{number}" for number in numbers[:MAX_SURROGATE_KEYS]]
    return named if own else [LISTS, *named]
