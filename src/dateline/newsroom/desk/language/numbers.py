"""Numbers as newsrooms write them: ``1,200.5``, ``1 200,5``, ``1’200.50``, ``١٬٢٠٠``, ``2,5 млрд``, ``eleven``.

Decimal signs are those of the language (CLDR, through Babel). An ambiguous number keeps both readings: two numbers
are equal if they have a reading in common. Times of day are blanked out first, because each language writes its own.
"""

import re
import tomllib
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.numbers import get_decimal_symbol

_HOUR = r"(?:[01]?\d|2[0-4])"
_CLOCK = r"(?:Uhr|heures?|h\b|hours|a\.?m\b\.?|p\.?m\b\.?|o[’']clock|noon|часов|часа|час\b|ч\.)"
_AND = r"\s?(?:bis|und|à|et|e|to|and|alle|до|и|-|–)\s?(?:ca\.? |env\. )?"
_AFTER_AT = r"(?:(?<=\bore )|(?<=\balle )|(?<=\bdalle )|(?<=\bat )|(?<=\bum )|(?<=\bв ))"
_TIME = re.compile(
    rf"(?<![\w.,:])(?:{_HOUR}(?:[.:]\d\d)?{_AND})*{_HOUR}"
    rf"(?::[0-5]\d(?!\d)|\s?[hчH]\s?[0-5]\d(?!\d)|\.[0-5]\d(?=\s?{_CLOCK})|(?=\s?{_CLOCK}))(?:\s?{_CLOCK})?"
    rf"|{_AFTER_AT}{_HOUR}(?:[.:][0-5]\d)?(?:{_AND}{_HOUR}(?:[.:][0-5]\d)?)?"
    r"(?!\d|[.,]\d)(?= (?:Uhr|in punto)|[);,.\n]|$)"
    r"|(?<![\d.,])[0-2]\d\.[0-5]\d\s?(?:[-–]|alle|to|bis|à)\s?[0-2]\d\.[0-5]\d(?![\d.,])"
    r"|(?<=\bore )\d{1,2}(?:\s?[-–]\s?\d{1,2})?(?!\d)"
    rf"|(?<!\d)(?:[01]\d|2[0-4])[0-5]\d (?:bis (?:[01]\d|2[0-4])[0-5]\d )?(?:Uhr|hours)"
    r"|(?:الساعة\s+)\d{1,2}(?:[:.]\d{2})?",
    re.IGNORECASE,
)


def without_times(text: str) -> str:
    """Return the text with its times of day replaced by blanks of the same length."""
    return _TIME.sub(lambda match: " " * len(match[0]), text)


_DATA = tomllib.loads(Path(__file__).with_name("number_words.toml").read_text("utf-8"))
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}


def _values(language: str, part: str) -> dict[str, int]:
    return {word: int(value) for value, words in _DATA[language][part].items() for word in words.split()}


WORDS = {language: _values(language, "words") for language in _DATA}
"""By language: the value of a word. Articles count as 1, which is never compared."""

SCALES = {language: _values(language, "scales") for language in _DATA}
"""By language: the factor of a word that follows a number, such as ``million``."""


def roman(letters: str) -> int:
    """Return the value of a Roman numeral of I, V and X."""
    values = [_ROMAN_VALUES[letter] for letter in letters]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


