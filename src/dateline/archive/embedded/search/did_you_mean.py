"""Spelling suggestions: typed words that no text has, replaced by words of the index one or two edits away."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import product

import tantivy

from dateline.archive.embedded.text_index.analysis import READING
from dateline.archive.embedded.text_index.index import SCHEMA, Texts
from dateline.archive.search_parser import MAX_CHARS, has_operators
from dateline.text.words import fold, tokenize

MAX_WORDS = 8  # longer queries are sentences and get no suggestion
_FIELDS = (("text", "freq"), ("forms", "basic"))
_SAMPLED_TEXTS = 20  # texts that are read to find the usual spelling of a similar word
_TWO_EDITS_CHARS = 6  # two edits are allowed from this length on; they turn shorter words into other words


def suggestion(texts: Texts, typed: str, *, reader: str) -> str:
    """Return the typed words with each unknown word replaced by a similar known one.

    Words in the reader's language are preferred. Words with digits are never replaced, because another number would be
    another question. The result is empty if an unknown word has no similar one, or if the query has operators.
    """
    if has_operators(typed):
        return ""
    typed_words = tokenize(typed[:MAX_CHARS])
    if not 0 < len(typed_words) <= MAX_WORDS:
        return ""
    corrected = [word if _is_known(texts, fold(word)) else _nearest(texts, fold(word), reader) for word in typed_words]
    return " ".join(corrected) if all(corrected) and corrected != typed_words else ""


def _is_known(texts: Texts, folded: str) -> bool:
    if not folded.isalpha():
        return True
    queries = (tantivy.Query.term_query(SCHEMA, field, folded, option) for field, option in _FIELDS)
    return any(texts.searcher.search(query, 1, count=False).hits for query in queries)


def _nearest(texts: Texts, folded: str, reader: str) -> str:
    """Return the known word at the smallest distance, in its most frequent spelling; empty where there is none.

    Words in the reader's language come first, at any distance, then the most frequent. A single letter has no similar
    word, because it is one edit away from every other letter.
    """
    if len(folded) == 1:
        return ""
    own = tantivy.Query.term_query(SCHEMA, "language", reader, "basic")
    for is_own, edits in product((True, False), (1, 2) if len(folded) >= _TWO_EDITS_CHARS else (1,)):
        query = tantivy.Query.fuzzy_term_query(SCHEMA, "text", folded, edits)
        if is_own:
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, own)])
        hits = texts.searcher.search(query, _SAMPLED_TEXTS, count=False).hits
        near = Counter(word for _, address in hits for word in _similar(texts.words_at(address), folded, edits))
        if near:
            return min(near, key=lambda word: (-near[word], word))
    return ""


def _similar(words: Sequence[str], folded: str, edits: int) -> Iterable[str]:
    """Return the words within a distance of a folded word, repetitions included."""
    near = {word for word in set(words) if is_within(READING.folded[word], folded, edits)}
    return (word for word in words if word in near)


def is_within(one: str, other: str, edits: int) -> bool:
    """Return whether the optimal string alignment distance of two words is at most ``edits``.

    An edit inserts, deletes or replaces a letter, or swaps two neighbours.
    """
    if abs(len(one) - len(other)) > edits:
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
        if min(row) > edits and min(before) > edits:  # two rows, because a swap reaches back over one
            return False
    return row[-1] <= edits
