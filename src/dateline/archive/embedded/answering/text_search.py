"""Finding words: from terms to the public texts that hold them, as bitmaps and as a ranking."""

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any, cast

import msgspec
import numpy as np
import tantivy
from numpy.typing import NDArray
from pyroaring import BitMap

from dateline.archive.embedded.answering.rerank import COMPARED, GAIN, resemblances
from dateline.archive.embedded.listing import Listing, to_bitmap
from dateline.archive.embedded.text_index.analysis import READING
from dateline.archive.embedded.text_index.index import SCHEMA, Texts, numbers_and_codes
from dateline.archive.search_terms import COMMON_TERM_DIVISOR, Term, TermQuery, relaxed
from dateline.text.words import base

HEADLINE = 1.0  # what a word in the headline counts besides, as much as anywhere; see bench/relevance.py
NEIGHBOURS, NEAR = 0.6, 2  # what two words gain that stand together as typed, and how many may stand between
READER = 2.0  # what a text in the reader's language gains; a rare word is worth 10 to 30
_PAIR = 2
_Query = tantivy.Query
_Hit = tuple[float, tantivy.DocAddress]


class TextHits(msgspec.Struct, frozen=True):
    """Public texts that hold some words: ordinals of their releases per language, and of all."""

    by_language: Mapping[str, BitMap]
    all: BitMap


