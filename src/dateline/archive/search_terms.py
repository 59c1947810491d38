"""Search terms: what a reader typed, parsed into terms that a text must hold.

There is no query language and no syntax error: every input is a search.
"""

import re
from collections.abc import Collection
from itertools import groupby

import msgspec

from dateline.text.words import APOSTROPHES, fold, is_unspaced, tokenize

MAX_CHARS = 256
"""Characters of the input that are read; the rest is ignored."""

MAX_TERMS = 24
"""Terms that are searched for; the rest is ignored."""

MIN_TERMS_TO_RELAX = 3
"""Queries with fewer unquoted terms must match all of them."""

MANY_TERMS = 5
"""From this many unquoted terms on, a handful of full matches is not enough; see ``minimum_hits``."""

ENOUGH_HITS = 10
"""Full matches that suffice for a query of many terms: the smallest page."""

COMMON_TERM_DIVISOR = 3
"""A term that more than one text in this many holds is common, and is dropped from a relaxed query."""

_QUOTED = re.compile(r'["“”„«»]')
_APOSTROPHE = re.compile(rf"\w[{APOSTROPHES}]\w")


class Term(msgspec.Struct, frozen=True):
    """One thing that a text must hold.

    Attributes:
        folded: one folded word, or several that form a phrase.
        word: the word as typed, to be stemmed; empty where only the exact form matches.
        joined: the folded word without its apostrophe, an alternative; empty where there is none.
        quoted: whether it was typed in quotation marks, so that it is always required.
    """

    folded: tuple[str, ...]
    word: str = ""
    joined: str = ""
    quoted: bool = False


class TermQuery(msgspec.Struct, frozen=True):
    """A query that matches texts with at least ``minimum`` of the terms and with all quoted ones."""

    terms: tuple[Term, ...]
    minimum: int

    @classmethod
    def all_of(cls, terms: tuple[Term, ...]) -> "TermQuery":
        """Return the query that requires every term."""
        return cls(terms, len(terms))

    @property
    def requires_all(self) -> bool:
        """Whether a text must hold every term."""
        return self.minimum == len(self.terms)

    @property
    def required_and_optional(self) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
        """The terms that every match holds, and those of which some suffice."""
        if self.requires_all:
            return self.terms, ()
        return _quoted(self.terms), _unquoted(self.terms)


def minimum_hits(terms: tuple[Term, ...]) -> int:
    """Return how many releases must match all terms for the query not to be relaxed; 0: it never is."""
    unquoted = len(_unquoted(terms))
    if unquoted < MIN_TERMS_TO_RELAX:
        return 0
    return ENOUGH_HITS if unquoted >= MANY_TERMS else 1


def relaxed(terms: tuple[Term, ...], common: Collection[Term]) -> TermQuery:
    """Return the query to use where too few releases match all terms.

    It requires the quoted terms and one of the other, uncommon ones, plus one more for every four of them. The
    ranking puts texts with many of them first (bench/relevance.py).

    Args:
        terms: of the whole query.
        common: those that occur in too many texts to tell them apart; see ``COMMON_TERM_DIVISOR``. They are
            dropped unless all unquoted terms are common.
    """
    unquoted = _unquoted(terms)
    distinctive = tuple(term for term in unquoted if term not in common) or unquoted
    quoted = _quoted(terms)
    return TermQuery((*quoted, *distinctive), len(quoted) + 1 + len(distinctive) // 4)


def parse_terms(typed: str) -> tuple[Term, ...]:
    """Return the terms of a query, each once, in the order typed; empty where nothing typed is a word.

    Words in quotation marks form a phrase and match as typed; other words match in all their inflected forms.
    Adjacent characters of scripts without spaces form a phrase.
    """
    terms: dict[Term, None] = {}
    for place, section in enumerate(_QUOTED.split(_truncated(typed))):
        if place % 2:
            folded = tuple(filter(None, map(fold, tokenize(section))))
            parsed = [Term(folded, quoted=True)] if folded else []
        else:
            parsed = [term for chunk in section.split() for term in _terms_of(chunk)]
        terms.update(dict.fromkeys(parsed))
    return tuple(terms)[:MAX_TERMS]


def _truncated(typed: str) -> str:
    """Return the part that is read, without a last word cut in two: no text would hold its half."""
    read = typed[:MAX_CHARS]
    if len(typed) <= MAX_CHARS or typed[MAX_CHARS].isspace() or is_unspaced(read[-1]):
        return read
    parts = read.rsplit(maxsplit=1)
    return parts[0] if len(parts) > 1 else read


def _terms_of(chunk: str) -> list[Term]:
    """Return the terms of a run of characters without blanks."""
    words = [(word, fold(word)) for word in tokenize(chunk)]
    words = [(word, folded) for word, folded in words if folded]
    joined = fold(chunk.strip(APOSTROPHES)) if _APOSTROPHE.search(chunk) else ""
    if joined and len(tokenize(joined)) != 1:
        joined = ""
    if any(len(folded) > 1 for _, folded in words) and joined:
        words = [(word, folded) for word, folded in words if len(folded) > 1]  # drops the l of l'élection
    terms: list[Term] = []
    for lone, run in groupby(words, key=lambda pair: is_unspaced(pair[0])):
        if lone:
            terms.append(Term(tuple(folded for _, folded in run)))
        else:
            terms += [Term((folded,), word, joined) for word, folded in run]
    return terms


def _quoted(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    return tuple(term for term in terms if term.quoted)


def _unquoted(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    return tuple(term for term in terms if not term.quoted)