_MILLION = 1_000_000
_YEAR_DIGITS = 4
_GAP = "\u00a0\u202f\u2009\u2007 "
_BEFORE = r"(?<![\w./])(?<!\d,)(?<!\d[’‘'`ʹ])(?<!\w\+)(?<![^\W\d]-)"
_DECIMALS = r"(?:[.,٫]\d{1,4}(?!\d))?"
_NUMBER = re.compile(
    rf"{_BEFORE}(?<!\d-)\d{{1,3}}(?:(?P<group>[{_GAP}]|[.,’‘´`ʹ'٬،])\d{{3}}(?:(?P=group)\d{{3}})*)?(?!\d){_DECIMALS}"
    rf"|{_BEFORE}\d+{_DECIMALS}"
)
_INSIDE = re.compile(r"(?<=\d)[-–—−/](?=\d)|(?<=\d\.)/(?=\d)")
_CODE = re.compile(r"(?<=[^\W\d_])-?(\d+)(?!\w)")
_DECADE = re.compile(r"(?:er|ern|s|-х|-е|-ых)(?!\w)")
_CODE_BEFORE = re.compile(r"(?:^|[^\w])[A-ZА-Я][- \u00a0]$")
_SHORT_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)[-–—−/](\d\d)(?!\d)")
_RANGE = re.compile(
    rf"[{_GAP}]*(?:[-–—]|to|and|or|bis|und|oder|auf|à|et|ou|a|e|o|и|до|или|إلى|و|أو)?[{_GAP}]*(?:CHF|EUR|USD|[€$£])?[{_GAP}]*"
)
_SKIP = re.compile(
    r"https?://\S+|www\.\S+|(?<!\S)\S{1,64}@\S+|(?<![\w-])[\w-]{1,63}\.(?:org|com|net|int|ch|fr|ru|eu)\b\S*"
    r"|\+ ?\d[\d\u00a0 ()./-]{6,}\d|(?<!\d)\(?0[1-9]\d{0,2}\)?(?: ?[\u00a0 ./-] ?\d{2,4}){2,}"
    r"|(?<!\w)(?!\d{1,3}(?:\.\d{3})+(?!\.?\d))\d+(?:\.\d+){2,}(?!\d)"
)
_ORDINAL = re.compile(r"(?:st|nd|rd|th|er|ers|re|ère|e|es|ème|èmes|de|[º°ª]|-?[а-яё]{1,3})(?!\w)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_ROMAN = re.compile(r"(?<![\w.])([IVX]{1,5})(?:er?|ère|ème)?(?![\w’'])")


@dataclass(frozen=True)
class WrittenNumber:
    """A number in a text.

    Attributes:
        readings: its possible values, at least one.
        factor: of the word that follows it, such as 1,000,000; 1 without one.
        is_digits: whether it is written in digits; words, Roman numerals and codes can only confirm other numbers.
    """

    start: int
    end: int
    readings: frozenset[Decimal]
    is_digits: bool = True
    factor: int = 1


def plain_digits(text: str) -> str:
    """Return the text with the digits of every script as 0 to 9; its length stays."""
    return "".join(str(unicodedata.decimal(sign)) if not sign.isascii() and sign.isdecimal() else sign for sign in text)


def numbers_in(text: str, language: str) -> list[WrittenNumber]:
    """Return the numbers of a text in order, without addresses, telephone numbers and codes of three parts.

    Args:
        text: plain text; days should be blanked out before.
        language: BCP 47 tag.
    """
    source = _SKIP.sub(lambda match: " " * len(match[0]), plain_digits(text))
    short_years = [_short_year(match) for match in _SHORT_YEAR.finditer(source)]
    source = _SHORT_YEAR.sub(lambda match: match[1] + " " * (len(match[0]) - 4), source)
    source = _INSIDE.sub(" ", source)
    found = _scaled_alike([_in_digits(match, source, language) for match in _NUMBER.finditer(source)], source)
    return sorted([*found, *short_years, *_in_words(source, language)], key=lambda number: number.start)


def _short_year(match: re.Match[str]) -> WrittenNumber:
    """Return the second year of ``2013–16``: 2016, or 16 as written."""
    return WrittenNumber(
        match.start(2), match.end(2), frozenset({Decimal(match[2]), Decimal(match[1][:2] + match[2])}), is_digits=False
    )


def _scaled_alike(found: list[WrittenNumber], source: str) -> list[WrittenNumber]:
    """Apply the scale of ``2 to 3 million`` to the first number too."""
    scaled = list(found)
    for place, (one, after) in enumerate(pairwise(found)):
        if after.factor > 1 and one.factor == 1 and _RANGE.fullmatch(source, one.end, after.start):
            more = frozenset(value * after.factor for value in one.readings)
            scaled[place] = replace(one, readings=one.readings | more)
    return scaled


def readings(written: str, language: str) -> frozenset[Decimal]:
    """Return the one or two values that digits with separators can have in a language."""
    written = re.sub(rf"(?<=\d)[{_GAP}’‘´`ʹ'٬](?=\d{{3}})", "", written.replace("٫", "."))
    signs = [sign for sign in written if sign in ".,،"]
    bare = re.sub(r"[.,،]", "", written)
    if not signs:
        return frozenset({Decimal(bare)})
    tail = re.split(r"[.,،]", written)[-1]
    if len(signs) > 1:
        if signs[-1] == signs[0]:
            return frozenset({Decimal(bare)})
        return frozenset({Decimal(f"{bare[: -len(tail)]}.{tail}")})
    as_decimal = Decimal(f"{bare[: -len(tail)]}.{tail}")
    if len(tail) != 3:  # noqa: PLR2004 - groups have three digits
        return frozenset({as_decimal.normalize()})
    if signs[0] == decimal_sign(language) or signs[0] == ".":  # a decimal point is understood everywhere
        return frozenset({as_decimal.normalize(), Decimal(bare)})
    return frozenset({Decimal(bare)})


@lru_cache(maxsize=64)
def decimal_sign(language: str) -> str:
    """Return the decimal sign of a language by CLDR; a point where the language is unknown."""
    try:
        return str(get_decimal_symbol(Locale.parse(language, sep="-")))
    except (UnknownLocaleError, ValueError):
        return "."


def _in_digits(match: re.Match[str], source: str, language: str) -> WrittenNumber:
    values = readings(match[0], language)
    end = match.end()
    scale = _scale(source[end : end + 16], language)
    if scale and not (match[0] == "1" and scale[0] < _MILLION):  # “1 mille” is a mile
        factor, length = scale
        return WrittenNumber(
            match.start(), end + length, frozenset((value * factor).normalize() for value in values), factor=factor
        )
    if (
        _DECADE.match(source, end) and match[0].isdecimal() and len(match[0]) <= _YEAR_DIGITS
    ):  # the 1990s, also called the 90s
        values |= {Decimal(int(match[0]) % 100), Decimal(1900 + int(match[0]) % 100)}
    is_code = source[end : end + 1].isalpha() and not _ORDINAL.match(source, end)
    is_code = is_code or bool(_CODE_BEFORE.search(source[max(0, match.start() - 3) : match.start()]))
    return WrittenNumber(match.start(), end, values, is_digits=not is_code and match[0][0] != "0")


def _scale(after: str, language: str) -> tuple[int, int] | None:
    """Return the factor of a word such as ``million`` and where the word ends."""
    match = re.match(rf"[{_GAP}-]?(?:de |d’)?([^\W\d_]+\.?)", after)
    if match is None:
        return None
    word = match[1].lower()
    table = SCALES.get(language.split("-", maxsplit=1)[0], {})
    for name in (word, word.rstrip(".")):
        if name in table:
            return table[name], match.end() - (len(word) - len(name))
    return None


def _in_words(source: str, language: str) -> list[WrittenNumber]:
    """Return numbers that are not written in digits alone: words, Roman numerals, codes such as COP21."""
    table = WORDS.get(language.split("-", maxsplit=1)[0], {})
    found = []
    for match in _WORD.finditer(source):
        word = match[0].lower()
        value = table.get(word, table.get(word[1:]) if word[0] in _PREFIXES else None)
        if value is not None:
            scale = _scale(source[match.end() : match.end() + 16], language)
            both = {Decimal(value), Decimal(value * scale[0])} if scale else {Decimal(value)}
            found.append(WrittenNumber(*match.span(), frozenset(both), is_digits=False))
    found += [_together(one, after) for one, after in pairwise(found) if _joins(source, one, after)]
    letters = [(match, roman(match[1])) for match in _ROMAN.finditer(source)]
    letters += [(match, int(match[1])) for match in _CODE.finditer(source) if len(match[1]) < _LONGEST_CODE]
    return found + [WrittenNumber(*match.span(), frozenset({Decimal(n)}), is_digits=False) for match, n in letters]


_LONGEST_CODE = 10
_PREFIXES = frozenset("وبلف")
"""And, by, for, then: Arabic joins them to the next word."""

_JOINS = re.compile(r"[ -]|-et-| et | и | و|\s?و")


def _joins(source: str, one: WrittenNumber, after: WrittenNumber) -> bool:
    """Tell whether two words form one number: ``thirty-six``, ``двадцать пять``, ``خمسة وعشرون``."""
    small, large = sorted((min(one.readings), min(after.readings)))
    is_pair = small < 10 and large in range(20, 100, 10)  # noqa: PLR2004 - units and tens
    return is_pair and bool(_JOINS.fullmatch(source, one.end, after.start))


def _together(one: WrittenNumber, after: WrittenNumber) -> WrittenNumber:
    total = min(one.readings) + min(after.readings)
    return WrittenNumber(one.start, after.end, frozenset({total}), is_digits=False)
