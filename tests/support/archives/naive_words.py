"""A second way to split, fold and stem words, so that faults in ``dateline.text.words`` show.

Nothing here may import from ``dateline``. Scripts are recognised by Unicode names, not by ranges of code points.
"""

import re
import unicodedata
from functools import cache

import Stemmer

APOSTROPHES = "'‘’ʻʼʹ´`′＇"
JOINERS = "\u00ad\u200b\u200c\u200d\u2060"
TATWEEL = "\u0640"
INSIDE_WORDS = ("be", "uk", "uz")
"""Languages that write an apostrophe inside a word."""

WITHOUT_SPACES = (
    "CJK UNIFIED", "CJK COMPATIBILITY", "HIRAGANA", "KATAKANA", "HALFWIDTH KATAKANA", "HANGUL SYLLABLE", "THAI", "LAO",
    "MYANMAR", "KHMER",
)  # fmt: skip
INDIC = (
    "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA"
)  # fmt: skip
DROPPED_MARKS = ("COMBINING", "HEBREW", "ARABIC")
KEPT_MARKS = ("COMBINING KATAKANA",)

LETTERS = {
    "đ": "d", "ð": "d", "ø": "o", "ł": "l", "ı": "i", "ħ": "h", "ŧ": "t", "ə": "a", "æ": "ae", "œ": "oe", "þ": "th",
    "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه",
}  # fmt: skip

HAMZAS = "ئؤأء"
HALF_WIDTH_MARKS = "ﾞﾟ"

SIMPLIFIED = {
    "東": "东",
    "選": "选",
    "舉": "举",
    "監": "监",
    "視": "视",
    "氣": "气",
    "歐": "欧",
    "會": "会",
    "變": "变",
    "議": "议",
}
"""Traditional Chinese characters that tests use."""

STEMMERS = {
    "bs": "serbian", "hr": "serbian",
    "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian",
    "ne": "nepali", "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip


def _named(char: str, beginnings: tuple[str, ...]) -> bool:
    return unicodedata.name(char, "").startswith(beginnings)


def is_without_spaces(char: str) -> bool:
    """Say whether a character, or a mark on one, is of a script without spaces."""
    return _named(char, WITHOUT_SPACES)


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) in ("Mn", "Mc")


def stands_alone(char: str) -> bool:
    """Say whether a character is of a script without spaces, where each is a word of its own."""
    return char.isalnum() and is_without_spaces(char) and char not in HALF_WIDTH_MARKS


def _belongs(char: str) -> bool:
    """Say whether a character may stand inside a word that has begun."""
    inside = char.isalnum() or char in JOINERS or (_is_mark(char) and _named(char, (*DROPPED_MARKS, *INDIC)))
    return inside and not stands_alone(char)


@cache
def words(text: str, language: str = "") -> tuple[tuple[int, int], ...]:
    """Return (start, end) of each word of a text."""
    places, at = [], 0
    apostrophes = APOSTROPHES if language.split("-", maxsplit=1)[0].lower() in INSIDE_WORDS else ""
    while at < len(text):
        start = at
        if stands_alone(text[at]):
            at += 1
            while at < len(text) and (
                text[at] in HALF_WIDTH_MARKS
                or (_is_mark(text[at]) and _named(text[at], (*WITHOUT_SPACES, *KEPT_MARKS)))
            ):
                at += 1
        elif text[at].isalnum():
            while at < len(text) and (
                _belongs(text[at]) or (text[at] in apostrophes and text[at + 1 : at + 2].isalnum())
            ):
                at += 1
        else:
            at += 1
            continue
        places.append((start, at))
    return tuple(places)


def cut(text: str, language: str = "") -> list[str]:
    return [text[start:end] for start, end in words(text, language)]


