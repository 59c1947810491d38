"""Split text into words, and reduce words to the form in which texts and queries are compared.

Text is tokenized as it stands, so that hits can be highlighted in it. Each word is stemmed where its language has a
stemmer, and folded: case, accents and variants of letters are dropped. Diacritics are dropped in the scripts whose
readers type without them (Latin, Greek, Cyrillic, Arabic, Hebrew), never in Indic, Thai or Japanese, where they are
letters.

Source: Unicode Standard Annex 15 (NFKC); Snowball stemmers through PyStemmer; ``light_stems`` for Arabic and Ukrainian.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import Stemmer

from dateline.text.chinese import FIRST as FIRST_CHINESE
from dateline.text.chinese import simplified
from dateline.text.light_stems import arabic_stem, arabic_stems, ukrainian_stem

APOSTROPHES = "'\u2018\u2019\u02bb\u02bc\u02b9\u00b4\u0060\u2032\uff07"
_JOINERS = "\u00ad\u200b-\u200d\u2060"  # soft hyphen, joiners, zero-width space: invisible inside words
_MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670\u06d6-\u06ed"
_INDIC = "\u0900-\u0963\u0966-\u0dff"
# Chinese, Japanese (kana of half width as well), Korean, then Thai, Lao, Burmese, Khmer with their marks: written
# without spaces
_UNSPACED = "\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af\uff66-\uff9d"
_UNSPACED += "\U00020000-\U0003fffd"
_UNSPACED += "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_UNSPACED_MARKS = (
    "\u3099\u309a\uff9e\uff9f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u1056-\u1059"
)
_UNSPACED_MARKS += "\u17b4-\u17d3"

_RUN = rf"(?:(?![{_UNSPACED}])[^\W_]|[{_INDIC}])(?:(?![{_UNSPACED}])[^\W_]|[{_INDIC}{_MARKS}{_JOINERS}])*"
_WORD = re.compile(rf"[{_UNSPACED}][{_UNSPACED_MARKS}]*|{_RUN}")
# a faster pattern (a quarter of the time) with the same matches in texts where _NOT_PLAIN matches nothing
_PLAIN_WORD = re.compile(r"[^\W_]+")
_NOT_PLAIN = re.compile(rf"[{_UNSPACED}{_INDIC}{_MARKS}{_JOINERS}]")
_JOINED = re.compile(rf"[{_UNSPACED}][{_UNSPACED_MARKS}]*|{_RUN}(?:[{APOSTROPHES}]{_RUN})*")
_JOINING = frozenset({"be", "uk", "uz"})  # languages in which an apostrophe is part of a word
_STARTS_UNSPACED = re.compile(rf"[{_UNSPACED}]")

_WITHOUT_APOSTROPHES = dict.fromkeys(map(ord, APOSTROPHES))
_DROPPED = re.compile(rf"[{_MARKS}{_JOINERS}{APOSTROPHES}\u0640]+")
_LETTERS: dict[int, int | str] = {
    **str.maketrans("đðøłıħŧə", "ddolihta"),
    **str.maketrans("ٱىیکة", "ايي\u0643ه"),  # alef wasla, three ya, Persian kaf, ta marbuta
    **str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789"),
    ord("æ"): "ae",
    ord("œ"): "oe",
    ord("þ"): "th",
}

# fmt: off
_ALGORITHMS = {
    "bs": "serbian", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish",
    "fr": "french", "ga": "irish", "hi": "hindi", "hr": "serbian", "hu": "hungarian", "hy": "armenian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch",
    "nn": "norwegian", "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}
# fmt: on

# These stemmers keep the first letter of a word; others remove prefixes or change the script.
_KEEP_FIRST = frozenset(
    {"ca", "da", "de", "en", "es", "fi", "fr", "hu", "it", "nb", "nn", "no", "pt", "ro", "ru", "sv"}
)
_FIRST_AMBIGUOUS = "\u0590"  # from this character on, folding may join the first letter with the next one

_HAMZAS = "ئؤأء"
_TWO_LETTERS = tuple(
    pair
    for one, two in (("å", "aa"), ("ä", "ae"), ("ö", "oe"), ("ø", "oe"), ("ü", "ue"))
    for pair in ((one, two), (one.upper(), two.capitalize()))
)
_DIGRAPH = re.compile("a[ae]|[ou]e")

_stemmers: dict[str, Stemmer.Stemmer] = {}


@lru_cache(1_000)
def base_language(language: str) -> str:
    """Return the primary subtag of a BCP 47 tag in lower case, such as ``de`` of ``de-CH``."""
    return language.partition("-")[0].lower()


def token_spans(text: str, language: str = "") -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each word in the text, in order.

    An apostrophe separates two words (``l'élection``), except in languages that write it inside words.
    """
    return map(re.Match.span, _pattern(text, language).finditer(text))


