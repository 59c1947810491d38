"""Marking hits in the text as it stands, and choosing what of a text to show."""

import html
from collections.abc import Sequence
from itertools import compress

from dateline.archive.embedded.text_index.analysis import READING
from dateline.archive.search_terms import Term
from dateline.text.words import cut, first, keeps_first, spans

EXTRACT = 240  # characters, about two lines of a list
_BEFORE = 80  # characters shown before the first hit

Span = tuple[int, int]


class _First(dict[str, str]):
    """Letter → what ``first`` makes of it, made once; there are a few hundred that tell something."""

    def __missing__(self, letter: str) -> str:
        folded = first(letter)
        if folded:
            self[letter] = folded
        return folded


_FIRST = _First()


class Highlighter:
    """Marks the terms of one query in texts of one language."""

    def __init__(self, terms: Sequence[Term], language: str) -> None:
        self._language = language
        self._stem_of = READING.stems(language)
        self._words = {term.folded[0] for term in terms if len(term.folded) == 1}
        self._words |= {term.joined for term in terms if term.joined}
        self._stems = {self._stem_of[term.word] for term in terms if term.word} - {""}
        self._firsts = self._begins() if keeps_first(language) else frozenset()
        self._phrases = [term.folded for term in terms if len(term.folded) > 1]

    def _begins(self) -> frozenset[str]:
        """Return with which letters words begin that may be hits; empty stands for letters that tell nothing."""
        stems = (stem.partition(":")[2] for stem in self._stems)
        return frozenset({"", *(word[:1] for word in (*self._words, *stems))})

    def hits(self, text: str) -> list[Span]:
        """Return the spans to mark, in order, none touching another."""
        marked = self._marks(cut(text, self._language))
        if not self._phrases and True not in marked:
            return []
        found = list(compress(spans(text, self._language), marked))
        if self._phrases:
            places = list(spans(text, self._language))
            found += self._phrase_hits(places, [READING.folded[text[start:end]] for start, end in places])
        return _joined(found)

    def _marks(self, found: list[str]) -> list[bool]:
        """Say of each word as it stands whether it was typed; most are told by their first letter."""
        words, stems, folded, stem_of = self._words, self._stems, READING.folded, self._stem_of
        if not self._firsts:
            return [folded[word] in words or stem_of[word] in stems for word in found]
        firsts = self._firsts
        return [_FIRST[word[0]] in firsts and (folded[word] in words or stem_of[word] in stems) for word in found]

    def headline(self, text: str) -> str:
        """Return a whole text with its hits marked, everything else escaped."""
        return _marked(text, self.hits(text), 0, len(text))

    def extract(self, passages: Sequence[str]) -> str:
        """Return the first passage that holds a hit, cut to about two lines around it, or else the first one."""
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


def _joined(found: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _window(passage: str, hit: Span) -> Span:
    """The part of a passage to show: whole words, about the wished length, the hit within."""
    if len(passage) <= EXTRACT:
        return 0, len(passage)
    start = max(0, hit[0] - _BEFORE)
    if start:
        start = passage.find(" ", start, hit[0]) + 1 or hit[0]
    end = min(len(passage), max(start + EXTRACT, hit[1]))
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
