"""A question to the API, with the parameters that lists take."""

import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import msgspec

from dateline.archive import filters
from dateline.archive.errors import MalformedValueError, UnknownValueError
from dateline.archive.port import Archive
from dateline.archive.query import Query
from dateline.public.api.errors import ProblemError
from dateline.text.languages import INTERFACE
from dateline.web.addresses import LANGUAGE
from dateline.web.http import Request

SIZE, SIZE_MAX = 20, 100
LETTERS_MAX = filters.MAX_WORDS_CHARS
"""Letters of a value: of words that are searched for, and of slugs."""

FILTER = ("q", "kind", "office", "topic", "language", "from", "until")
"""Parameters of the filter, as lists on the site have them."""

_WHOLE = re.compile(r"[0-9]{1,9}")


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A question as its handler gets it.

    Attributes:
        archive: one generation, which the whole answer is from.
        root: address of the site without a stroke at its end.
        named: what stands in the path, by name.
        given: query parameters in their order.
    """

    archive: Archive
    root: str
    path: str
    named: Mapping[str, str]
    given: tuple[tuple[str, str], ...]

    @property
    def reader(self) -> str:
        """The language preferred for items; of the newsroom where none is asked for.

        Raises:
            ProblemError: it is no language tag.
        """
        newsroom = self.archive.newsroom
        default = newsroom.languages[0] if newsroom and newsroom.languages else INTERFACE[0]
        wanted = self.once("reader") or default
        if not LANGUAGE.fullmatch(wanted):
            raise ProblemError(400, f"The parameter reader is {wanted!r}; it is a language tag such as en.")
        return wanted

    def once(self, name: str) -> str:
        """Return the first value of a parameter; empty where there is none."""
        return once(self.given, name)

    def whole(self, name: str, default: int, *, least: int, most: int) -> int:
        """Return a parameter that is a whole number.

        Raises:
            ProblemError: it is none, or out of range.
        """
        return whole(self.once(name), name, default, least=least, most=most)

    def query(self) -> Query:
        """Return the filter, order and reader asked for, at its first page.

        Raises:
            ProblemError: a value that nobody knows or nobody can read.
        """
        allowed = {*FILTER, "order"}
        wanted = [pair for pair in self.given if pair[0] in allowed]
        for name, value in wanted:
            if len(value) > LETTERS_MAX:
                raise ProblemError(400, f"The parameter {name} is longer than {LETTERS_MAX} letters.")
        try:
            query = filters.parse(wanted, self.archive, reader=self.reader).query
        except UnknownValueError as error:
            raise ProblemError(
                404, f"Nothing is known as {error.value!r}; see the list of each {error.parameter}."
            ) from error
        except MalformedValueError as error:
            raise ProblemError(400, f"{error}.") from error
        return msgspec.structs.replace(query, size=self.whole("size", SIZE, least=1, most=SIZE_MAX))

    def following(self, cursor: int) -> str:
        """Return the address of this question with another cursor."""
        kept = [(name, value) for name, value in self.given if name != "cursor" and value]
        return f"{self.root}{self.path}?{urlencode([*kept, ('cursor', str(cursor))])}"


def asked_of(
    request: Request, archive: Archive, root: str, *, named: Mapping[str, str], known: frozenset[str]
) -> Asked:
    """Return a question.

    Raises:
        ProblemError: parameters that are unknown or cannot be read.
    """
    return Asked(archive=archive, root=root, path=request.path, named=named, given=given_in(request, known))


def given_in(request: Request, known: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Return the parameters of a question, in their order.

    Raises:
        ProblemError: parameters that are unknown or cannot be read.
    """
    try:
        given = tuple(request.parameters())
    except ValueError as error:
        raise ProblemError(400, "The parameters cannot be read; they are percent-encoded UTF-8.") from error
    for name, _ in given:
        if name not in known:
            raise ProblemError(400, f"There is no parameter {name!r}; there are {', '.join(sorted(known)) or 'none'}.")
    return given


def once(given: Sequence[tuple[str, str]], name: str) -> str:
    """Return the first value of a parameter; empty where there is none."""
    return next((value for named, value in given if named == name and value), "")


def whole(value: str, name: str, default: int, *, least: int, most: int) -> int:
    """Return the value of a parameter that is a whole number; ``default`` where it is empty.

    Raises:
        ProblemError: it is none, or out of range.
    """
    if not value:
        return default
    if not _WHOLE.fullmatch(value) or not least <= int(value) <= most:
        raise ProblemError(400, f"The parameter {name} is {value!r}; it is a whole number from {least} to {most}.")
    return int(value)
