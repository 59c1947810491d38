"""An API request as handlers get it, and the parsing of its parameters."""

import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import msgspec

from dateline.archive import filters
from dateline.archive.errors import MalformedValueError, UnknownValueError
from dateline.archive.port import Archive
from dateline.archive.query import Filter, Query
from dateline.public.api.errors import ProblemError
from dateline.public.api.partial import MAX_TEXTS, includes_text
from dateline.text.languages import INTERFACE
from dateline.web.addresses import LANGUAGE
from dateline.web.http import Request

SIZE, MAX_SIZE = 20, 100
MAX_VALUE_CHARS = filters.MAX_WORDS_CHARS
"""Most characters of a search or a slug."""

FILTER = ("q", "kind", "office", "topic", "language", "from", "until")
"""Parameters of the filter, the same as in lists of the site."""

FACETS = ("kind", "office", "topic", "language")
"""Those of them that an edition alone can answer."""

_INTEGER = re.compile(r"[0-9]{1,9}")


class ApiRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A parsed request.

    Attributes:
        archive: the generation that the whole answer comes from.
        root: address of the site without a trailing slash.
        path: of the request.
        path_values: values in the path, by name.
        parameters: of the query, in their order.
    """

    archive: Archive
    root: str
    path: str
    path_values: Mapping[str, str]
    parameters: tuple[tuple[str, str], ...]

    @property
    def reader(self) -> str:
        """The preferred language of items; by default the first one of the newsroom.

        Raises:
            ProblemError: the parameter is not a language tag.
        """
        newsroom = self.archive.newsroom
        default = newsroom.languages[0] if newsroom and newsroom.languages else INTERFACE[0]
        tag = first_value(self.parameters, "reader") or default
        if not LANGUAGE.fullmatch(tag):
            raise ProblemError(400, f"The parameter reader is {tag!r}; it is a language tag such as en.")
        return tag

    def integer(self, name: str, default: int, *, least: int, most: int) -> int:
        """Return a parameter that is a whole number; see ``parse_integer``."""
        return parse_integer(self.parameters, name, default, least=least, most=most)

    def query(self) -> Query:
        """Return the query of a list, at its first page.

        Raises:
            ProblemError: a value is unknown or malformed.
        """
        allowed = {*FILTER, "order"}
        parameters = [pair for pair in self.parameters if pair[0] in allowed]
        query = _parse_query(parameters, self.archive, reader=self.reader)
        size = self.integer("size", SIZE, least=1, most=MAX_SIZE)
        return msgspec.structs.replace(query, size=min(size, MAX_TEXTS) if includes_text(self.parameters) else size)

    def next_url(self, cursor: int, *, name: str = "cursor", without: frozenset[str] = frozenset()) -> str:
        """Return the address of this request with another cursor, and without some parameters."""
        left_out = without | {name}
        others = [(other, value) for other, value in self.parameters if other not in left_out and value]
        return f"{self.root}{self.path}?{urlencode([*others, (name, str(cursor))])}"


def parse_parameters(request: Request, known: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Return the query parameters of a request, in their order.

    Raises:
        ProblemError: a parameter is not in ``known``, or the query cannot be decoded.
    """
    try:
        parameters = tuple(request.parameters())
    except ValueError as error:
        raise ProblemError(400, "The parameters cannot be read; they are percent-encoded UTF-8.") from error
    for name, _ in parameters:
        if name not in known:
            raise ProblemError(400, f"There is no parameter {name!r}; there are {', '.join(sorted(known)) or 'none'}.")
    return parameters


def parse_filter(parameters: Sequence[tuple[str, str]], archive: Archive) -> Filter:
    """Return the filter by kind, office, topic and language; other parameters are ignored.

    Raises:
        ProblemError: a value is unknown or malformed.
    """
    facets = [(name, value) for name, value in parameters if name in FACETS]
    return _parse_query(facets, archive, reader=INTERFACE[0]).filter


def _parse_query(parameters: list[tuple[str, str]], archive: Archive, *, reader: str) -> Query:
    for name, value in parameters:
        if len(value) > MAX_VALUE_CHARS:
            raise ProblemError(400, f"The parameter {name} is longer than {MAX_VALUE_CHARS} letters.")
    try:
        return filters.parse(parameters, archive, reader=reader).query
    except UnknownValueError as error:
        raise ProblemError(
            404, f"Nothing is known as {error.value!r}; see the list of each {error.parameter}."
        ) from error
    except MalformedValueError as error:
        raise ProblemError(400, f"{error}.") from error


def first_value(parameters: Sequence[tuple[str, str]], name: str) -> str:
    """Return the first value of a parameter that is not empty; empty where there is none."""
    return next((value for other, value in parameters if other == name and value), "")


def parse_integer(parameters: Sequence[tuple[str, str]], name: str, default: int, *, least: int, most: int) -> int:
    """Return a parameter that is a whole number; ``default`` where it is missing or empty.

    Raises:
        ProblemError: the value is not a whole number, or is out of range.
    """
    value = first_value(parameters, name)
    if not value:
        return default
    if not _INTEGER.fullmatch(value) or not least <= int(value) <= most:
        raise ProblemError(400, f"The parameter {name} is {value!r}; it is a whole number from {least} to {most}.")
    return int(value)
