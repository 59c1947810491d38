"""Finding words: from pieces to the public texts that hold them, as bitmaps and as a ranking."""

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
import tantivy
from pyroaring import BitMap

from dateline.archive.embedded.analysis import stem_term
from dateline.archive.embedded.index import SCHEMA, Texts, number_and_code
from dateline.archive.embedded.listing import Listing, to_bitmap
from dateline.archive.wanted import Piece
from dateline.plain.words import base

HEADLINE = 2.0  # a word in the headline counts twice
READER = 1.0  # what a text in the reader's language gains; a rare word is worth 5 to 15
_Query = tantivy.Query


class Found(msgspec.Struct, frozen=True):
    """Public texts that hold some words: ordinals of their releases per language, and of all."""

    by_language: Mapping[str, BitMap]
    all: BitMap


def find(texts: Texts, listing: Listing, languages: Sequence[str], pieces: Sequence[Piece]) -> Found:
    """Return all public texts that hold every piece; none for no piece."""
    if not pieces or not len(listing):
        return Found({}, BitMap())
    query = _all_of(pieces, languages)
    hits = texts.searcher.search(query, texts.searcher.num_docs or 1, count=False, order_by_field="key").hits
    keys = np.fromiter((key for key, _ in hits), np.int64, len(hits))
    numbers, codes = number_and_code(keys)
    ordinals = listing.ordinals(numbers.astype(np.uint32))
    by_language = {languages[code]: to_bitmap(ordinals[codes == code]) for code in np.unique(codes).tolist()}
    return Found(by_language, BitMap.union(*by_language.values()) if by_language else BitMap())


def ranked(
    texts: Texts,
    listing: Listing,
    languages: Sequence[str],
    pieces: Sequence[Piece],
    *,
    within: Mapping[str, BitMap],
    reader: str,
    limit: int,
) -> list[int]:
    """Return up to ``limit`` ordinals, the best match first, newer ones first among equals.

    Args:
        within: the ordinals that count, per language of the matching text.
    """
    wanted = len(BitMap.union(*within.values())) if within else 0
    wanted = min(wanted, limit)
    query = _Query.boolean_query(
        [
            (tantivy.Occur.Must, _all_of(pieces, languages, scored=True)),
            *(
                (tantivy.Occur.Should, _Query.const_score_query(_term("language", tag), READER))
                for tag in languages
                if base(tag) == base(reader)
            ),
        ]
    )
    size = 4 * limit
    while wanted:
        hits = texts.searcher.search(query, size, count=False).hits
        best = _best_first(texts, listing, languages, hits, within)
        if len(best) >= wanted or len(hits) < size:
            return best[:limit]
        size *= 8
    return []


def _best_first(
    texts: Texts,
    listing: Listing,
    languages: Sequence[str],
    hits: list[tuple[float, tantivy.DocAddress]],
    within: Mapping[str, BitMap],
) -> list[int]:
    keys = np.array(texts.searcher.fast_field_values("key", [address for _, address in hits]), np.int64)
    numbers, codes = number_and_code(keys)
    ordinals = listing.ordinals(numbers.astype(np.uint32))
    scores = np.round(np.array([score for score, _ in hits]), 3)
    nothing = BitMap()
    best: dict[int, None] = {}
    for place in np.lexsort((-ordinals, -scores)).tolist():
        ordinal = int(ordinals[place])
        if ordinal in within.get(languages[codes[place]], nothing):
            best[ordinal] = None
    return list(best)


def _term(field: str, value: str) -> tantivy.Query:
    return _Query.term_query(SCHEMA, field, value, "basic" if field == "language" else "freq")


def _all_of(pieces: Sequence[Piece], languages: Sequence[str], *, scored: bool = False) -> tantivy.Query:
    return _Query.boolean_query([(tantivy.Occur.Must, _one(piece, languages, scored=scored)) for piece in pieces])


def _one(piece: Piece, languages: Sequence[str], *, scored: bool) -> tantivy.Query:
    """The best of a piece's forms: as written, in the headline, without its apostrophe, and its stems."""
    if len(piece.folded) > 1:
        forms = [_Query.phrase_query(SCHEMA, "text", list(piece.folded))]
    else:
        forms = [_term("text", piece.folded[0])]
        if scored:
            forms.append(_Query.boost_query(_term("headline", piece.folded[0]), HEADLINE))
    if piece.glued:
        forms.append(_term("text", piece.glued))
    if piece.word:
        stems = {stem_term(piece.word, language) for language in languages} - {""}
        forms += [_term("stems", stemmed) for stemmed in sorted(stems)]
    return _Query.disjunction_max_query(forms) if len(forms) > 1 else forms[0]