def tokenize(text: str, language: str = "") -> list[str]:
    """Return the words of a text as written, in order; those that `token_spans` yields."""
    return _pattern(text, language).findall(text)


def _pattern(text: str, language: str) -> re.Pattern[str]:
    if joins_apostrophes(language):
        return _JOINED
    return _WORD if _NOT_PLAIN.search(text) else _PLAIN_WORD


def joins_apostrophes(language: str) -> bool:
    """Return whether a language writes apostrophes inside words."""
    return base_language(language) in _JOINING


def is_unspaced(word: str) -> bool:
    """Return whether a word is one letter of a script without spaces, so that neighbours belong together."""
    return _STARTS_UNSPACED.match(word) is not None


def fold(word: str) -> str:
    """Return the form in which words are compared; empty for a word of nothing but diacritics.

    ``Korça`` and ``Korca``, ``ШУШАРИ`` and ``Шушари``, ``straße`` and ``STRASSE`` have the same form.
    """
    if word.isascii():
        return word.lower().replace("'", "")
    folded = unicodedata.normalize("NFKC", word).casefold()
    folded = _DROPPED.sub("", unicodedata.normalize("NFD", folded))
    folded = "".join(unicodedata.normalize("NFC", folded).translate(_LETTERS).split())
    return folded if folded < FIRST_CHINESE else folded.translate(simplified())


def stem(word: str, language: str) -> str:
    """Return the folded stem of a word of a language; empty where the language has no stemmer."""
    tag = base_language(language)
    if tag == "ar":
        return arabic_stem(fold(word))
    if tag == "uk":
        return fold(ukrainian_stem(_plain(word).translate(_WITHOUT_APOSTROPHES))) or fold(word)
    algorithm = _ALGORITHMS.get(tag)
    if algorithm is None:
        return ""
    stemmer = _stemmers.get(tag)
    if stemmer is None:
        stemmer = _stemmers[tag] = Stemmer.Stemmer(algorithm, 0)
    # for ASCII, lower case gives the same result in a third of the time
    plain = word.lower() if word.isascii() else _plain(word).replace("ё", "е").replace("ß", "ss")
    return fold(stemmer.stemWord(plain)) or fold(word)


def typed_stems(word: str, language: str) -> tuple[str, ...]:
    """Return the stems that a typed word may have in texts of a language; empty where it has no stemmer.

    One, except in Arabic, which writes some prepositions as part of the word.
    """
    if base_language(language) == "ar":
        return arabic_stems(fold(word))
    one = stem(word, language)
    return (one,) if one else ()


def spellings(word: str) -> tuple[str, ...]:
    """Return the other spellings of a word: a hamza on another letter (``مسئول``, ``مسؤول``), ``å`` as ``aa``.

    Spellings that fold alike are left out.
    """
    if word.isascii():
        return ()
    others = [word[:1] + word[1:].replace(one, other) for one in _HAMZAS for other in _HAMZAS if one in word[1:]]
    others += [word.replace(letter, letters) for letter, letters in _TWO_LETTERS if letter in word]
    return tuple(dict.fromkeys(other for other in others if fold(other) != fold(word)))


def without_digraphs(folded: str) -> str:
    """Return a folded word with one letter for each of ``aa``, ``ae``, ``oe``, ``ue``: ``muenchen`` is ``München``."""
    return _DIGRAPH.sub(lambda letters: letters[0][0], folded)


def _plain(word: str) -> str:
    return unicodedata.normalize("NFKC", word).lower()


def stem_keeps_initial(language: str) -> bool:
    """Return whether words of a language and their stems have the same `initial`."""
    return base_language(language) in _KEEP_FIRST


def initial(letter: str) -> str:
    """Return the first letter, folded, of the words that begin with this letter.

    Return an empty string for letters whose folded form can depend on the letter after them.
    """
    return fold(letter)[:1] if letter < _FIRST_AMBIGUOUS else ""


def has_stemmer(language: str) -> bool:
    """Return whether a language has a stemmer."""
    return base_language(language) in _ALGORITHMS or base_language(language) in ("ar", "uk")
