"""Text made ready for the index: one string of folded words, one of stems that carry their language."""

from collections.abc import Sequence

from dateline.plain.words import base, cut, fold, glues, has_stemmer, stem

BORDER = "\N{PILCROW SIGN}"
"""Stands between passages, so that no phrase runs across; no query holds it."""

FORMS = 40_000  # words remembered per language, about 8 MB; the usual ones are back at once when it was emptied


class _Folded(dict[str, str]):
    """Word as it stands → folded, made once."""

    def __missing__(self, word: str) -> str:
        if len(self) >= FORMS:
            self.clear()
        folded = self[word] = fold(word)
        return folded


class _Stems(dict[str, str]):
    """Word as it stands → its stem in one language, as the index holds it, made once."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def __missing__(self, word: str) -> str:
        if len(self) >= FORMS:
            self.clear()
        stemmed = stem(word, self.language) if word != BORDER else ""
        term = self[word] = f"{self.language}:{stemmed}" if stemmed else ""
        return term


FOLDED = _Folded()
_stems: dict[str, _Stems] = {}


def stems(language: str) -> _Stems:
    """Return the memory of a language's stems; all of them empty where it has no stemmer."""
    tag = base(language)
    if tag not in _stems:
        _stems[tag] = _Stems(tag)
    return _stems[tag]


def analysed(passages: Sequence[str], language: str) -> tuple[str, str]:
    """Return (folded words, stems) of passages, each parted by spaces, with a border after every passage."""
    # In ASCII a word's small letters are its folded form and have its stem, which saves most of the looking up.
    small = all(map(str.isascii, passages))
    texts = map(str.lower, passages) if small else passages
    found = [word for text in texts for word in (*cut(text, language), BORDER)]
    folded = found if small and not glues(language) else map(FOLDED.__getitem__, found)
    stemmed = map(stems(language).__getitem__, found) if has_stemmer(language) else ()
    return " ".join(folded), " ".join(stemmed)
