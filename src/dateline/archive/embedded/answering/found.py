"""Finding words: from pieces to the public texts that hold them, as bitmaps and as a ranking."""

from collections.abc import Mapping, Sequence
from typing import cast

import msgspec
import numpy as np
import tantivy
from numpy.typing import NDArray
from pyroaring import BitMap

from dateline.archive.embedded.analysis import READING
from dateline.archive.embedded.index import SCHEMA, Texts, numbers_and_codes
from dateline.archive.embedded.listing import Listing, to_bitmap
from dateline.archive.wanted import Piece
from dateline.plain.words import base

HEADLINE = 1.0  # what a word in the headline counts besides, as much as anywhere; see bench/relevance.py
READER = 2.0  # what a text in the reader's language gains; a rare word is worth 10 to 30
_Query = tantivy.Query


class Found(msgspec.Struct, frozen=True):
    """Public texts that hold some words: ordinals of their releases per language, and of all."""

    by_language: Mapping[str, BitMap]
    all: BitMap


class Finder:
    """Finds words in one generation.

    Args:
        languages: tags by their codes.
    """

    def __init__(self, texts: Texts, listing: Listing, languages: Sequence[str]) -> None:
        self._texts = texts
        self._listing = listing
        self._languages = languages

    def find(self, pieces: Sequence[Piece]) -> Found:
        """Return all public texts that hold every piece; none for no piece."""
        if not pieces:
            return Found({}, BitMap())
        query, searcher = self._all_of(pieces), self._texts.searcher
        hits = searcher.search(query, max(1, searcher.num_docs), count=False, order_by_field="key").hits
        ordinals, codes = self._ordinals([key for key, _ in hits])
        by_language = {self._languages[code]: to_bitmap(ordinals[codes == code]) for code in np.unique(codes).tolist()}
        return Found(by_language, BitMap.union(*by_language.values()) if by_language else BitMap())

    def ranked(self, pieces: Sequence[Piece], within: Mapping[str, BitMap], *, reader: str, limit: int) -> list[int]:
        """Return up to ``limit`` ordinals, the best match first, newer ones first among equals.

        Args:
            pieces: what every text must hold.
            within: the ordinals that count, per language of the text that holds the words.
            reader: language whose texts gain a little.
            limit: of the ordinals returned.
        """
        there = len(BitMap.union(*within.values())) if within else 0
        wanted, size = min(there, limit), 4 * limit
        query = self._favouring(reader, self._all_of(pieces, scored=True))
        while wanted:
            hits = self._texts.searcher.search(query, size, count=False).hits
            best = self._best_first(hits, within)
            if len(best) >= wanted or len(hits) < size:
                return best[:limit]
            size *= 8
        return []

    def _ordinals(self, keys: list[int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        numbers, codes = numbers_and_codes(np.array(keys, np.int64))
        return self._listing.ordinals(numbers), codes

    def _best_first(self, hits: list[tuple[float, tantivy.DocAddress]], within: Mapping[str, BitMap]) -> list[int]:
        found = self._texts.searcher.fast_field_values("key", [address for _, address in hits])
        ordinals, codes = self._ordinals([cast("int", key) for key in found])
        scores = np.round(np.array([score for score, _ in hits]), 3)
        nothing = BitMap()
        best: dict[int, None] = {}
        for place in np.lexsort((-ordinals, -scores)).tolist():
            ordinal = int(ordinals[place])
            if ordinal in within.get(self._languages[codes[place]], nothing):
                best[ordinal] = None
        return list(best)

    def _favouring(self, reader: str, query: tantivy.Query) -> tantivy.Query:
        tags = [tag for tag in self._languages if base(tag) == base(reader)]
        favours = [_Query.const_score_query(_term("language", tag), READER) for tag in tags]
        return _Query.boolean_query(
            [(tantivy.Occur.Must, query), *((tantivy.Occur.Should, favour) for favour in favours)]
        )

    def _all_of(self, pieces: Sequence[Piece], *, scored: bool = False) -> tantivy.Query:
        return _Query.boolean_query([(tantivy.Occur.Must, self._one(piece, scored=scored)) for piece in pieces])

    def _one(self, piece: Piece, *, scored: bool) -> tantivy.Query:
        """A piece in any of its forms: as written or without its apostrophe, by its stems, in the headline.

        For the score these add up, so that a text with the very word stands before one with another form of it.
        """
        if len(piece.folded) > 1:
            written = [_Query.phrase_query(SCHEMA, "text", list(piece.folded))]
        else:
            written = [_term("text", form) for form in filter(None, (piece.folded[0], piece.glued))]
        parts = [_best(written)]
        if piece.word:
            stemmed = {READING.stems(language)[piece.word] for language in self._languages} - {""}
            parts += [_best([_term("stems", term) for term in sorted(stemmed)])] if stemmed else []
        if scored and len(piece.folded) == 1:
            parts.append(_Query.boost_query(_term("headline", piece.folded[0]), HEADLINE))
        if len(parts) == 1:
            return parts[0]
        return _Query.boolean_query([(tantivy.Occur.Should, part) for part in parts])


def _best(queries: list[tantivy.Query]) -> tantivy.Query:
    return _Query.disjunction_max_query(queries) if len(queries) > 1 else queries[0]


def _term(field: str, value: str) -> tantivy.Query:
    return _Query.term_query(SCHEMA, field, value, "basic" if field == "language" else "freq")
