"""Did you mean: the index's own words that are a slip or two away from what was typed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import product

import tantivy

from dateline.archive.embedded.text_index.analysis import READING
from dateline.archive.embedded.text_index.index import SCHEMA, Texts
from dateline.archive.search_terms import MAX_CHARS
from dateline.text.words import cut, fold

WORDS = 8  # of a query that are mended; longer ones are sentences, not slips
_LOOKED_AT = 20  # texts read to learn how a near word is written
_TWO_SLIPS = 6  # letters from which two slips may be mended; shorter words would turn into quite other ones


def suggestion(texts: Texts, typed: str, *, reader: str) -> str:
    """Return the words typed with the unknown ones replaced by known ones; empty where that is not possible.

    Of words equally near, those of texts in the reader's language come first.
    """
    asked = cut(typed[:MAX_CHARS])
    if not 0 < len(asked) <= WORDS:
        return ""
    better = [word if _is_known(texts, fold(word)) else _nearest(texts, fold(word), reader) for word in asked]
    return " ".join(better) if all(better) and better != asked else ""


def _is_known(texts: Texts, folded: str) -> bool:
    query = tantivy.Query.term_query(SCHEMA, "text", folded)
    return bool(texts.searcher.search(query, 1, count=False).hits)


def _nearest(texts: Texts, folded: str, reader: str) -> str:
    """The known word fewest slips away, in the reader's language if there is one, the most frequent among those.

    As it is mostly written; empty where there is none, and for a single letter, which is a slip away from any other.
    """
    if len(folded) == 1:
        return ""
    own = tantivy.Query.term_query(SCHEMA, "language", reader, "basic")
    for slips, is_own in product((1, 2) if len(folded) >= _TWO_SLIPS else (1,), (True, False)):
        query = tantivy.Query.fuzzy_term_query(SCHEMA, "text", folded, slips)
        if is_own:
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, own)])
        hits = texts.searcher.search(query, _LOOKED_AT, count=False).hits
        near = Counter(word for _, address in hits for word in _near(texts.words_at(address), folded, slips))
        if near:
            return min(near, key=lambda word: (-near[word], word))
    return ""


def _near(words: Sequence[str], folded: str, slips: int) -> Iterable[str]:
    """Those of some words that are at most so many slips from a folded one, repeats included."""
    near = {word for word in set(words) if is_near(READING.folded[word], folded, slips)}
    return (word for word in words if word in near)


def is_near(one: str, other: str, slips: int) -> bool:
    """Say whether at most so many slips part two words: letters too many, missing or wrong, or two swapped.

    Source: optimal string alignment distance.
    """
    if abs(len(one) - len(other)) > slips:
        return False
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        before, last, row = row, before, [i]
        for j, against in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > slips and min(before) > slips:  # two rows, since a swap reaches back over one
            return False
    return row[-1] <= slips
