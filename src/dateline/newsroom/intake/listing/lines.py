"""Lines of a listing: the text a reader sees, its position in the source, and its links."""

import re
import unicodedata
from dataclasses import dataclass

_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_WHITESPACE = re.compile(r"\s+")
MAX_LINE = 20_000
"""Characters of a line that are read; no written line is longer."""


@dataclass(frozen=True)
class Link:
    """A link and its text."""

    text: str
    url: str


@dataclass(frozen=True)
class Line:
    """A line of a listing.

    Attributes:
        number: in the file, from 1.
        text: in NFC, with single spaces and without invisible characters; may be empty.
        links: in their order.
        heading: 1 to 6 where the line is a heading, else 0.
    """

    number: int
    text: str
    links: tuple[Link, ...] = ()
    heading: int = 0


def tidy(text: str) -> str:
    """Return text in NFC, with each run of whitespace as one space, without invisible characters."""
    return _WHITESPACE.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", text[:MAX_LINE]))).strip()


def text_lines(text: str) -> list[Line]:
    """Return the lines of a text, empty ones included, numbered from 1."""
    return [Line(number, tidy(line)) for number, line in enumerate(text.split("\n"), 1)]
