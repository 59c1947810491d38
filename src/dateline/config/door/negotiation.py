"""Which form of a list somebody wants who names none in the address. Source: RFC 9110, section 12.5.1."""

import re

import msgspec

from dateline.config.door.asked import Asked, Sent
from dateline.plain.forms import FEEDS

_LIST = re.compile(r"/[a-z]{2,3}/news")
_WANTED = {form.media_type: form.suffix for form in FEEDS} | {"application/json": "json"}
_PAGE = frozenset({"text/html", "application/xhtml+xml"})


def chosen(asked: Asked, accept: str) -> Asked:
    """Return the request for the form wanted, which is kept and tagged under its own address."""
    if not _LIST.fullmatch(asked.path):
        return asked
    suffix = wanted(accept)
    return msgspec.structs.replace(asked, path=f"{asked.path}.{suffix}") if suffix else asked


def told(sent: Sent, asked: Asked, given: Asked) -> Sent:
    """Return the answer with what caches must know: that the form was chosen, and where the chosen one is."""
    if not _LIST.fullmatch(asked.path):
        return sent
    headers = [(name, f"{said}, accept" if name == "vary" else said) for name, said in sent.headers]
    if given is not asked:
        headers.append(("content-location", given.shown))
    return msgspec.structs.replace(sent, headers=headers)


def wanted(accept: str) -> str:
    """Return the suffix of the form that an Accept header asks for most; empty for the page.

    A page is what everybody gets who asks for one at least as much, or for nothing that we know. Among equals the
    first named counts.
    """
    best, suffix, page = 0.0, "", 0.0
    for part in accept[:1000].split(","):
        kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = _weight(parameters)
        if kind in _PAGE:
            page = max(page, weight)
        elif kind in _WANTED and weight > best:
            best, suffix = weight, _WANTED[kind]
    return suffix if best > page else ""


def _weight(parameters: list[str]) -> float:
    given = next((one.removeprefix("q=") for one in parameters if one.startswith("q=")), "1")
    try:
        return float(given)
    except ValueError:
        return 0.0
