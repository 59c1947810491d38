"""Requests that are refused, and the error responses for them: a sentence in the reader's language."""

import gettext
import re
from collections.abc import Iterable
from functools import cache
from html import escape
from importlib.resources import files

from dateline.public.api import serving as api
from dateline.public.http.headers import NEVER, SECURITY
from dateline.public.http.messages import Outgoing
from dateline.text.catalogues import translations
from dateline.text.languages import INTERFACE, direction
from dateline.web.headers import preferred_language
from dateline.web.http import Response

MAX_PATH_LENGTH = 1_000
MAX_QUERY_LENGTH = 4_000
MAX_HEADERS_BYTES = 16_000
_RETRIABLE = (429, 503)
# Source: Unicode, Default_Ignorable_Code_Point, and the separators of lines and paragraphs.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
_BLANKS_AT_END = re.compile(r"\s+$")
_REPLACEMENT = "\ufffd"  # what the server puts where a path is not UTF-8


def _(sentence: str) -> str:
    """Mark a sentence for translation; it is translated when the reader's language is known."""
    return sentence


SENTENCES = {
    400: _("This address cannot be read."),
    404: _("There is no such file."),
    405: _("This site can only be read."),
    414: _("This address is too long."),
    431: _("The request carries too much in its headers."),
    429: _("You have asked for very many pages in a short time. Please wait a little."),
    500: _("Something went wrong here. Please try again in a few minutes."),
    503: _("The newsroom is being prepared. Please try again in a few seconds."),
}
"""By status, in English."""

_NEWS_LINK = _("To the news")


def invalid_request_status(method: str, path: str, query: str, headers: Iterable[tuple[str, str]]) -> int:
    """Return the status to refuse a request with, by its form alone; 0 for a valid one."""
    if method not in ("GET", "HEAD"):
        return 405
    if len(path) > MAX_PATH_LENGTH or len(query) > MAX_QUERY_LENGTH:
        return 414
    if not path.startswith("/") or _REPLACEMENT in path or not path.isprintable():
        return 400
    return 431 if are_headers_too_large(headers) else 0


def without_invisible(path: str) -> str:
    """Return a path without invisible characters and blanks at its end, which copying an address can add.

    No address of this site has them. Other control characters stay, because copying does not add them.
    """
    return _BLANKS_AT_END.sub("", _INVISIBLE.sub("", path)) or "/"


def are_headers_too_large(headers: Iterable[tuple[str, str]]) -> bool:
    """Return whether the headers are longer than any client needs."""
    return sum([len(name) + len(value) for name, value in headers]) > MAX_HEADERS_BYTES


def error_response(status: int, accept_language: str, *, path: str = "", retry_after_s: int = 2) -> Response:
    """Return a page with one sentence; to a client of the API an RFC 9457 problem in English.

    The page is in the language of the path, else in the one that the reader prefers. It needs no archive, no style
    sheet and no script, and is small, so that even very many of them cost little.

    ``retry_after_s`` is sent with a 429 or 503.
    """
    if path.startswith(api.PREFIX):
        problem = api.problem(status, SENTENCES[status])
        headers, body = list(problem.headers), problem.body
    else:
        first = path[1:].partition("/")[0]
        language = first if first in INTERFACE else preferred_language(accept_language)
        headers = [("content-type", "text/html; charset=utf-8"), ("content-language", language)]
        headers.append(("vary", "accept-language"))
        body = _page(status, language)
    if status == 405:  # noqa: PLR2004 - the statuses are the subject here
        headers.append(("allow", "GET, HEAD"))
    if status in _RETRIABLE:
        headers.append(("retry-after", str(retry_after_s)))
    return Response(status, tuple(headers), body)


def refuse(status: int, accept_language: str, path: str) -> Outgoing:
    """Return an error response as it is sent."""
    return as_sent(error_response(status, accept_language, path=path))


def as_sent(response: Response, *more: tuple[str, str]) -> Outgoing:
    """Return an error response as it is sent, with further headers; caches must not store it."""
    own = [("cache-control", NEVER), ("content-length", str(len(response.body)))]
    return Outgoing(response.status, [*response.headers, *more, *own, *SECURITY], response.body)


@cache
def _page(status: int, language: str) -> bytes:
    sentence, link = (escape(_catalogue(language).gettext(text)) for text in (SENTENCES[status], _NEWS_LINK))
    return f"""<!doctype html>
<html lang="{language}" dir="{direction(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>{sentence}</title>
</head>
<body><main><h1>{sentence}</h1><p><a href="/">{link}</a></p></main></body>
</html>
""".encode()


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    return translations(files(__package__) / "locale" / language / "LC_MESSAGES" / "http.po")
