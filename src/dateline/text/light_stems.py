"""Light stemmers for languages that Snowball serves badly or not at all: Arabic and Ukrainian.

A light stemmer removes endings and prefixes by rules, without a dictionary.
"""

import re

# Snowball's Arabic stemmer gives "elections" and "the elections" different stems.
_ARABIC_BEGIN = re.compile("^(?:[وف]?(?:ال|بال|كال|لل)(?=..)|و(?=...))")
_ARABIC_WORD = re.compile("[\u0600-\u06ff]")
_ARABIC_ENDS = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")
_ARABIC_PREPOSITIONS = "بلك"
# letters that must follow a preposition: بمدينة is "in a city", but بلدية is a municipality, not ب and لدية
_ARABIC_MIN_BEHIND = 5

_UKRAINIAN_ENDS = (
    "ьому", "ями", "ами", "ому", "ого", "ими", "єму", "його", "ах", "ях", "ам", "ям", "ом", "ем", "єм", "ою", "ею",
    "єю", "ій", "їй", "ий", "ої", "ей", "их", "іх", "їх", "им", "ім", "їм", "а", "я", "о", "е", "є", "и", "і",
    "ї", "у", "ю", "ь", "й",
)  # fmt: skip
_UKRAINIAN_SUFFIXES = ("ів", "їв", "ов", "ев", "єв")
_UKRAINIAN_MIN = 3
_UKRAINIAN_CLOSED = re.compile("[ії](?=[^аеєиіїоуюяь]$)")
_UKRAINIAN_OPEN = {"і": "о", "ї": "є"}
_UKRAINIAN_CLOSED_ALWAYS = frozenset({"від", "під", "між", "ніж", "він", "біля", "крізь"})  # not forms of вода, под …
_UKRAINIAN_SOFT = str.maketrans("цз", "кг")  # бібліотеці, бібліотека; дорозі, дорога


def arabic_stem(folded: str) -> str:
    """Return a folded Arabic word without article, conjunctions, prepositions before the article, and endings.

    At least two letters stay. Source: light10 (Larkey, Ballesteros, Connell, "Light Stemming for Arabic Information
    Retrieval", 2007), with a conjunction before a preposition as well.
    """
    return _arabic_without_end(_ARABIC_BEGIN.sub("", folded))


def arabic_stems(folded: str) -> tuple[str, ...]:
    """Return the stems that a typed Arabic word may have in a text, its own one first.

    A preposition of one letter may be joined to the word, in the text or as typed. Only queries are extended in this
    way. If texts were indexed without such letters, different words would become the same.
    """
    if not _ARABIC_WORD.match(folded):
        return (arabic_stem(folded),)
    bare = _ARABIC_BEGIN.sub("", folded)
    stems = [_arabic_without_end(bare)]
    if bare[:1] in tuple(_ARABIC_PREPOSITIONS) and len(bare) > _ARABIC_MIN_BEHIND:
        stems.append(_arabic_without_end(bare[1:]))
    with_prepositions = [preposition + stem for stem in stems for preposition in _ARABIC_PREPOSITIONS]
    return tuple(dict.fromkeys(stems + with_prepositions))


def ukrainian_stem(word: str) -> str:
    """Return a Ukrainian noun or adjective without its endings; at least three letters stay.

    ``і`` of a closed last syllable becomes ``о`` (``рік``, ``року``), and ``ї`` becomes ``є`` (``Київ``, ``Києва``).

    Args:
        word: in lower case, composed, without apostrophes.
    """
    if word in _UKRAINIAN_CLOSED_ALWAYS:
        return word
    stem = word
    for end in _UKRAINIAN_ENDS:
        if stem.endswith(end) and len(stem) >= len(end) + _UKRAINIAN_MIN:
            stem = stem[: -len(end)]
            break
    if stem.endswith(_UKRAINIAN_SUFFIXES) and len(stem) >= 2 + _UKRAINIAN_MIN:
        stem = stem[:-2]
    elif stem == word:
        stem = _UKRAINIAN_CLOSED.sub(lambda vowel: _UKRAINIAN_OPEN[vowel[0]], stem)
    return stem[:-1] + stem[-1:].translate(_UKRAINIAN_SOFT)


def _arabic_without_end(stem: str) -> str:
    for end in _ARABIC_ENDS:
        if stem.endswith(end) and len(stem) >= len(end) + 2:
            stem = stem[: -len(end)]
    return stem
