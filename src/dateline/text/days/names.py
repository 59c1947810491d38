"""Names of months and weekdays, and the words around days, in every language.

Source: Unicode CLDR through Babel; ``names.toml`` for what it leaves out. Names are keys of `folding.key`.
"""

import itertools
import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.units import format_unit

from dateline.text.days.folding import fold, key, name_pattern
from dateline.text.words import base_language

_DATA = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))

COMMON = tuple[str, ...](_DATA["common"])
"""Languages whose full names of months are understood in texts of any language, if they mean only one month."""

PERSIAN_MONTHS: dict[str, int] = {
    key(name): number for number, names in enumerate(_DATA["persian_months"]["names"], 1) for name in names
}
"""Months of the Solar Hijri calendar by key."""

PERSIAN_PATTERNS = tuple(name_pattern(name) for names in _DATA["persian_months"]["names"] for name in names)

_MIN_MONTH = 3  # so many first letters of a month's name are enough for an abbreviation
_WIDTHS = ("wide", "abbreviated", "short")
_MIN_WEEKDAY = 2  # so many first letters of a weekday's name are enough for an abbreviation
_PLACEHOLDER = re.compile(r"M\d\d")  # what CLDR's root has for a month whose name a language lacks
_PART = re.compile(
    r"'(?P<quoted>(?:[^']|'')*)'|(?P<field>(?P<letter>[A-Za-z])(?P=letter)*)|(?P<other>[^A-Za-z']+)"
)  # Source: UTS 35, part 4, date format patterns


def locale(language: str) -> Locale | None:
    """Return the locale of a BCP 47 tag, or of the longest part of it that CLDR knows; None where it knows none."""
    parts = language.split("-")
    for end in range(len(parts), 0, -1):
        try:
            return Locale.parse("-".join(parts[:end]), sep="-")
        except (ValueError, UnknownLocaleError):
            continue
    return None


def extras(table: str, language: str) -> list[str]:
    """Return the words of a table of ``names.toml`` for a language and for all."""
    words: list[str] = [*_DATA[table].get(base_language(language), ()), *_DATA[table].get("common", ())]
    return words


@lru_cache(maxsize=64)
def varieties(language: str) -> tuple[Locale, ...]:
    """Return the locale of a tag, that of its language, and its varieties with names or patterns of their own."""
    base = base_language(language)
    own = [found for found in (locale(language), locale(base)) if found is not None]
    others = [found for tag in _DATA["varieties"] if base_language(tag) == base and (found := locale(tag))]
    return tuple(dict.fromkeys([*own, *others]))


def _names(found: Locale, widths: Iterable[str]) -> Iterator[tuple[str, int]]:
    for form in ("format", "stand-alone"):
        for width in widths:
            for month, name in found.months[form][width].items():
                if not _PLACEHOLDER.fullmatch(name):
                    yield name, int(month)


@lru_cache(maxsize=1)
def _wide_of_common() -> dict[str, int]:
    """Return the full names of ``COMMON`` on which all of them agree: ``listopad`` is October or November."""
    wide: dict[str, tuple[str, set[int]]] = {}
    for tag in COMMON:
        for variety in varieties(tag):
            for name, month in _names(variety, ["wide"]):
                wide.setdefault(key(name), (name, set()))[1].add(month)
    return {name: min(months) for name, months in wide.values() if len(months) == 1}


@lru_cache(maxsize=64)
def _month_names(language: str) -> dict[str, int]:
    """Return the number of each month by its names as written; names of the language win over those of its varieties.

    A name that means two months in the same locale is left out: Jola abbreviates June and July alike.
    """
    table: dict[str, int] = {}
    for variety in reversed(varieties(language)):
        own = list(_names(variety, ["abbreviated", "wide"]))
        numbers: dict[str, set[int]] = {}
        for name, month in own:
            numbers.setdefault(key(name), set()).add(month)
        table.update((name, month) for name, month in own if len(numbers[key(name)]) == 1)
    table.update(_DATA["months"].get(base_language(language), {}))
    return {name: month for name, month in table.items() if key(name) and not key(name).isdigit()}


@lru_cache(maxsize=64)
def months(language: str) -> dict[str, int]:
    """Return the number (1 to 12) of each month by the key of its names, for texts in a language.

    Full and shortened names of the language, of its varieties and of English; full names of ``COMMON`` where all of
    them agree on the month (``listopad`` is October in Croatian and November in Polish, so it needs the language).
    """
    tables = (_wide_of_common(), _month_names("en"), _month_names(language))
    return {key(name): month for table in tables for name, month in table.items()}


@lru_cache(maxsize=64)
def shortened_months(language: str) -> dict[str, int]:
    """Return beginnings and grammatical cases of month names that fit only one month, by key.

    Names that ``months`` returns are left out. These forms may be other words, so they count only beside a year.
    """
    found: dict[str, set[int]] = {}
    endings = extras("endings", language)
    for variety in (*varieties(language), *varieties("en")):
        for name, month in _names(variety, ["wide"]):
            letters = key(name)
            if letters.isalpha():
                inflected = (stem + ending for stem in (letters, letters[:-1]) for ending in endings)
                for form in (*(letters[:end] for end in range(_MIN_MONTH, len(letters))), *inflected):
                    found.setdefault(form, set()).add(month)
    known = months(language)
    return {name: min(numbers) for name, numbers in found.items() if len(numbers) == 1 and name not in known}


@lru_cache(maxsize=64)
def month_patterns(language: str) -> tuple[str, ...]:
    """Return a regular expression for each name of a month in folded texts, shortened ones included."""
    names = [*_wide_of_common(), *_month_names("en"), *_month_names(language)]
    return tuple(dict.fromkeys([*map(name_pattern, names), *map(re.escape, shortened_months(language))]))


