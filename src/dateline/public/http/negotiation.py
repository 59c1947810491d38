"""Which form of a list somebody wants who names none in the address. Source: RFC 9110, section 12.5.1."""

import re
from functools import lru_cache

import msgspec

from dateline.public.http.messages import Incoming, Outgoing
from dateline.web.forms import FEEDS

_LIST = re.compile(r"/[a-z]{2,3}/news")
_WANTED = {form.media_type: form.suffix for form in FEEDS} | {"application/json": "json"}
_PAGE = frozenset({"text/html", "application/xhtml+xml"})


def has_forms(path: str) -> bool:
    """Say whether there is a list at an address, which can be had in several forms."""
    return _LIST.fullmatch(path) is not None


def chosen(asked: Incoming, accept: str) -> Incoming:
    """Return the request for the form wanted, which is kept and tagged under its own address."""
    suffix = wanted(accept) if has_forms(asked.path) else ""
    return msgspec.structs.replace(asked, path=f"{asked.path}.{suffix}") if suffix else asked


def told(sent: Outgoing, given: Incoming) -> Outgoing:
    """Return the answer in a form that was chosen, with what caches must know: that it was, and where it is itself."""
    headers = [(name, f"{said}, accept" if name == "vary" else said) for name, said in sent.headers]
    return msgspec.structs.replace(sent, headers=[*headers, ("content-location", given.shown)])


@lru_cache(maxsize=256)
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
