"""Days and datelines in house style, in the language of their text."""

import datetime as dt
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from dateline.editions.parts import Dateline
from dateline.text.typography import join_names

_NBSP = "\u00a0"
_BRITISH = {"en": "en_GB"}  # house style is 4 March 2021, not March 4, 2021
_DASH = {"ru": "—", "uk": "—", "be": "—", "bg": "—"}
_DOTTED_I = {"tr", "az"}


@lru_cache(maxsize=256)
def locale(language: str) -> Locale:
    """Return the CLDR locale of a BCP 47 tag, else of its base language, else of British English."""
    for tag in (_BRITISH.get(language, language), language.split("-", maxsplit=1)[0]):
        try:
            return Locale.parse(tag.replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en_GB")


@lru_cache(maxsize=4096)
def day(on: dt.date, language: str) -> str:
    """Return a day in long form, such as ``4 March 2021``, with no-break spaces.

    Source: Unicode CLDR, long dates; in French the first of a month is ``1er``.
    """
    words = format_date(on, "long", locale=locale(language)).replace("\u202f", " ")
    if language.split("-", maxsplit=1)[0] == "fr" and on.day == 1:
        words = words.replace("1 ", "1er ", 1)
    return words.replace(" ", _NBSP)


def span(first: dt.date, last: dt.date, language: str) -> str:
    """Return an interval of days, such as ``18–20 June 2024``; written here because CLDR has no long form of intervals.

    The language must write the day before the month.
    """
    if first == last:
        return day(first, language)
    if (first.year, first.month) == (last.year, last.month):
        return f"{day(first, language).partition(_NBSP)[0]}–{day(last, language)}"
    return f"{day(first, language)}{_NBSP}– {day(last, language)}"


def dateline(line: Dateline | None, language: str) -> str:
    """Return a dateline that ends with its dash; empty for None and for one without place and day.

    ``VELDA, 4 March 2021 –``; ``VELDA, le 4 mars 2021 –``; ``ВЕЛДА, 4 марта 2021 года —``;
    ``فيلدا، 4 مارس 2021 –``. Slashes separate several places. The town is in capitals, the part after its comma is
    unchanged. A dateline without places starts with the day.
    """
    if line is None or not (line.places or line.on):
        return ""
    base = language.split("-", maxsplit=1)[0]
    parts = ["/".join(_town(place, base) for place in line.places)] if line.places else []
    if line.on:
        parts.append(_filed(line.on, language, first=not parts))
    return join_names(parts, language) + _NBSP + _DASH.get(base, "–")


def _filed(on: dt.date, language: str, *, first: bool) -> str:
    written = day(on, language)
    base = language.split("-", maxsplit=1)[0]
    if base == "fr":
        return f"{'Le' if first else 'le'}{_NBSP}{written}"
    if base == "ru":
        return written.removesuffix("г.") + "года"
    return written


def _town(place: str, base: str) -> str:
    town, comma, rest = place.partition(",")
    if base in _DOTTED_I:
        town = town.replace("i", "İ")
    return town.upper() + comma + rest