class TextSearch:
    """Finds words in one generation.

    Args:
        languages: tags by their codes.
    """

    def __init__(self, texts: Texts, listing: Listing, languages: Sequence[str]) -> None:
        self._texts = texts
        self._listing = listing
        self._languages = languages

    def find(self, sought: TermQuery) -> TextHits:
        """Return all public texts that hold what is sought; none for no term."""
        if not sought.terms:
            return TextHits({}, BitMap())
        query, searcher = self._query(sought), self._texts.searcher
        hits = searcher.search(query, max(1, searcher.num_docs), count=False, order_by_field="key").hits
        ordinals, codes = self._ordinals([key for key, _ in hits])
        by_language = {self._languages[code]: to_bitmap(ordinals[codes == code]) for code in np.unique(codes).tolist()}
        return TextHits(by_language, BitMap.union(*by_language.values()) if by_language else BitMap())

    def relaxed(self, terms: tuple[Term, ...]) -> TermQuery:
        """Return what to look for instead of all terms."""
        texts = self._size()
        loose = (term for term in terms if not term.quoted)
        return relaxed(terms, {term for term in loose if self._texts_with(term) * COMMON_TERM_DIVISOR > texts})

    def _size(self) -> int:
        return sum(map(len, self._listing.bitmaps["languages"].values()))

    def _texts_with(self, term: Term) -> int:
        result: Any = self._texts.searcher.search(self._one(term, scored=False), 1, count=True)
        return int(result.count)

    def ranked(self, sought: TermQuery, within: Mapping[str, BitMap], *, reader: str, limit: int) -> list[int]:
        """Return up to ``limit`` ordinals, the best match first, newer ones first among equals.

        Args:
            sought: what every text must hold.
            within: the ordinals that count, per language of the text that holds the words.
            reader: language whose texts gain a little.
            limit: of the ordinals returned.
        """
        there = len(BitMap.union(*within.values())) if within else 0
        needed, size = min(there, limit), 4 * limit
        gains = [*self._neighbours(sought.terms), *self._favours(reader)]
        query = _Query.boolean_query(
            [(tantivy.Occur.Must, self._query(sought, scored=True)), *((tantivy.Occur.Should, gain) for gain in gains)]
        )
        while needed:
            hits = self._texts.searcher.search(query, size, count=False).hits
            best = self._best_first(hits, within)
            if len(best) >= needed or len(hits) < size:
                order = list(best) if sought.requires_all else self._alike_first(best)
                return order[:limit]
            size *= 8
        return []

    def _ordinals(self, keys: list[int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        numbers, codes = numbers_and_codes(np.array(keys, np.int64))
        return self._listing.ordinals(numbers), codes

    def _best_first(self, hits: list[_Hit], within: Mapping[str, BitMap]) -> dict[int, _Hit]:
        """Return the best hit for each ordinal that counts, in order."""
        found = self._texts.searcher.fast_field_values("key", [address for _, address in hits])
        ordinals, codes = self._ordinals([cast("int", key) for key in found])
        scores = np.round(np.array([score for score, _ in hits]), 3)
        nothing = BitMap()
        best: dict[int, _Hit] = {}
        for place in np.lexsort((-ordinals, -scores)).tolist():
            ordinal = int(ordinals[place])
            if ordinal in within.get(self._languages[codes[place]], nothing):
                best.setdefault(ordinal, hits[place])
        return best

    def _alike_first(self, best: Mapping[int, _Hit]) -> list[int]:
        """Return the ordinals, of the first ones those before that resemble the very first."""
        ordinals = list(best)
        first, rest = ordinals[:COMPARED], ordinals[COMPARED:]
        if not first:
            return rest
        texts = [map(READING.folded.__getitem__, self._texts.words_at(best[one][1])) for one in first]
        alike = resemblances(texts, self._rarity())
        gain = GAIN * best[first[0]][0]
        scores = {one: best[one][0] + gain * share for one, share in zip(first, alike, strict=True)}
        return [*sorted(first, key=lambda one: -scores[one]), *rest]

    def _rarity(self) -> Callable[[str], float]:
        texts, searcher = self._size(), self._texts.searcher

        def rarity(word: str) -> float:
            holding = searcher.doc_freq("text", word)
            return math.log(texts / holding) if 0 < holding * COMMON_TERM_DIVISOR <= texts else 0.0

        return rarity

    def _favours(self, reader: str) -> list[tantivy.Query]:
        tags = [tag for tag in self._languages if base(tag) == base(reader)]
        return [_Query.const_score_query(_term("language", tag), READER) for tag in tags]

    @staticmethod
    def _neighbours(terms: Sequence[Term]) -> list[tantivy.Query]:
        pairs = ([*one.folded, *next_.folded] for one, next_ in pairwise(terms))
        return [
            _Query.boost_query(_Query.phrase_query(SCHEMA, "text", list(words), slop=NEAR), NEIGHBOURS)
            for words in pairs
            if len(words) == _PAIR
        ]

    def _query(self, sought: TermQuery, *, scored: bool = False) -> tantivy.Query:
        must, some = sought.required_and_optional
        parts = [(tantivy.Occur.Must, self._one(term, scored=scored)) for term in must]
        if some:
            either = [(tantivy.Occur.Should, self._one(term, scored=scored)) for term in some]
            least = sought.minimum - len(must)
            parts.append((tantivy.Occur.Must, _Query.boolean_query(either, minimum_number_should_match=least)))
        return _Query.boolean_query(parts)

    def _one(self, term: Term, *, scored: bool) -> tantivy.Query:
        """A term in any of its forms: as written or without its apostrophe, by its stems, in the headline.

        For the score these add up, so that a text with the very word stands before one with another form of it.
        """
        if len(term.folded) > 1:
            written = [_Query.phrase_query(SCHEMA, "text", list(term.folded))]
        else:
            written = [_term("text", form) for form in filter(None, (term.folded[0], term.joined))]
        parts = [_best(written)]
        if term.word:
            stemmed = {READING.stems(language)[term.word] for language in self._languages} - {""}
            parts += [_best([_term("stems", term) for term in sorted(stemmed)])] if stemmed else []
        if scored and len(term.folded) == 1:
            parts.append(_Query.boost_query(_term("headline", term.folded[0]), HEADLINE))
        if len(parts) == 1:
            return parts[0]
        return _Query.boolean_query([(tantivy.Occur.Should, part) for part in parts])


def _best(queries: list[tantivy.Query]) -> tantivy.Query:
    return _Query.disjunction_max_query(queries) if len(queries) > 1 else queries[0]


def _term(field: str, value: str) -> tantivy.Query:
    return _Query.term_query(SCHEMA, field, value, "basic" if field == "language" else "freq")