@cache
def fold(word: str) -> str:
    """Return the form in which words are compared: no case, no accents, one form of each letter."""
    folded = ""
    for char in unicodedata.normalize("NFD", unicodedata.normalize("NFKC", word).casefold()):
        is_dropped_mark = _is_mark(char) and _named(char, DROPPED_MARKS) and not _named(char, KEPT_MARKS)
        if not (is_dropped_mark or char in APOSTROPHES + JOINERS + TATWEEL or char.isspace()):
            digit = unicodedata.digit(char, None) if _named(char, ("ARABIC-INDIC", "EXTENDED ARABIC")) else None
            folded += LETTERS.get(char, char) if digit is None else str(digit)
    return "".join(SIMPLIFIED.get(char, char) for char in unicodedata.normalize("NFC", folded))


@cache
def stem(word: str, language: str) -> str:
    """Return the folded stem of a word; empty for languages without a stemmer."""
    tag = language.split("-", maxsplit=1)[0].lower()
    if tag == "ar":
        return _light10(fold(word))
    if tag == "uk":
        return fold(_ukrainian("".join(c for c in unicodedata.normalize("NFKC", word).lower() if c not in APOSTROPHES)))
    if tag not in STEMMERS:
        return ""
    written = unicodedata.normalize("NFKC", word).lower().replace("ё", "е").replace("ß", "ss")
    return fold(Stemmer.Stemmer(STEMMERS[tag]).stemWord(written)) or fold(word)


@cache
def wished_stems(word: str, language: str) -> frozenset[str]:
    """Return the stems that a typed word may have in a text; in Arabic with and without prepositions of one letter."""
    if language.split("-", maxsplit=1)[0].lower() != "ar" or not _named(fold(word)[:1], ("ARABIC",)):
        return frozenset({stem(word, language)} - {""})
    bare = _without_beginning(fold(word))
    own = {_without_ends(bare)} | ({_without_ends(bare[1:])} if bare[0] in "بلك" and len(bare) > 5 else set())
    return frozenset(own | {letter + one for letter in "بلك" for one in own})


def spelled(word: str) -> list[str]:
    """Return the word and its other spellings: the same hamza on another letter."""
    found = {word}
    for one in HAMZAS:
        found |= {word[:1] + word[1:].replace(one, other) for other in HAMZAS}
    for letters in ("åaa", "ÅAa", "äae", "ÄAe", "öoe", "ÖOe", "øoe", "ØOe", "üue", "ÜUe"):
        found.add(word.replace(letters[0], letters[1:]))
    return [word, *sorted(other for other in found if fold(other) != fold(word))]


def _light10(folded: str) -> str:
    """Source: Larkey, Ballesteros, Connell, "Light Stemming for Arabic Information Retrieval", 2007."""
    return _without_ends(_without_beginning(folded))


def _without_beginning(folded: str) -> str:
    for beginning in ("ال", "بال", "كال", "لل"):
        for conjunction in ("", "و", "ف"):
            if folded.startswith(conjunction + beginning) and len(folded) >= len(conjunction + beginning) + 2:
                return folded[len(conjunction + beginning) :]
    return folded[1:] if folded[:1] == "و" and len(folded) >= 4 else folded


def _without_ends(folded: str) -> str:
    for ending in ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي"):
        folded = re.sub(f"(?<=..){ending}$", "", folded)
    return folded


def _ukrainian(word: str) -> str:
    ends = (
        "ьому|ями|ами|ому|ого|ими|єму|його|ах|ях|ам|ям|ом|ем|єм|ою|ею|єю|ій|їй|ий|ої|ей|их|іх|їх|им|ім|їм"
        "|а|я|о|е|є|и|і|ї|у|ю|ь|й"
    )
    if word in ("від", "під", "між", "ніж", "він", "біля", "крізь"):
        return word
    bare = re.sub(f"(?<=...)(?:{ends})$", "", word)
    stem_ = re.sub("(?<=...)[іїоеє]в$", "", bare)
    if stem_ == word:
        stem_ = re.sub("і(?=[^аеєиіїоуюяь]$)", "о", re.sub("ї(?=[^аеєиіїоуюяь]$)", "є", word))
    return re.sub("ц$", "к", re.sub("з$", "г", stem_))
