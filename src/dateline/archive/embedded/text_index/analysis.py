"""Text made ready for the index: one string of folded words, one of stems that carry their language."""

from collections.abc import Sequence

from dateline.text.words import base, cut, fold, glues, has_stemmer, stem

BORDER = "\N{PILCROW SIGN}"
"""Stands between passages, so that no phrase runs across; no query holds it."""


class _Folded(dict[str, str]):
    """Word as it stands → folded, made once."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._size = size

    def __missing__(self, word: str) -> str:
        if len(self) >= self._size:
            self.clear()
        folded = self[word] = fold(word)
        return folded


class _Stems(dict[str, str]):
    """Word as it stands → its stem in one language, as the index holds it, made once."""

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
    """Remembers the forms of words; when it is full it is emptied, and the usual words are back at once.

    Args:
        size: words remembered, and again for each language; 1,000 take about 0.2 MB.
    """

    def __init__(self, size: int) -> None:
        self.folded = _Folded(size)
        self._size = size
        self._stems: dict[str, _Stems] = {}

    def stems(self, language: str) -> _Stems:
        """Return the memory of a language's stems; all of them empty where it has no stemmer."""
        tag = base(language)
        if tag not in self._stems:
            self._stems[tag] = _Stems(self._size, tag)
        return self._stems[tag]


WRITING = Forms(150_000)  # the words of a whole archive come by
READING = Forms(15_000)  # those of what is shown; public processes stay small


def analysed(passages: Sequence[str], language: str) -> tuple[str, str]:
    """Return (folded words, stems) of passages, each parted by spaces, with a border after every passage."""
    # In ASCII a word's small letters are its folded form and have its stem, which saves most of the looking up.
    small = all(map(str.isascii, passages))
    texts = map(str.lower, passages) if small else passages
    found = [word for text in texts for word in (*cut(text, language), BORDER)]
    folded = found if small and not glues(language) else map(WRITING.folded.__getitem__, found)
    stemmed = map(WRITING.stems(language).__getitem__, found) if has_stemmer(language) else ()
    return " ".join(folded), " ".join(stemmed)
