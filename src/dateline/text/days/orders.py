"""The order of day, month and year in numbers such as ``2/10/2026``."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from babel import Locale

from dateline.text.days.names import locale, parts, patterns
from dateline.text.words import base_language

Order = Literal["dmy", "mdy"]
"""What the first number of ``2/10/2026`` is: the day or the month."""

_MONTHS = 12


class DayOrder(NamedTuple):
    """The order of day and month in a text's numeric days; None where it can be either.

    Attributes:
        slashed: of ``2/10/2026`` and ``2-10-2026``.
        dotted: of ``2.10.2026``.
    """

    slashed: Order | None
    dotted: Order | None = "dmy"


def _numeric_orders(found: Locale) -> Iterator[tuple[str, set[str]]]:
    """Yield the patterns of a locale that write the month in digits: the order of fields (``yMd``), and their marks."""
    for pattern in patterns(found):
        fields = [(letter.replace("L", "M"), text) for letter, text in parts(pattern) if letter in tuple("yMLd")]
        if "G" in pattern:  # with an era, some locales have an order of their own, such as M.d.y in Finnish
            continue
        if all(len(text) < 3 for letter, text in fields if letter == "M"):  # noqa: PLR2004 - three letters are a name
            marks = {mark for letter, text in parts(pattern) if not letter for mark in text if mark in "./-"}
            yield "".join(letter for letter, _ in fields), marks


@lru_cache(maxsize=256)
def orders(language: str) -> frozenset[str]:
    """Return the orders in which a language writes days in numbers: some of ``dMy``, ``Mdy``, ``yMd``, ``ydM``."""
    found = locale(language)
    return frozenset(order for order, _ in _numeric_orders(found)) if found else frozenset()


@lru_cache(maxsize=256)
def has_short_year_first(language: str) -> bool:
    """Return whether a language writes days as ``24. 6. 3.``, with a year of two digits first."""
    found = locale(language)
    short = parts(str(found.date_formats["short"].pattern)) if found and "short" in found.date_formats else []
    fields = [text for letter, text in short if letter in tuple("yMLd")]
    return bool(fields) and fields[0] == "yy"


@lru_cache(maxsize=256)
def has_blanks_in_short(language: str) -> bool:
    """Return whether a language writes days as ``3. 6. 24``, with blanks and a year of two digits."""
    found = locale(language)
    short = str(found.date_formats["short"].pattern) if found and "short" in found.date_formats else ""
    return " " in short.strip() and "yy" in short


@lru_cache(maxsize=256)
def usual_order(language: str) -> Order | None:
    """Return which number comes first in ``2/10/2026`` for a language; None where it can be either.

    A tag without country does not tell that months come first: ``en`` is British as well as American.
    """
    found, own = locale(language), orders(language)
    if found is None:
        return None
    if "dMy" in own and "Mdy" not in own:
        return "dmy"
    if "Mdy" in own and "dMy" not in own:
        return "mdy" if language.lower() != base_language(language) and found.territory else None
    pattern = found.datetime_skeletons.get("Md")
    first = next((letter for letter, _ in parts(str(pattern.pattern)) if letter in "dML"), "") if pattern else ""
    return "dmy" if first == "d" and "Mdy" not in own else None


@lru_cache(maxsize=256)
def usual_orders(language: str) -> DayOrder:
    """Return the orders of a language; with dots the day comes first, unless CLDR says otherwise."""
    found = locale(language)
    dotted = [order for order, marks in _numeric_orders(found) if marks == {"."}] if found else []
    return DayOrder(usual_order(language), None if "Mdy" in dotted else "dmy")


def likely_order(language: str) -> Order:
    """Return the usual order, or the one that CLDR gives for the language without a country."""
    usual = usual_order(language)
    return usual or ("mdy" if "Mdy" in orders(language) else "dmy")


def day_and_month(first: int, second: int, order: Order | None) -> tuple[int, int] | None:
    """Return (day, month) of two numbers before a year; None if both orders are possible and give different days."""
    if first > _MONTHS or second > _MONTHS:
        return (first, second) if first > _MONTHS else (second, first)
    if first == second or order == "dmy":
        return first, second
    return (second, first) if order == "mdy" else None
