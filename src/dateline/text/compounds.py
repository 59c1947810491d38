"""Find compounds: words with one sign between them (``F-16``, ``O’Brien``) and grouped digits (``10 000``).

A compound is indexed as one word and also as several, because people write ``F16`` and ``F-16``, ``10000`` and
``10,000``.
"""

import re
from collections.abc import Callable, Iterator

from dateline.text.words import APOSTROPHES, fold, is_unspaced, token_spans

MAX_PARTS = 4
"""Most words that are joined; of a longer compound, parts of this length are joined, and the whole compound."""

_SIGNS = rf"\-\u2010-\u2013\u2212\uff0c-\uff0e/.,\u00b7:&_@\u066c{APOSTROPHES}"
_BLANKS = " \u00a0\u2009\u202f"
_SIGN = re.compile(rf"[{_SIGNS}](?<=[^\s{_SIGNS}].)(?=[^\s{_SIGNS}])")  # between other signs than blanks
_IS_SIGN = re.compile(rf"[{_SIGNS}]")
_MAYBE_GROUPED = re.compile(rf"\d[{_BLANKS}]\d\d\d")  # finds most texts without grouped digits in a third of the time
_GROUPED = re.compile(rf"(?<![\w+.,])(?<!\d[{_BLANKS}])\d{{1,3}}(?:[{_BLANKS}]\d{{3}})+(?!\w)(?![{_BLANKS}]\d)")
_TYPED_NUMBER = re.compile(
    rf"(?<![\w+./{_SIGNS}])(?<!\d[{_BLANKS}])\d{{1,3}}(?:([{_BLANKS}.,\u066c\uff0c\uff0e{APOSTROPHES}])\d{{3}})(?:\1\d{{3}})*"
    rf"(?![\w/])(?![{_BLANKS}{_SIGNS}]\d)"
)
_NO_DIGIT = re.compile(r"\D")

Compound = tuple[int, int, str]
"""(Start in the text, end, the folded words joined without the signs between them)."""


def compounds(text: str, language: str = "", folded: Callable[[str], str] = fold) -> Iterator[Compound]:
    """Yield the compounds of a text and the compounds inside longer ones.

    Args:
        text: any.
        language: BCP 47 tag; it decides whether an apostrophe separates words.
        folded: ``words.fold``, or a cache of it.
    """
    for start, end in _chunks(text):
        chunk = text[start:end]
        for run in _runs(chunk, language):
            parts = [folded(chunk[first:last]) for first, last in run]
            for first, last in _within(len(run)):
                yield start + run[first][0], start + run[last][1], "".join(parts[first : last + 1])
    if _MAYBE_GROUPED.search(text):
        for grouped in _GROUPED.finditer(text):
            yield grouped.start(), grouped.end(), fold(_NO_DIGIT.sub("", grouped[0]))


def ungrouped(typed: str) -> str:
    """Return a query with the digits of each number together: ``1 480 agents`` and ``1,480`` become ``1480``."""
    return _TYPED_NUMBER.sub(lambda number: _NO_DIGIT.sub("", number[0]), typed)


def _chunks(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans between spaces that have a sign inside."""
    end = 0
    for sign in _SIGN.finditer(text):
        if sign.start() >= end:
            start = text.rfind(" ", end, sign.start()) + 1 or end
            end = text.find(" ", sign.end())
            end = len(text) if end < 0 else end
            yield start, end


def _runs(chunk: str, language: str) -> Iterator[list[tuple[int, int]]]:
    """Yield the spans of two words or more, each with one sign between it and the next."""
    run: list[tuple[int, int]] = []
    for start, end in token_spans(chunk, language):
        if run and (start - run[-1][1] != 1 or not _IS_SIGN.match(chunk, start - 1) or is_unspaced(chunk[start])):
            if len(run) > 1:
                yield run
            run = []
        if not is_unspaced(chunk[start]):
            run.append((start, end))
    if len(run) > 1:
        yield run


def _within(size: int) -> Iterator[tuple[int, int]]:
    for first in range(size - 1):
        for last in range(first + 1, size):
            if last - first < MAX_PARTS or (first, last) == (0, size - 1):
                yield first, last
