"""Text analysis for the index: passages become strings of folded words, of stems, and of compounds."""

from collections.abc import Sequence

from dateline.text.compounds import compounds
from dateline.text.words import base_language, fold, has_stemmer, joins_apostrophes, stem, tokenize

BORDER = "\N{PILCROW SIGN}"
"""Separates passages, so that no phrase matches across them; no query can contain it."""


class _Folded(dict[str, str]):
    """Folded form by word, cached."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._size = size

    def __missing__(self, word: str) -> str:
        if len(self) >= self._size:
            self.clear()
        folded = self[word] = fold(word)
        return folded


class _Stems(dict[str, str]):
    """Index term of the stem, ``language:stem``, by word of one language, cached; empty where there is no stem."""

    def __init__(self, size: int, language: str) -> None:
        super().__init__()
        self._size = size
        self._language = language

    def __missing__(self, word: str) -> str:
        if len(self) >= self._size:
            self.clear()
        stemmed = stem(word, self._language) if word != BORDER else ""
        term = self[word] = f"{self._language}:{stemmed}" if stemmed else ""
        return term


class Forms:
    """Caches of folded words and stems. A full cache is emptied, and soon holds the frequent words again.

    Args:
        size: most folded words in the cache, and most stems for each language; 1,000 take about 0.2 MB.
    """

    def __init__(self, size: int) -> None:
        self.folded = _Folded(size)
        self._size = size
        self._stems: dict[str, _Stems] = {}

    def stems(self, language: str) -> _Stems:
        """Return the stems of a language; they are empty where it has no stemmer."""
        tag = base_language(language)
        if tag not in self._stems:
            self._stems[tag] = _Stems(self._size, tag)
        return self._stems[tag]


WRITING = Forms(150_000)  # for the words of a whole archive
READING = Forms(15_000)  # for the words on pages; the smaller size keeps public processes small


def analysed(passages: Sequence[str], language: str) -> tuple[str, str]:
    """Return (folded words, stems) of passages, each separated by spaces; ``BORDER`` follows every passage's words."""
    # An ASCII word in lower case is its own folded form and has the same stem, which saves most look-ups.
    is_ascii = all(map(str.isascii, passages))
    texts = map(str.lower, passages) if is_ascii else passages
    words = [word for text in texts for word in (*tokenize(text, language), BORDER)]
    folded = words if is_ascii and not joins_apostrophes(language) else map(WRITING.folded.__getitem__, words)
    stemmed = map(WRITING.stems(language).__getitem__, words) if has_stemmer(language) else ()
    return " ".join(folded), " ".join(stemmed)


def joined(passages: Sequence[str], language: str) -> set[str]:
    """Return the compounds of passages, folded."""
    folded = WRITING.folded.__getitem__
    return {form for text in passages for _, _, form in compounds(text, language, folded)}
