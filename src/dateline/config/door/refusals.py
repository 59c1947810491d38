"""What is not let in, with a sentence for whoever meets it."""

import gettext
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from dateline.api import serving as api
from dateline.config.door.asked import Sent
from dateline.config.door.headers import NEVER, SECURITY
from dateline.plain.catalogues import translations
from dateline.plain.http import Response
from dateline.plain.languages import preferred

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


def fault_of(method: str, path: str, query: str, headers: Iterable[tuple[str, str]]) -> int:
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
    """Return a sentence as plain text, in the language a reader prefers; to the API as RFC 9457 wants it, in English.

    ``wait_s`` is told to those who may come again: after how many seconds.
    """
    if path.startswith(api.PREFIX):
        said = api.problem(status, SENTENCES[status])
        headers, body = list(said.headers), said.body
    else:
        body = f"{_words_of(preferred(accept_language)).gettext(SENTENCES[status])}\n".encode()
        headers = [("content-type", "text/plain; charset=utf-8"), ("vary", "accept-language")]
    if status == 405:  # noqa: PLR2004 - the statuses are the subject here
        headers.append(("allow", "GET, HEAD"))
    if status in _COME_AGAIN:
        headers.append(("retry-after", str(wait_s)))
    return Response(status, tuple(headers), body)


def refused(status: int, accept_language: str, path: str) -> Sent:
    """Return a refusal as it is sent: a page, or a problem to who asked the API at ``path``."""
    return sent(refusal(status, accept_language, path=path))


def sent(response: Response, *more: tuple[str, str]) -> Sent:
    """Return a refusal as it is sent, with more headers: whole, and kept by nobody."""
    own = [("cache-control", NEVER), ("content-length", str(len(response.body)))]
    return Sent(response.status, [*response.headers, *more, *own, *SECURITY], response.body)


@cache
def _words_of(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    return translations(files(__package__) / "locale" / language / "LC_MESSAGES" / "door.po")
