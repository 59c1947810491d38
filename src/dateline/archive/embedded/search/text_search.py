"""Full-text queries: from terms to matching texts, as bitmaps, as a ranking, and for autocompletion."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import msgspec
import numpy as np
import tantivy
from numpy.typing import NDArray
from pyroaring import BitMap

from dateline.archive.embedded.listing import Listing, to_bitmap
from dateline.archive.embedded.search.highlight import Highlighter
from dateline.archive.embedded.search.rerank import COMPARED, GAIN, similarities
from dateline.archive.embedded.search.term_queries import METADATA_GAIN, Span, TermQueries, headline_prefix
from dateline.archive.embedded.text_index.analysis import READING
from dateline.archive.embedded.text_index.index import Texts, numbers_and_codes
from dateline.archive.search_terms import COMMON_TERM_DIVISOR, Day, Term, TermQuery
from dateline.text.words import fold, tokenize

AUTOCOMPLETE_WORDS = 8  # words of the input that are used; more would not narrow the headlines further
AUTOCOMPLETE_WORD_CHARS = 64
AUTOCOMPLETE_CHARS = 256
AUTOCOMPLETE_LANGUAGES = 10  # texts read for each offered release, because a release may match in several languages

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
        spans: see ``TermQueries``.
    """

    def __init__(
        self, texts: Texts, listing: Listing, languages: Sequence[str], spans: Callable[[Day], Sequence[Span]]
    ) -> None:
        self._texts = texts
        self._listing = listing
        self._languages = languages
        self._queries = TermQueries(texts.searcher, languages, spans)

    def highlighter(self, terms: TermQuery, language: str) -> Highlighter:
        """Return what marks the matches of a query in texts of a language."""
        return Highlighter(terms.terms, language, self._queries.compounds(terms.terms))

    def find(self, terms: TermQuery) -> TextHits:
        """Return all public texts that match; none for a query without terms."""
        if not terms.terms:
            return TextHits({}, BitMap())
        query, searcher = self._queries.all_of(terms), self._texts.searcher
        hits = searcher.search(query, max(1, searcher.num_docs), count=False, order_by_field="key").hits
        ordinals, codes = self._ordinals([key for key, _ in hits])
        by_language = {self._languages[code]: to_bitmap(ordinals[codes == code]) for code in np.unique(codes).tolist()}
        return TextHits(by_language, BitMap.union(*by_language.values()) if by_language else BitMap())

    def widened(self, terms: TermQuery) -> TermQuery:
        """Return the query with each word that no text holds widened; see ``Term.widened``."""
        return terms.with_all(
            tuple(
                term.widened() if term.is_word and not term.prefix and not self._texts_with(term) else term
                for term in terms.terms
            )
        )

    def relaxed(self, terms: TermQuery) -> TermQuery:
        """Return the query for some of the terms; see ``TermQuery.relaxed``."""
        texts = self._public_texts()
        unquoted = (term for term in terms.terms if not term.quoted)
        return terms.relaxed({term for term in unquoted if self._texts_with(term) * COMMON_TERM_DIVISOR > texts})

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
        gains = [(tantivy.Occur.Should, gain) for gain in self._queries.gains(terms, reader)]
        query = _Query.boolean_query([(tantivy.Occur.Must, self._queries.all_of(terms, scored=True)), *gains])
        while needed:
            hits = self._texts.searcher.search(query, size, count=False).hits
            best = self._best_first(hits, within)
            if len(best) >= needed or len(hits) < size:
                order = list(best) if terms.requires_all else self._reranked(best)
                return order[:limit]
            size *= 8
        return []

    def headlines_with(self, typed: str, limit: int) -> list[tuple[int, int]]:
        """Return (ordinal, language code) of public texts whose headline has a word for each typed prefix.

        Newest first. The result has enough texts for ``limit`` different releases, if there are so many.
        """
        prefixes = [word[:AUTOCOMPLETE_WORD_CHARS] for word in map(fold, tokenize(typed[:AUTOCOMPLETE_CHARS])) if word]
        if not prefixes:
            return []
        query = _Query.boolean_query(
            [(tantivy.Occur.Must, headline_prefix(prefix)) for prefix in prefixes[:AUTOCOMPLETE_WORDS]]
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
        result: Any = self._texts.searcher.search(self._queries.term(term, scored=False), 1, count=True)
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
        gain = GAIN * math.fmod(best[first[0]][0], METADATA_GAIN)
        shares = similarities(texts, self._rarity())
        scores = {one: best[one][0] + gain * share for one, share in zip(first, shares, strict=True)}
        return [*sorted(first, key=lambda one: -scores[one]), *rest]

    def _rarity(self) -> Callable[[str], float]:
        texts, searcher = self._public_texts(), self._texts.searcher

        def rarity(word: str) -> float:
            holding = searcher.doc_freq("text", word)
            return math.log(texts / holding) if 0 < holding * COMMON_TERM_DIVISOR <= texts else 0.0

        return rarity
