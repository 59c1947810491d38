"""Headers that every answer of the public side carries."""

from dateline.public.http.response_cache import Headers
from dateline.web.http import Response

# Ten seconds shield the process from a crowd behind one cache; an old page may bridge a minute of making the
# new one and an hour of our being away. A removal reaches every cache within these.
SHORT = "public, max-age=10, stale-while-revalidate=60, stale-if-error=3600"
FOR_EVER = "public, max-age=31536000, immutable"
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

_UNRULED = [pair for pair in SECURITY if pair[0] != "content-security-policy"]

PREFLIGHT: Headers = [
    ("access-control-allow-origin", "*"),
    ("access-control-allow-methods", "GET, HEAD"),
    ("access-control-allow-headers", "*"),
    ("access-control-max-age", "86400"),
    ("cache-control", NEVER),
    *SECURITY,
]
"""To a browser that asks in advance whether a script of another site may send headers such as ``If-None-Match``.

What is not open to other sites says nothing of origins in its own answer, so they cannot read it. Source: Fetch,
section 3.3.3.
"""
_A_YEAR_S = 365 * 24 * 60 * 60  # as the desk has it


def always(public_url: str) -> Headers:
    """Return what every answer carries: under https that browsers come without encryption no more.

    Source: RFC 6797. Not for hosts below this one, which may be others'.
    """
    is_encrypted = public_url.startswith("https://")
    return [("strict-transport-security", f"max-age={_A_YEAR_S}")] if is_encrypted else []


POSITION = "dateline-position"
STALE = "dateline-stale"
_ERROR = 500  # server errors begin here


def lasting(position: int, *, status: int = 200, by_language: bool = False, by_form: bool = False) -> Headers:
    """Return what an answer and its 304 have in common.

    Args:
        position: of the generation it is from.
        status: of the answer; where we failed, nobody is to keep it.
        by_language: whether the reader's preferred language chose it.
        by_form: whether another form of it could have been asked for at the same address.
    """
    varying = ["accept-encoding", *(["accept-language"] if by_language else []), *(["accept"] if by_form else [])]
    return [
        ("cache-control", NEVER if status >= _ERROR else SHORT),
        ("vary", ", ".join(varying)),
        (POSITION, str(position)),
    ]


def page_headers(response: Response, lasting_: Headers) -> Headers:
    """Return what a page sends in every encoding: its own headers, save those that are the door's, then the rest."""
    doors = {"content-length", *(name for name, _ in lasting_)}
    own = [pair for pair in response.headers if pair[0] not in doors]
    # the policy of pages would stop a browser's own viewer of PDF
    security = _UNRULED if dict(own).get("content-type") == "application/pdf" else SECURITY
    return [*own, *lasting_, *security]
