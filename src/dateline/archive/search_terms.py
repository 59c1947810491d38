"""Search terms: the conditions on a text that a query consists of, and which of them may be dropped."""

from collections.abc import Collection
from typing import Self

import msgspec

from dateline.text.words import without_digraphs

MIN_TERMS_TO_RELAX = 2
"""Queries with fewer unquoted terms must match all of them."""

MANY_TERMS = 5
"""From this many unquoted terms on, a handful of full matches is not enough; see ``minimum_hits``."""

ENOUGH_HITS = 10
"""Full matches that suffice for a query of many terms: the smallest page."""

COMMON_TERM_DIVISOR = 3
"""A term is common if more than one text in this many has it; a relaxed query drops common terms."""

MIN_PREFIX_CHARS = 4
"""If no text has a word, it may be the beginning of a longer word; shorter words than this are not tried so."""

_MIN_PART_CHARS = 2  # shortest part when a word that no text has is tried as two words


class Day(msgspec.Struct, frozen=True, order=True):
    """A day that a query names; ``year`` is 0 where it names none."""

    year: int
    month: int
    day: int

    @property
    def key(self) -> str:
        """The word by which the index finds a day; see ``archive.passages.days``."""
        day = f"{self.month:02}-{self.day:02}"
        return f"day:{self.year:04}-{day}" if self.year else f"day:{day}"


class Reference(msgspec.Struct, frozen=True):
    """A release that a query names by its number; ``year`` of publication is 0 where it is not named."""

    number: int
    year: int = 0


class Term(msgspec.Struct, frozen=True):
    """One condition: a text matches if it has any of the forms below.

    Attributes:
        folded: one folded word, or several that form a phrase.
        word: the word as typed, to be stemmed; empty where only the exact form matches.
        forms: folded words that match too: compounds of which the word is a part as typed, and other spellings.
        quoted: whether it was typed in quotation marks, so that it is always required.
        prefix: whether words that begin with the folded one match.
        pairs: pairs of folded words that match side by side.
        days: days on which a text was published, filed or an event took place.
        either: terms that were typed as alternatives.
    """

    folded: tuple[str, ...]
    word: str = ""
    forms: tuple[str, ...] = ()
    quoted: bool = False
    prefix: bool = False
    pairs: tuple[tuple[str, str], ...] = ()
    days: tuple[Day, ...] = ()
    either: tuple["Term", ...] = ()

    @property
    def is_word(self) -> bool:
        """Whether it is a single word that matches in all its inflected forms."""
        return bool(self.word) and len(self.folded) == 1

    def widened(self) -> "Term":
        """Return the term to use instead if no text has the word.

        It also matches longer words that begin with it, its two parts as neighbouring words, and ``ä`` for ``ae``.
        """
        word = self.folded[0]
        plain = without_digraphs(word)
        cuts = range(_MIN_PART_CHARS, len(word) - _MIN_PART_CHARS + 1)
        return msgspec.structs.replace(
            self,
            forms=(*self.forms, plain) if plain != word and plain not in self.forms else self.forms,
            prefix=len(word) >= MIN_PREFIX_CHARS,
            pairs=tuple((word[:cut], word[cut:]) for cut in cuts),
        )


class TermQuery(msgspec.Struct, frozen=True):
    """A query that matches texts with at least ``minimum`` of the terms, all quoted ones and no excluded one.

    Attributes:
        reference: the release that matches in any case.
    """

    terms: tuple[Term, ...]
    minimum: int
    excluded: tuple[Term, ...] = ()
    reference: Reference | None = None

    @property
    def requires_all(self) -> bool:
        """Whether a text must hold every term."""
        return self.minimum == len(self.terms)

    @property
    def required_and_optional(self) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
        """(Terms that every match must have, terms of which a match needs only some)."""
        if self.requires_all:
            return self.terms, ()
        return _quoted(self.terms), _unquoted(self.terms)

    def with_all(self, terms: tuple[Term, ...]) -> Self:
        """Return the query with other terms, which it requires all."""
        return msgspec.structs.replace(self, terms=terms, minimum=len(terms))

    def relaxed(self, common: Collection[Term]) -> Self:
        """Return the query to use where too few releases match all terms.

        It requires the quoted terms and one of the other, uncommon ones, plus one more for every four of them. The
        ranking puts texts with many of them first (bench/relevance.py).

        Args:
            common: terms that occur in too many texts to tell them apart; see ``COMMON_TERM_DIVISOR``. They are
                dropped unless all unquoted terms are common.
        """
        unquoted = _unquoted(self.terms)
        distinctive = tuple(term for term in unquoted if term not in common) or unquoted
        quoted = _quoted(self.terms)
        minimum = len(quoted) + 1 + len(distinctive) // 4
        return msgspec.structs.replace(self, terms=(*quoted, *distinctive), minimum=minimum)


def minimum_hits(terms: tuple[Term, ...]) -> int:
    """Return below how many full matches a query is relaxed; 0 for a query that never is."""
    unquoted = len(_unquoted(terms))
    if unquoted < MIN_TERMS_TO_RELAX:
        return 0
    return ENOUGH_HITS if unquoted >= MANY_TERMS else 1


def _quoted(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    return tuple(term for term in terms if term.quoted)


def _unquoted(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    return tuple(term for term in terms if not term.quoted)
