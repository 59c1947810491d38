"""Names in a text: words that are capitalised where nothing but a name asks for it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from dateline.newsroom.desk.wording.passages import Passage
from dateline.newsroom.desk.wording.sentences import sentences

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_CAPITALS = re.compile(r"(?<![\w&/.-])[^\W\d_a-zа-яё]{2,7}(?![\w&/]|\.\w|-\d)")
_APOSTROPHE = re.compile(r"[’']s?$")
_PERSON = re.compile(r"(?<=\w\w)(?:wo)?m[ae]n$")
_BINDS = {
    "of",
    "the",
    "de",
    "du",
    "des",
    "la",
    "le",
    "von",
    "van",
    "der",
    "and",
    "et",
    "и",
    "для",
    "по",
    "on",
    "for",
    "in",
}

SHORTEST = 5
LONG = 9
"""Letters a name has to have to be compared, and to be taken for another with two letters changed."""


@dataclass(frozen=True)
class Name:
    """A name and where it stands."""

    passage: Passage
    start: int
    end: int

    @property
    def words(self) -> str:
        """Return it as written."""
        return self.passage.text[self.start : self.end]


def names(passages: Iterable[Passage]) -> list[Name]:
    """Return the capitalised words that are names: not only first in a sentence, and never in small letters.

    Passages mostly in capitals are left out.
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


def is_other_spelling(one: str, other: str) -> bool:
    """Tell whether two words are most likely one name, spelt in two ways.

    They begin alike and differ inside: what differs at the end is an inflection or a derivation (Albania, Albanian),
    or says of whom an office speaks (Congressman, Congresswoman).
    """
    one, other = (_APOSTROPHE.sub("", word) for word in (one, other))
    if one.casefold() == other.casefold() or min(len(one), len(other)) < SHORTEST:
        return False
    if folded(one) == folded(other):
        return True
    if _PERSON.sub("", one) == _PERSON.sub("", other):
        return False
    if one[0] != other[0] or not _ends_alike(one, other):
        return False
    allowed = 2 if min(len(one), len(other)) >= LONG else 1
    return DamerauLevenshtein.distance(one, other, score_cutoff=allowed) <= allowed


def folded(word: str) -> str:
    """Return a word in small letters, without marks and hyphens."""
    apart = unicodedata.normalize("NFKD", word.casefold().replace("ё", "е"))
    return "".join(sign for sign in apart if sign.isalpha() and not unicodedata.combining(sign))


def spellings(found: Iterable[Name]) -> list[tuple[Name, str]]:
    """Return names with the other, more frequent spelling; each spelling once, where it first stands.

    Two spellings that are equally frequent count by their order: the first is taken for the right one.
    """
    found = list(found)
    counts = Counter(name.words for name in found)
    firsts: dict[str, Name] = {}
    for name in found:
        firsts.setdefault(name.words, name)
    ranked = sorted(firsts, key=lambda word: (-counts[word], list(firsts).index(word)))
    pairs: list[tuple[Name, str]] = []
    for place, word in enumerate(ranked):
        usual = next((other for other in ranked[:place] if is_other_spelling(word, other)), None)
        if usual is not None:
            pairs.append((firsts[word], usual))
    return pairs


def acronyms(passages: Iterable[Passage]) -> list[Name]:
    """Return the words in capitals that are no Roman numerals and stand nowhere in small letters.

    Passages in capitals are left out.
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
    """Tell whether a text says what an acronym stands for: in brackets beside it, or by words with its initials."""
    escaped = re.escape(acronym)
    if re.search(rf"[^\W\d_]{{3,}}[»”\"’]?\s*[(\[]\s*(?:[^()]{{0,30}}[\s,–-])?{escaped}\b", text):
        return True
    if re.search(rf"\b{escaped}\s*(?:[(\[]|[–—]\s)[^()]{{0,4}}[^\W\d_]{{3,}}", text):
        return True
    initials = [word[0].casefold() for word in _WORD.findall(text) if word.lower() not in _BINDS]
    return acronym.casefold() in "".join(initials) and _in_capitals(acronym, text)


def _in_capitals(acronym: str, text: str) -> bool:
    """Tell whether words with these initials stand in a row, the first one capitalised."""
    words = [word for word in _WORD.findall(text) if word.lower() not in _BINDS and word != acronym]
    size = len(acronym)
    return any(
        words[place][0].isupper()
        and all(word[0].casefold() == sign.casefold() for word, sign in zip(words[place:], acronym, strict=False))
        for place in range(len(words) - size + 1)
    )


def _ends_alike(one: str, other: str) -> bool:
    """Tell whether the last three letters are the same."""
    return one[-3:].casefold() == other[-3:].casefold()
