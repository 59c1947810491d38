"""Fold texts for comparison with names of months and weekdays, and know the original place of each character."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
"""Accents, Hebrew points and Arabic vowels, which folding drops. Vowel signs of other scripts distinguish words."""

_SAME = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
        **dict.fromkeys("’‘ʼ`´′ʻ", "'"),
        **dict.fromkeys("أإآٱ", "ا"),
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ة": "ه",
        "ۀ": "ه",
        "ı": "i",
        "،": ",",
        "、": ",",
        "，": ",",
        "⹁": ",",
    }
)


@dataclass(frozen=True)
class Folded:
    """A folded text.

    Attributes:
        places: for each of its characters the place in the original; one more for the end.
    """

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place of a part in the original; characters that folding drops at its end are not in it."""
        return self.places[start], self.places[end - 1] + 1 if end > start else self.places[start]


@lru_cache(maxsize=8192)
def _fold_character(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Cf", "Cc") and not character.isspace():
        return ""
    if category in ("No", "Zs", "Zl", "Zp") or character.isspace():
        return " "  # a superscript digit is a mark of a footnote
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", character).translate(_SAME))
    return unicodedata.normalize("NFC", _MARKS.sub("", plain)).lower().translate(_SAME)


def fold_with_places(text: str) -> Folded:
    """Return a text without case, accents and invisible characters, with digits of any script as 0 to 9."""
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for folded in _MARKS.sub("", _fold_character(character)):
            characters.append(folded)
            places.append(place)
    return Folded("".join(characters), (*places, len(text)))


def fold(text: str) -> str:
    """Return a text as `fold_with_places` does, without the places."""
    return fold_with_places(text).text


def key(name: str) -> str:
    """Return the key by which names are compared: folded, without blanks, stops, hyphens and leading zeros."""
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", re.sub(r"[\s.'-]", "", fold(name)))


def name_pattern(name: str) -> str:
    """Return a regular expression for a name in folded texts: blanks, stops and hyphens in it may be missing."""
    folded = re.sub(r"^[\s.]+|[\s.]+$", "", fold(name.replace("\u200c", " ")))
    parts = [part for part in re.split(r"[\s.-]+", folded) if part]
    pattern = r"[\s.-]{0,2}".join(re.sub(r"^[0-9]", r"0?\g<0>", re.escape(part)) for part in parts)
    if folded[:1].isdigit():
        pattern = rf"(?<![0-9]){pattern}"
    return rf"{pattern}(?![0-9])" if folded[-1:].isdigit() else pattern