@lru_cache(maxsize=64)
def weekday_patterns(language: str) -> tuple[str, ...]:
    """Return regular expressions for weekdays in folded texts, in a language and in English, however shortened."""
    names: set[str] = set()
    for tag in ("en", language):
        names.update(extras("weekdays", tag))
        # Two letters are none in English: "ST. LOUIS, MO., March 3" is in Missouri.
        widths, shortest = (_WIDTHS[:2], _MIN_WEEKDAY + 1) if base_language(tag) == "en" else (_WIDTHS, _MIN_WEEKDAY)
        for variety in varieties(tag):
            for form in ("format", "stand-alone"):
                for width in widths:
                    names.update(name_pattern(name) for name in variety.days[form][width].values() if key(name))
                wide = [fold(name) for name in variety.days[form]["wide"].values()]
                names.update(re.escape(name[:end]) for name in wide for end in range(shortest, len(name)))
    return tuple(name for name in names if name and not name.isspace())


@lru_cache(maxsize=64)
def narrow_weekdays(language: str) -> tuple[str, ...]:
    """Return the weekdays that are written as one letter in brackets: ``6月3日（月）``."""
    names = {
        name_pattern(name) for variety in varieties(language) for name in variety.days["format"]["narrow"].values()
    }
    return tuple(name for name in names if name)


def patterns(found: Locale) -> Iterator[str]:
    """Yield the patterns of CLDR for a whole day in a locale: day, month and year, with or without weekday."""
    yield from (str(format_.pattern) for format_ in found.date_formats.values())
    for skeleton, pattern in found.datetime_skeletons.items():
        if set(skeleton) <= set("GyMEd") and {"y", "M", "d"} <= set(skeleton):
            yield str(pattern.pattern)


def parts(pattern: str) -> list[tuple[str, str]]:
    """Return the parts of a pattern of CLDR as (letter of a field, its width) or (empty, literal text)."""
    found: list[tuple[str, str]] = []
    for match in _PART.finditer(pattern):
        if match["field"]:
            found.append((match["field"][0], match["field"]))
        elif found and not found[-1][0]:
            found[-1] = ("", found[-1][1] + (match["quoted"] or match["other"] or ""))
        else:
            found.append(("", match["quoted"] or match["other"] or ""))
    return found


@lru_cache(maxsize=64)
def words(language: str) -> tuple[str, ...]:
    """Return regular expressions for words that join the parts of a day, the longest first.

    They stand in the patterns of CLDR (``de``, ``gada``), or follow a day (`tails`).
    """
    found = {re.escape(word) for literal in _literals(language) for word in _words_in(literal)}
    found.update([*extras("words", language), *extras("words", "en"), *tails(language)])
    return tuple(sorted((word for word in found if word), key=len, reverse=True))


@lru_cache(maxsize=64)
def tails(language: str) -> tuple[str, ...]:
    """Return regular expressions for words that follow a day, the longest first.

    They end the patterns of CLDR (``г.``, ``(a)``), are its units of year and day (``godine``, ``nap``), or an era.
    """
    found: set[str] = set()
    for variety in varieties(language):
        for pattern in patterns(variety):
            field, text = parts(pattern)[-1]
            found.update(re.escape(word) for word in _words_in(text) if not field)
        eras = (variety.eras[width].get(1, "") for width in ("abbreviated", "wide", "narrow"))
        found.update(re.escape(fold(era).strip(". ")) for era in eras if len(era) > 1)
    for unit in _units(language):
        found.update(re.escape(word) for word in _words_in(unit))
    found.update(word for table in ("tails", "eras") for word in extras(table, language))
    return tuple(sorted((word for word in found if word), key=len, reverse=True))


@lru_cache(maxsize=64)
def leads(language: str) -> tuple[str, ...]:
    """Return regular expressions for words with which the patterns of CLDR begin, apart from the weekday: ``ngày``."""
    found: set[str] = set()
    for variety in varieties(language):
        for pattern in patterns(variety):
            ahead = itertools.takewhile(lambda part: part[0] in "EcG", parts(pattern))  # "" is in every text
            found.update(re.escape(word) for field, text in ahead if not field for word in _words_in(text))
    return tuple(sorted(found, key=len, reverse=True))


@lru_cache(maxsize=64)
def has_stop_after_year(language: str) -> bool:
    """Return whether a language ends its days with a stop after the year: ``12. lipnja 2024.``."""
    own = locale(language)
    lasts = ([*parts(pattern), ("", "")] for pattern in patterns(own)) if own else ()
    return any(one[-3][0] == "y" and one[-2][1].startswith(".") for one in lasts if len(one) > 2)  # noqa: PLR2004


def _literals(language: str) -> Iterator[str]:
    for variety in varieties(language):
        yield from (text for pattern in patterns(variety) for field, text in parts(pattern) if not field)


def _words_in(text: str) -> Iterator[str]:
    for word in re.split(r"[\s|.,/·:;-]+", fold(text)):
        if any(letter.isalpha() for letter in word):
            yield word


def _units(language: str) -> Iterator[str]:
    found = locale(language)
    if found is None:
        return
    lengths: tuple[Any, ...] = ("long", "short")
    for unit in ("duration-year", "duration-day"):
        for length in lengths:
            for number in (1, 2, 3, 5, 11, 1.5):
                text = fold(format_unit(number, unit, length, locale=found))
                yield "" if "duration" in text else re.sub(r"[\d.,]", " ", text)
