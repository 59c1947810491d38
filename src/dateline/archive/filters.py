"""List filters in URLs: parse query parameters into a query, serialize a query into its one canonical form."""

import datetime as dt
import re
import unicodedata
from typing import Any, Literal
from urllib.parse import urlencode

import msgspec

from dateline.archive.errors import MalformedValueError, ReversedDaysError, UnknownValueError
from dateline.archive.port import Archive
from dateline.archive.query import SIZES, Filter, Query
from dateline.text.languages import INTERFACE, canonical_tag

MAX_WORDS_CHARS = 200
"""Characters of the parameter ``q`` that are read; the rest is cut."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE = re.compile(r"[0-9]{1,7}")  # seven digits suffice to page through ten million items at the smallest page size
_INVISIBLE = ("Cc", "Cs")  # control characters and lone surrogates occur in no search


class ParsedFilters(msgspec.Struct, frozen=True):
    """The parsed parameters of a list's URL.

    Attributes:
        clean: the canonical query string, without ``?``. Redirect to it where it differs from the given one.
    """

    query: Query
    clean: str


def parse(parameters: list[tuple[str, str]], archive: Archive, *, reader: str) -> ParsedFilters:
    """Return the query that decoded parameters stand for.

    Facet values come out sorted and unique. Of other parameters the first value counts; unknown parameters and
    empty values are ignored. The page is not checked for existence.

    Raises:
        UnknownValueError: an office, topic, kind or language is unknown.
        MalformedValueError: a day, page, size or order is malformed.
        ReversedDaysError: the last day is before the first.
    """
    repeatable: dict[str, set[str]] = {name: set() for name in _FACETS}
    once: dict[str, str] = {}
    for name, raw in parameters:
        value = _normalized(raw)
        if not value:
            continue
        if name in repeatable:
            repeatable[name].add(canonical_tag(value) if name == "language" else value)
        else:
            once.setdefault(name, value)
    from_on, until_on = _days(once, "from", "until")
    filter_ = Filter(
        **{field: _known(name, repeatable[name], archive) for name, field in _FACETS.items()},
        from_on=from_on,
        until_on=until_on,
        words=once.get("q", "")[:MAX_WORDS_CHARS].rstrip(),
    )
    query = Query(
        filter=filter_,
        reader=reader,
        order=_order(once, "order", words=filter_.words),
        verbatim=bool(filter_.words) and once.get("verbatim") == "1",
        page=_page(once, "page"),
        size=_size(once, "size"),
    )
    return ParsedFilters(query, serialize(query))


def usual_query(filter_: Filter, *, reader: str = "en", page: int = 1) -> Query:
    """Return the query of a filter in the usual order: best match first with words, else newest first."""
    return Query(filter=filter_, reader=reader, page=page, order=_usual_order(filter_.words))


def serialize(query: Query) -> str:
    """Return the canonical query string of a query, without ``?``; empty for the defaults.

    Parameters have a fixed order, values are sorted and unique, defaults are omitted. Encoded as browsers encode
    forms (a blank is ``+``), so that a search typed into a page needs no redirect. The reader's language is not
    part of it.
    """
    filter_ = query.filter
    pairs = [
        ("q", filter_.words),
        *((name, value) for name, field in _FACETS.items() for value in sorted(set(getattr(filter_, field)))),
        ("from", filter_.from_on.isoformat() if filter_.from_on else ""),
        ("until", filter_.until_on.isoformat() if filter_.until_on else ""),
        ("order", query.order if query.order != _usual_order(filter_.words) and filter_.words else ""),
        ("verbatim", "1" if query.verbatim and filter_.words else ""),
        ("size", str(query.size) if query.size != Query().size else ""),
        ("page", str(query.page) if query.page != 1 else ""),
    ]
    return urlencode([(name, value) for name, value in pairs if value])


_FACETS = {"kind": "kinds", "office": "offices", "topic": "topics", "language": "languages"}
"""Field of ``Filter`` by repeatable parameter, in the order of serialization."""


def _normalized(raw: str) -> str:
    """Return a value in NFC, trimmed, each run of blanks and control characters as one blank."""
    visible = "".join(" " if unicodedata.category(char) in _INVISIBLE else char for char in raw)
    return " ".join(unicodedata.normalize("NFC", visible).split())


def _known(name: str, values: set[str], archive: Archive) -> tuple[str, ...]:
    """Return the values sorted; a retired value that releases still have counts as known."""
    described = {"kind": archive.kinds, "office": archive.offices, "topic": archive.topics, "language": INTERFACE}[name]
    for value in sorted(values):
        alone: dict[str, Any] = {_FACETS[name]: (value,)}
        if value not in described and not archive.total(Filter(**alone)):
            raise UnknownValueError(name, value)
    return tuple(sorted(values))


def _day(once: dict[str, str], name: str) -> dt.date | None:
    value = once.get(name)
    if value is None:
        return None
    try:
        # fromisoformat alone would also read 20240603 and 2024-W23-1: several addresses for one day
        return dt.date.fromisoformat(value if _DAY.fullmatch(value) else "")
    except ValueError as error:
        raise MalformedValueError(name, value, "a day is written as 2024-06-03") from error


def _days(once: dict[str, str], first: str, last: str) -> tuple[dt.date | None, dt.date | None]:
    from_on, until_on = _day(once, first), _day(once, last)
    if from_on and until_on and from_on > until_on:
        raise ReversedDaysError(first, once[first], f"it lies after {once[last]}, the last day")
    return from_on, until_on


def _whole(once: dict[str, str], name: str, default: int) -> int:
    value = once.get(name, str(default))
    if not _WHOLE.fullmatch(value):
        raise MalformedValueError(name, value, "it is a whole number of at most seven digits")
    return int(value)


def _page(once: dict[str, str], name: str) -> int:
    page = _whole(once, name, 1)
    if page < 1:
        raise MalformedValueError(name, once[name], "the first page is 1")
    return page


def _size(once: dict[str, str], name: str) -> int:
    size = _whole(once, name, Query().size)
    if size not in SIZES:
        raise MalformedValueError(name, once[name], f"it is one of {', '.join(map(str, SIZES))}")
    return size


def _usual_order(words: str) -> Literal["date", "relevance"]:
    return "relevance" if words else "date"


def _order(once: dict[str, str], name: str, *, words: str) -> Literal["date", "relevance"]:
    value = once.get(name, _usual_order(words))
    if value not in ("date", "relevance"):
        raise MalformedValueError(name, value, "it is date or relevance")
    # without words there is nothing to rank by
    return "relevance" if words and value == "relevance" else "date"
