"""What is not let in, with a sentence for whoever meets it."""

import gettext
from collections.abc import Iterable
from functools import cache
from html import escape
from importlib.resources import files

from dateline.public.api import serving as api
from dateline.public.http.headers import NEVER, SECURITY
from dateline.public.http.messages import Outgoing
from dateline.text.catalogues import translations
from dateline.text.languages import INTERFACE, direction, preferred
from dateline.web.http import Response

PATH_MAX = 1_000
QUERY_MAX = 4_000
HEADERS_MAX_BYTES = 16_000
_COME_AGAIN = (429, 503)
_REPLACEMENT = "\ufffd"  # what the server puts where a path is not UTF-8


def _(sentence: str) -> str:
    """Mark a sentence for translation; it is translated when the reader is known."""
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
"""By status; what is refused here has no page of its own."""

_ON = _("To the news")


def invalid_request_status(method: str, path: str, query: str, headers: Iterable[tuple[str, str]]) -> int:
    """Return the status to refuse a request with, by its shape alone; 0 for a sound one."""
    if method not in ("GET", "HEAD"):
        return 405
    if len(path) > PATH_MAX or len(query) > QUERY_MAX:
        return 414
    if not path.startswith("/") or _REPLACEMENT in path or not path.isprintable():
        return 400
    return 431 if are_too_much(headers) else 0


def are_too_much(headers: Iterable[tuple[str, str]]) -> bool:
    """Say whether headers are longer than anybody needs."""
    return sum([len(name) + len(value) for name, value in headers]) > HEADERS_MAX_BYTES


def refusal(status: int, accept_language: str, *, path: str = "", wait_s: int = 2) -> Response:
    """Return a sentence as a page of its own; to the API as RFC 9457 wants it, in English.

    It speaks the language of the address, else the one a reader prefers. It needs no archive, no style and no script,
    and is small: where there are too many of them it must cost next to nothing.

    ``wait_s`` is told to those who may come again: after how many seconds.
    """
    if path.startswith(api.PREFIX):
        said = api.problem(status, SENTENCES[status])
        headers, body = list(said.headers), said.body
    else:
        first = path[1:].partition("/")[0]
        language = first if first in INTERFACE else preferred(accept_language)
        headers = [("content-type", "text/html; charset=utf-8"), ("content-language", language)]
        headers.append(("vary", "accept-language"))
        body = _page(status, language)
    if status == 405:  # noqa: PLR2004 - the statuses are the subject here
        headers.append(("allow", "GET, HEAD"))
    if status in _COME_AGAIN:
        headers.append(("retry-after", str(wait_s)))
    return Response(status, tuple(headers), body)


def refused(status: int, accept_language: str, path: str) -> Outgoing:
    """Return a refusal as it is sent: a page, or a problem to who asked the API at ``path``."""
    return sent(refusal(status, accept_language, path=path))


def sent(response: Response, *more: tuple[str, str]) -> Outgoing:
    """Return a refusal as it is sent, with more headers: whole, and kept by nobody."""
    own = [("cache-control", NEVER), ("content-length", str(len(response.body)))]
    return Outgoing(response.status, [*response.headers, *more, *own, *SECURITY], response.body)


@cache
def _page(status: int, language: str) -> bytes:
    said, on = (escape(_words_of(language).gettext(sentence)) for sentence in (SENTENCES[status], _ON))
    return f"""<!doctype html>
<html lang="{language}" dir="{direction(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>{said}</title>
</head>
<body><main><h1>{said}</h1><p><a href="/">{on}</a></p></main></body>
</html>
""".encode()


@cache
def _words_of(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    return translations(files(__package__) / "locale" / language / "LC_MESSAGES" / "http.po")
