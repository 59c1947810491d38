"""Full-text queries: from terms to matching texts, as bitmaps, as a ranking, and for autocompletion."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any, cast

import msgspec
import numpy as np
import tantivy
from numpy.typing import NDArray
from pyroaring import BitMap

from dateline.archive.embedded.listing import Listing, to_bitmap
from dateline.archive.embedded.search.rerank import COMPARED, GAIN, similarities
from dateline.archive.embedded.text_index.analysis import READING
from dateline.archive.embedded.text_index.index import SCHEMA, Texts, numbers_and_codes
from dateline.archive.search_terms import COMMON_TERM_DIVISOR, Term, TermQuery, relaxed
from dateline.text.words import base_language, fold, tokenize

HEADLINE_BOOST = 1.0  # a word in the headline counts this much more; see bench/relevance.py
PAIR_BOOST, PAIR_SLOP = 0.6, 2  # gain of two words that stand together as typed, and words allowed between them
READER_GAIN = 2.0  # gain of a text in the reader's language; a rare word scores 10 to 30

AUTOCOMPLETE_WORDS = 8  # words read; more do not narrow a headline further
AUTOCOMPLETE_WORD_CHARS = 64
AUTOCOMPLETE_CHARS = 256
AUTOCOMPLETE_LANGUAGES = 10  # texts read for each release offered: it may match in this many languages

_PAIR = 2
_Query = tantivy.Query
_Hit = tuple[float, tantivy.DocAddress]


class TextHits(msgspec.Struct, frozen=True):
    """Public texts that match a query: ordinals of their releases by language, and of all together."""

    by_language: Mapping[str, BitMap]
    all: BitMap


class TextSearch:
    """Full-text search in one generation.

    Args:
        texts: its text index.
        listing: its listing.
        languages: its language tags by code.
    """

    def __init__(self, texts: Texts, listing: Listing, languages: Sequence[str]) -> None:
        self._texts = texts
        self._listing = listing
        self._languages = languages

    def find(self, terms: TermQuery) -> TextHits:
        """Return all public texts that match; none for a query without terms."""
        if not terms.terms:
            return TextHits({}, BitMap())
        query, searcher = self._query(terms), self._texts.searcher
        hits = searcher.search(query, max(1, searcher.num_docs), count=False, order_by_field="key").hits
        ordinals, codes = self._ordinals([key for key, _ in hits])
        by_language = {self._languages[code]: to_bitmap(ordinals[codes == code]) for code in np.unique(codes).tolist()}
        return TextHits(by_language, BitMap.union(*by_language.values()) if by_language else BitMap())

    def relaxed(self, terms: tuple[Term, ...]) -> TermQuery:
        """Return the query for some of the terms; see ``search_terms.relaxed``."""
        texts = self._public_texts()
        unquoted = (term for term in terms if not term.quoted)
        return relaxed(terms, {term for term in unquoted if self._texts_with(term) * COMMON_TERM_DIVISOR > texts})

    def ranked(self, terms: TermQuery, within: Mapping[str, BitMap], *, reader: str, limit: int) -> list[int]:
        """Return up to ``limit`` ordinals, best match first, then newest first.

        Args:
            terms: what every text must match.
            within: ordinals that may be returned, by the language of the matching text.
            reader: language whose texts gain a little.
            limit: of the ordinals returned.
        """
        available = len(BitMap.union(*within.values())) if within else 0
        needed, size = min(available, limit), 4 * limit
        gains = [*self._pair_gains(terms.terms), *self._reader_gains(reader)]
        query = _Query.boolean_query(
            [(tantivy.Occur.Must, self._query(terms, scored=True)), *((tantivy.Occur.Should, gain) for gain in gains)]
        )
        while needed:
            hits = self._texts.searcher.search(query, size, count=False).hits
            best = self._best_first(hits, within)
            if len(best) >= needed or len(hits) < size:
                order = list(best) if terms.requires_all else self._reranked(best)
                return order[:limit]
            size *= 8
        return []

    def headlines_with(self, typed: str, limit: int) -> list[tuple[int, int]]:
        """Return (ordinal, language code) of public texts whose headlines have words with the typed prefixes.

        Newest first; enough texts for ``limit`` releases, where there are so many.
        """
        prefixes = [word[:AUTOCOMPLETE_WORD_CHARS] for word in map(fold, tokenize(typed[:AUTOCOMPLETE_CHARS])) if word]
        if not prefixes:
            return []
        query = _Query.boolean_query(
            [(tantivy.Occur.Must, _headline_prefix(prefix)) for prefix in prefixes[:AUTOCOMPLETE_WORDS]]
        )
        size = AUTOCOMPLETE_LANGUAGES * limit
        hits = self._texts.searcher.search(query, size, count=False, order_by_field="moment").hits
        ordinals, codes = self._ordinals(self._keys([address for _, address in hits]))
        return [(int(ordinals[place]), int(codes[place])) for place in np.lexsort((codes, -ordinals))]

    def _keys(self, addresses: Sequence[tantivy.DocAddress]) -> list[int]:
        return [cast("int", key) for key in self._texts.searcher.fast_field_values("key", list(addresses))]

    def _ordinals(self, keys: list[int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        numbers, codes = numbers_and_codes(np.array(keys, np.int64))
        return self._listing.ordinals(numbers), codes

    def _public_texts(self) -> int:
        return sum(map(len, self._listing.bitmaps["languages"].values()))

    def _texts_with(self, term: Term) -> int:
        result: Any = self._texts.searcher.search(self._term_query(term, scored=False), 1, count=True)
        return int(result.count)

    def _best_first(self, hits: list[_Hit], within: Mapping[str, BitMap]) -> dict[int, _Hit]:
        """Return the best hit of each allowed ordinal, in order."""
        ordinals, codes = self._ordinals(self._keys([address for _, address in hits]))
        scores = np.round(np.array([score for score, _ in hits]), 3)
        nothing = BitMap()
        best: dict[int, _Hit] = {}
        for place in np.lexsort((-ordinals, -scores)).tolist():
            ordinal = int(ordinals[place])
            if ordinal in within.get(self._languages[codes[place]], nothing):
                best.setdefault(ordinal, hits[place])
        return best

    def _reranked(self, best: Mapping[int, _Hit]) -> list[int]:
        """Return the ordinals, the first ``COMPARED`` of them re-ranked by similarity to the best matches."""
        ordinals = list(best)
        first, rest = ordinals[:COMPARED], ordinals[COMPARED:]
        if not first:
            return rest
        texts = [map(READING.folded.__getitem__, self._texts.words_at(best[one][1])) for one in first]
        gain = GAIN * best[first[0]][0]
        shares = similarities(texts, self._rarity())
        scores = {one: best[one][0] + gain * share for one, share in zip(first, shares, strict=True)}
        return [*sorted(first, key=lambda one: -scores[one]), *rest]

    def _rarity(self) -> Callable[[str], float]:
        texts, searcher = self._public_texts(), self._texts.searcher

        def rarity(word: str) -> float:
            holding = searcher.doc_freq("text", word)
            return math.log(texts / holding) if 0 < holding * COMMON_TERM_DIVISOR <= texts else 0.0

        return rarity

    def _reader_gains(self, reader: str) -> list[tantivy.Query]:
        tags = [tag for tag in self._languages if base_language(tag) == base_language(reader)]
        return [_Query.const_score_query(_exact("language", tag), READER_GAIN) for tag in tags]

    @staticmethod
    def _pair_gains(terms: Sequence[Term]) -> list[tantivy.Query]:
        pairs = ([*one.folded, *next_.folded] for one, next_ in pairwise(terms))
        return [
            _Query.boost_query(_Query.phrase_query(SCHEMA, "text", list(words), slop=PAIR_SLOP), PAIR_BOOST)
            for words in pairs
            if len(words) == _PAIR
        ]

    def _query(self, terms: TermQuery, *, scored: bool = False) -> tantivy.Query:
        required, optional = terms.required_and_optional
        parts = [(tantivy.Occur.Must, self._term_query(term, scored=scored)) for term in required]
        if optional:
            either = [(tantivy.Occur.Should, self._term_query(term, scored=scored)) for term in optional]
            minimum = terms.minimum - len(required)
            parts.append((tantivy.Occur.Must, _Query.boolean_query(either, minimum_number_should_match=minimum)))
        return _Query.boolean_query(parts)

    def _term_query(self, term: Term, *, scored: bool) -> tantivy.Query:
        """Return the query for a term in any form: as typed or without its apostrophe, by its stems, in the headline.

        Their scores add up, so that a text with the word as typed ranks above one with another form of it.
        """
        if len(term.folded) > 1:
            exact = [_Query.phrase_query(SCHEMA, "text", list(term.folded))]
        else:
            exact = [_exact("text", form) for form in filter(None, (term.folded[0], term.joined))]
        parts = [_best(exact)]
        if term.word:
            stems = {READING.stems(language)[term.word] for language in self._languages} - {""}
            parts += [_best([_exact("stems", one) for one in sorted(stems)])] if stems else []
        if scored and len(term.folded) == 1:
            parts.append(_Query.boost_query(_exact("headline", term.folded[0]), HEADLINE_BOOST))
        if len(parts) == 1:
            return parts[0]
        return _Query.boolean_query([(tantivy.Occur.Should, part) for part in parts])


def _best(queries: list[tantivy.Query]) -> tantivy.Query:
    return _Query.disjunction_max_query(queries) if len(queries) > 1 else queries[0]


def _exact(field: str, value: str) -> tantivy.Query:
    return _Query.term_query(SCHEMA, field, value, "basic" if field == "language" else "freq")


def _headline_prefix(prefix: str) -> tantivy.Query:
    return _Query.regex_query(SCHEMA, "headline", re.escape(prefix) + ".*")
