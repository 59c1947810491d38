"""Text made ready for the index: one string of folded words, one of stems that carry their language."""

from collections.abc import Iterable

from dateline.plain.words import base, cut, fold, stem

BORDER = "\N{PILCROW SIGN}"
"""Stands between passages, so that no phrase runs across; no query holds it."""

FORMS = 100_000  # words remembered per language, about 15 MB; a newsroom's usual words are among the first


class _Forms(dict[str, tuple[str, str]]):
    """Word as it stands → (folded, stem with its language), made once."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def __missing__(self, word: str) -> tuple[str, str]:
        if len(self) >= FORMS:
            self.clear()
        stemmed = stem(word, self.language)
        forms = self[word] = (fold(word), f"{base(self.language)}:{stemmed}" if stemmed else "")
        return forms


_forms: dict[str, _Forms] = {}


def forms(language: str) -> _Forms:
    """Return the memory of a language's words: word as it stands → (folded, stem with its language)."""
    tag = base(language)
    if tag not in _forms:
        _forms[tag] = _Forms(tag)
    return _forms[tag]


def stem_term(word: str, language: str) -> str:
    """Return the stem of a word as the index holds it; empty where the language has no stemmer."""
    return forms(language)[word][1]


def analysed(passages: Iterable[str], language: str) -> tuple[str, str]:
    """Return (folded words, stems) of passages, each parted by spaces, with a border after every passage."""
    known = forms(language)
    folded: list[str] = []
    stems: list[str] = []
    for passage in passages:
        found = [known[word] for word in cut(passage, language)]
        folded += [one for one, _ in found if one]
        folded.append(BORDER)
        stems += [one for _, one in found if one]
    return " ".join(folded), " ".join(stems)
