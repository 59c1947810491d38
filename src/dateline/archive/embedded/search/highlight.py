"""Highlighting: matches marked in the original text, and the extract around the first match."""

import html
from collections.abc import Sequence
from itertools import compress

from dateline.archive.embedded.text_index.analysis import READING
from dateline.archive.search_terms import Term
from dateline.text.words import initial, stem_keeps_initial, token_spans, tokenize

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
    """Marks the matches of one query in texts of one language."""

    def __init__(self, terms: Sequence[Term], language: str) -> None:
        self._language = language
        self._stem_of = READING.stems(language)
        self._words = {term.folded[0] for term in terms if len(term.folded) == 1}
        self._words |= {term.joined for term in terms if term.joined}
        self._stems = {self._stem_of[term.word] for term in terms if term.word} - {""}
        self._first_letters = self._first_letters_of_terms() if stem_keeps_initial(language) else frozenset()
        self._phrases = [term.folded for term in terms if len(term.folded) > 1]

    def _first_letters_of_terms(self) -> frozenset[str]:
        """Return the first letters of possible matches; the empty string stands for undecidable letters."""
        stems = (stem.partition(":")[2] for stem in self._stems)
        return frozenset({"", *(word[:1] for word in (*self._words, *stems))})

    def hits(self, text: str) -> list[Span]:
        """Return the spans to mark, in order; touching ones are merged."""
        matching = self._matching(tokenize(text, self._language))
        if not self._phrases and True not in matching:
            return []
        hits = list(compress(token_spans(text, self._language), matching))
        if self._phrases:
            places = list(token_spans(text, self._language))
            hits += self._phrase_hits(places, [READING.folded[text[start:end]] for start, end in places])
        return _merged(hits)

    def _matching(self, words: list[str]) -> list[bool]:
        """Return for each word whether it matches; most are ruled out by their first letter, without folding."""
        typed, stems, folded, stem_of = self._words, self._stems, READING.folded, self._stem_of
        first_letters = self._first_letters
        if not first_letters:
            return [folded[word] in typed or stem_of[word] in stems for word in words]
        return [
            _FIRST_LETTERS[word[0]] in first_letters and (folded[word] in typed or stem_of[word] in stems)
            for word in words
        ]

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
