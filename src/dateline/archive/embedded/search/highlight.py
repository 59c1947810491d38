"""Highlighting: matches marked in the original text, and the extract around the first match."""

import html
from collections.abc import Collection, Iterable, Sequence
from itertools import compress

from dateline.archive.embedded.text_index.analysis import READING
from dateline.archive.search_terms import Term
from dateline.text.compounds import Compound, compounds
from dateline.text.words import (
    base_language,
    initial,
    spellings,
    stem_keeps_initial,
    token_spans,
    tokenize,
    typed_stems,
)

EXTRACT_CHARS = 240  # about two lines of a list
_CHARS_BEFORE = 80  # shown before the first match

Span = tuple[int, int]


class _FirstLetters(dict[str, str]):
    """``words.first`` by letter, cached; a few hundred letters have one."""

    def __missing__(self, letter: str) -> str:
        folded = initial(letter)
        if folded:
            self[letter] = folded
        return folded


_FIRST_LETTERS = _FirstLetters()


class Highlighter:
    """Marks the matches of one query in texts of one language.

    Args:
        terms: of the query.
        language: of the texts.
        sought: the compounds to mark; by default every word of the terms is looked for in compounds.
    """

    def __init__(self, terms: Sequence[Term], language: str, sought: Collection[str] | None = None) -> None:
        terms = [one for term in terms for one in (term, *term.either)]
        self._language = language
        self._stem_of = READING.stems(language)
        self._words = {form for term in terms for form in term.forms}
        self._words |= {term.folded[0] for term in terms if len(term.folded) == 1}
        self._sought = self._words if sought is None else sought
        self._stems = self._stems_of(terms) - {""}
        self._prefixes = tuple(term.folded[0] for term in terms if term.prefix)
        keeps_initial = stem_keeps_initial(language) and not self._prefixes
        self._first_letters = self._first_letters_of_terms() if keeps_initial else frozenset()
        self._phrases = [term.folded for term in terms if len(term.folded) > 1]
        self._phrases += [pair for term in terms for pair in term.pairs]

    def _stems_of(self, terms: Sequence[Term]) -> set[str]:
        words = [word for term in terms if term.word for word in (term.word, *spellings(term.word))]
        if base_language(self._language) == "ar":
            return {f"ar:{stem}" for word in words for stem in typed_stems(word, self._language)}
        return {self._stem_of[word] for word in words}

    def _first_letters_of_terms(self) -> frozenset[str]:
        """Return the first letters of possible matches; the empty string is for words whose letter decides nothing."""
        stems = (stem.partition(":")[2] for stem in self._stems)
        return frozenset({"", *(word[:1] for word in (*self._words, *stems))})

    def hits(self, text: str) -> list[Span]:
        """Return the spans to mark, in order; touching ones are merged."""
        matching = self._matching(tokenize(text, self._language))
        hits = [(start, end) for start, end, form in self._compounds(text) if form in self._sought]
        if not hits and not self._phrases and True not in matching:
            return []
        hits += compress(token_spans(text, self._language), matching)
        if self._phrases:
            places = list(token_spans(text, self._language))
            hits += self._phrase_hits(places, [READING.folded[text[start:end]] for start, end in places])
        return _merged(hits)

    def _matching(self, words: list[str]) -> list[bool]:
        """Return for each word whether it matches. The first letter rules out most words, so few must be folded."""
        typed, stems, folded, stem_of = self._words, self._stems, READING.folded, self._stem_of
        first_letters, prefixes = self._first_letters, self._prefixes
        if prefixes:
            return [
                folded[word] in typed or stem_of[word] in stems or folded[word].startswith(prefixes) for word in words
            ]
        if not first_letters:
            return [folded[word] in typed or stem_of[word] in stems for word in words]
        return [
            _FIRST_LETTERS[word[0]] in first_letters and (folded[word] in typed or stem_of[word] in stems)
            for word in words
        ]

    def _compounds(self, text: str) -> Iterable[Compound]:
        return compounds(text, self._language, READING.folded.__getitem__) if self._sought else ()

    def headline(self, text: str) -> str:
        """Return a text as HTML with its matches in ``<mark>``."""
        return _marked(text, self.hits(text), 0, len(text))

    def extract(self, passages: Sequence[str]) -> str:
        """Return about two lines around the first match as HTML; without a match the whole first passage."""
        for passage in passages:
            hits = self.hits(passage)
            if hits:
                start, end = _window(passage, hits[0])
                before, behind = "… " if start else "", " …" if end < len(passage) else ""
                return before + _marked(passage, hits, start, end) + behind
        return html.escape(passages[0]) if passages else ""

    def _phrase_hits(self, places: list[Span], folded: list[str]) -> list[Span]:
        places = [place for place, word in zip(places, folded, strict=True) if word]
        folded = [word for word in folded if word]
        return [
            (places[i][0], places[i + len(phrase) - 1][1])
            for phrase in self._phrases
            for i in range(len(folded) - len(phrase) + 1)
            if tuple(folded[i : i + len(phrase)]) == phrase
        ]


def _merged(hits: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(hits):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _window(passage: str, hit: Span) -> Span:
    """Return the part of a passage to show: whole words, about ``EXTRACT_CHARS``, the match included."""
    if len(passage) <= EXTRACT_CHARS:
        return 0, len(passage)
    start = max(0, hit[0] - _CHARS_BEFORE)
    if start:
        start = passage.find(" ", start, hit[0]) + 1 or hit[0]
    end = min(len(passage), max(start + EXTRACT_CHARS, hit[1]))
    if end < len(passage):
        space = passage.rfind(" ", hit[1], end)
        end = space if space > 0 else end
    return start, end


def _marked(text: str, hits: Sequence[Span], start: int, end: int) -> str:
    parts, at = [], start
    for begin, finish in hits:
        if begin < start or finish > end:
            continue
        parts += [html.escape(text[at:begin]), "<mark>", html.escape(text[begin:finish]), "</mark>"]
        at = finish
    return "".join([*parts, html.escape(text[at:end])])
