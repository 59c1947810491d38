"""Lines of a listing: what a reader sees in one line, where it stands and what it links."""

import re
import unicodedata
from dataclasses import dataclass

_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_BLANK = re.compile(r"\s+")
MAX_LINE = 20_000
"""Characters of a line that count; a longer one is no line that somebody wrote."""


@dataclass(frozen=True)
class Link:
    """A link and its text."""

    text: str
    url: str


@dataclass(frozen=True)
class Line:
    """A line as read.

    Attributes:
        number: in the file, from 1.
        text: composed, every blank one space, nothing invisible; may be empty.
        links: those in the line, in order.
        heading: 1 to 6 where the line is a heading, else 0.
    """

    number: int
    text: str
    links: tuple[Link, ...] = ()
    heading: int = 0


def tidy(text: str) -> str:
    """Return text composed, with every run of blanks of any kind as one space, without invisible marks."""
    return _BLANK.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", text[:MAX_LINE]))).strip()


def text_lines(text: str) -> list[Line]:
    """Return the lines of a text, empty ones included, numbered from 1."""
    return [Line(number, tidy(line)) for number, line in enumerate(text.split("\n"), 1)]
