"""Names in a text: words that are capitalised although they do not begin a sentence; acronyms."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from dateline.newsroom.desk.language.passages import Passage, sentences
from dateline.newsroom.desk.language.word_lists import SKIPPED_IN_ACRONYMS

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_CAPITALS = re.compile(r"(?<![\w&/.-])[^\W\d_a-zа-яё]{2,7}(?![\w&/]|\.\w|-\d)")
_APOSTROPHE = re.compile(r"[’']s?$")
_PERSON = re.compile(r"(?<=\w\w)(?:wo)?m[ae]n$")

MIN_LETTERS = 5
LONG_LETTERS = 9
"""From so many letters on, two letters may differ between spellings of a name; in shorter names only one."""


@dataclass(frozen=True)
class Name:
    """A name and its place in a passage."""

    passage: Passage
    start: int
    end: int

    @property
    def words(self) -> str:
        """Return the name as written."""
        return self.passage.text[self.start : self.end]


def names(passages: Iterable[Passage]) -> list[Name]:
    """Return the words that are capitalised inside a sentence and occur nowhere in lower case.

    Passages mostly in capitals are skipped.
    """
    passages = [passage for passage in passages if not is_loud(passage.text)]
    small = {word for passage in passages for word in _WORD.findall(passage.text) if word.islower()}
    found = [
        (Name(passage, *match.span()), match.start() in first)
        for passage in passages
        for first in [{start for start, _ in sentences(passage.text)}]
        for match in _WORD.finditer(passage.text)
        if match[0][0].isupper() and not match[0].isupper() and match[0].lower() not in small
    ]
    inside = {name.words for name, is_first in found if not is_first}
    return [name for name, is_first in found if not is_first or name.words in inside]


def is_loud(text: str) -> bool:
    """Tell whether a text is mostly in capitals."""
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) > len(letters) / 2


def is_variant_spelling(one: str, other: str) -> bool:
    """Tell whether two words are most likely one name in two spellings.

    They begin alike and differ inside. A difference at the end is an inflection, a derivation (Albania, Albanian) or
    a form of a title (Congressman, Congresswoman).
    """
    one, other = (_APOSTROPHE.sub("", word) for word in (one, other))
    if one.casefold() == other.casefold() or min(len(one), len(other)) < MIN_LETTERS:
        return False
    if folded(one) == folded(other):
        return True
    if _PERSON.sub("", one) == _PERSON.sub("", other):
        return False
    if one[0] != other[0] or not _ends_alike(one, other):
        return False
    allowed = 2 if min(len(one), len(other)) >= LONG_LETTERS else 1
    return DamerauLevenshtein.distance(one, other, score_cutoff=allowed) <= allowed


def folded(word: str) -> str:
    """Return a word in lower case, without diacritics and hyphens."""
    apart = unicodedata.normalize("NFKD", word.casefold().replace("ё", "е"))
    return "".join(sign for sign in apart if sign.isalpha() and not unicodedata.combining(sign))


def variant_spellings(found: Iterable[Name]) -> list[tuple[Name, str]]:
    """Return names that have a more frequent spelling, with that spelling; each at its first place.

    Of two equally frequent spellings, the first in the text is taken for the right one.
    """
    found = list(found)
    counts = Counter(name.words for name in found)
    firsts: dict[str, Name] = {}
    for name in found:
        firsts.setdefault(name.words, name)
    ranked = sorted(firsts, key=lambda word: (-counts[word], list(firsts).index(word)))
    pairs: list[tuple[Name, str]] = []
    for place, word in enumerate(ranked):
        usual = next((other for other in ranked[:place] if is_variant_spelling(word, other)), None)
        if usual is not None:
            pairs.append((firsts[word], usual))
    return pairs


def acronyms(passages: Iterable[Passage]) -> list[Name]:
    """Return the words in capitals that are not Roman numerals and occur nowhere in lower case.

    Passages in capitals are skipped.
    """
    passages = list(passages)
    small = {word.upper() for passage in passages for word in _WORD.findall(passage.text) if word.islower()}
    return [
        Name(passage, *match.span())
        for passage in passages
        if not is_loud(passage.text)
        for match in _CAPITALS.finditer(passage.text)
        if match[0].isupper() and match[0] not in small and not re.fullmatch(r"[IVXLCM]+", match[0])
    ]


def is_spelt_out(acronym: str, text: str) -> bool:
    """Tell whether a text expands an acronym: in brackets next to it, or in words with its initials."""
    escaped = re.escape(acronym)
    if re.search(rf"[^\W\d_]{{3,}}[»”\"’]?\s*[(\[]\s*(?:[^()]{{0,30}}[\s,–-])?{escaped}\b", text):
        return True
    if re.search(rf"\b{escaped}\s*(?:[(\[]|[–—]\s)[^()]{{0,4}}[^\W\d_]{{3,}}", text):
        return True
    initials = [word[0].casefold() for word in _WORD.findall(text) if word.lower() not in SKIPPED_IN_ACRONYMS]
    return acronym.casefold() in "".join(initials) and _in_capitals(acronym, text)


def _in_capitals(acronym: str, text: str) -> bool:
    """Tell whether consecutive words have these initials and the first one is capitalised."""
    words = [word for word in _WORD.findall(text) if word.lower() not in SKIPPED_IN_ACRONYMS and word != acronym]
    size = len(acronym)
    return any(
        words[place][0].isupper()
        and all(word[0].casefold() == sign.casefold() for word, sign in zip(words[place:], acronym, strict=False))
        for place in range(len(words) - size + 1)
    )


def _ends_alike(one: str, other: str) -> bool:
    """Tell whether the last three letters are the same."""
    return one[-3:].casefold() == other[-3:].casefold()
