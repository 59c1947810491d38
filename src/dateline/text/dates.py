"""Find days as people write them (``19 December 2024``, ``March 9``, ``le 4 mars 2021``), and name time zones.

Names and patterns are those of CLDR for the language (`text.days`). Digits may be of any script. A day that does not
exist (31 February), or has a year of five digits, is not found, not even a part of it. A text that can mean two days is
found and marked as ambiguous.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from zoneinfo import available_timezones

from dateline.text.days import calendars
from dateline.text.days.calendars import FIRST_YEAR, LAST_YEAR
from dateline.text.days.folding import Folded, fold, fold_with_places, key
from dateline.text.days.forms import CJK, ERA, NUMERIC, forms
from dateline.text.days.names import PERSIAN_MONTHS, months, shortened_months
from dateline.text.days.orders import (
    DayOrder,
    Order,
    day_and_month,
    has_blanks_in_short,
    has_short_year_first,
    likely_order,
    orders,
    usual_orders,
)

__all__ = ["FIRST_YEAR", "LAST_YEAR", "WrittenDay", "is_ambiguous", "order_in", "parse_day", "written_days"]
__all__ += ["zone_names"]

_MACHINE_ZONES = frozenset({"localtime", "Factory"})  # files of a machine; browsers do not know these zones
_DIGIT = re.compile(r"\d|[年월]")
_PAIR = re.compile(
    r"(?<![0-9./:-])([0-9]{1,2})\s?([./-])\s?([0-9]{1,2})\s?\2\s?(?:[0-9]{4}|[0-9]{2})(?![0-9/:])(?!\.[0-9]|-[0-9])"
)
_COMPACT = re.compile(r"(?P<year>(?:19|20)[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_LEAP_YEAR = 2000  # a day without a year may be 29 February


@dataclass(frozen=True)
class WrittenDay:
    """A day found in a text, in the Gregorian calendar.

    Attributes:
        start, end: place in the text, with the weekday beside it.
        year: None where none is written.
        is_ambiguous: whether the text can mean another day too; ``day`` and ``month`` then have the likelier reading.
        is_numeric: whether the month is a number.
    """

    start: int
    end: int
    day: int
    month: int
    year: int | None
    is_ambiguous: bool = False
    is_numeric: bool = False

    def on(self, near: dt.date | None = None) -> dt.date | None:
        """Return the day; a day without a year is the one nearest to ``near``. None if ambiguous or without both."""
        if self.is_ambiguous:
            return None
        if self.year is not None:
            return dt.date(self.year, self.month, self.day)
        if near is None:
            return None
        return min(
            filter(None, (self.in_year(year) for year in (near.year, near.year - 1, near.year + 1))),
            key=lambda on: abs((on - near).days),
            default=None,
        )

    def in_year(self, year: int) -> dt.date | None:
        """Return the day in a year; None where that year does not have it."""
        return calendars.gregorian_day(year, self.month, self.day)


def written_days(text: str, language: str, *, order: Order | DayOrder | None = None) -> list[WrittenDay]:
    """Return the days in a text, in order and without overlaps.

    Args:
        text: composed (NFC); blanks of any kind.
        language: BCP 47 tag of the text.
        order: the order of day and month in ``2/10/2026``; by default that of the language. In ``2.10.2026`` the day is
            first by default.
    """
    if not _DIGIT.search(text):
        return []
    folded = fold_with_places(text)
    meant = order if isinstance(order, DayOrder) else DayOrder(order, order) if order else usual_orders(language)
    found = [*_by_name(folded, language), *_by_era(folded, language), *_by_number(folded, language, meant)]
    found = [whole for day in found if (whole := _with_surroundings(day, folded, language))]
    days: list[WrittenDay] = []
    # Of two overlapping days, one with and one without a year, the one with the year counts: in "at 11 June 12, 2024"
    # it is the 12th.
    for day in sorted(found, key=lambda day: (day.year is None, day.start, -day.end)):
        if all(day.end <= other.start or other.end <= day.start for other in days):
            days.append(day)
    return [_in_place(day, folded) for day in sorted(days, key=lambda day: day.start)]


def parse_day(text: str, language: str, *, order: Order | DayOrder | None = None) -> WrittenDay | None:
    """Return the day where a text is a single day, apart from blanks and a final stop or comma; else None."""
    stripped = text.strip()
    days = written_days(stripped, language, order=order)
    if len(days) == 1 and days[0].start == 0 and not stripped[days[0].end :].strip(" .,;"):
        return days[0]
    return None


def order_in(texts: Iterable[str], language: str) -> DayOrder:
    """Return the order of day and month in a document: that of its unambiguous days, else that of its language.

    If its unambiguous days contradict one another, the order is None.
    """
    shown: dict[str, set[Order]] = {"slashed": set(), "dotted": set()}
    for text in texts:
        for first, mark, second in _PAIR.findall(fold(text)):
            pair = day_and_month(int(first), int(second), None)
            if pair and pair[1] <= 12 and pair[0] != pair[1]:  # noqa: PLR2004 - months in a year
                shown["dotted" if mark == "." else "slashed"].add("dmy" if pair[0] == int(first) else "mdy")
    usual = usual_orders(language)
    return DayOrder(*(_only(shown[mark], getattr(usual, mark)) for mark in ("slashed", "dotted")))


def _only(shown: set[Order], usual: Order | None) -> Order | None:
    return next(iter(shown)) if len(shown) == 1 else None if shown else usual


def is_ambiguous(text: str) -> bool:
    """Return whether a text has a day such as ``2/10/2026`` that means another day in the other order."""
    pairs = ((int(first), int(second)) for first, _, second in _PAIR.findall(fold(text)))
    return any(1 <= min(pair) < max(pair) <= 12 for pair in pairs)  # noqa: PLR2004 - months in a year


def _with_surroundings(day: WrittenDay, folded: Folded, language: str) -> WrittenDay | None:
    """Return a day with the place of its weekday and words around it; None where it is within a word."""
    place = forms(language).around(folded.text, day.start, day.end)
    if place is None:
        return None
    return replace(day, start=place[0], end=place[1] if day.year is not None else day.end)


def _in_place(day: WrittenDay, folded: Folded) -> WrittenDay:
    start, end = folded.span(day.start, day.end)
    return replace(day, start=start, end=end)


def _day(match: re.Match[str], on: dt.date | None) -> Iterator[WrittenDay]:
    if on is not None:
        yield WrittenDay(*match.span(), on.day, on.month, on.year)


def _by_name(folded: Folded, language: str) -> Iterator[WrittenDay]:
    known, shortened = months(language), shortened_months(language)
    for pattern in forms(language).named:
        for match in pattern.finditer(folded.text):
            groups = match.groupdict()
            name, number = key(groups["month"]), int(groups["day"])
            month = known.get(name) or shortened.get(name)
            if month is None and calendars.has_persian_calendar(language):
                yield from _day(
                    match, calendars.persian_day(int(groups["year"] or 0), PERSIAN_MONTHS.get(name, 0), number)
                )
            elif groups["year"] or groups.get("short"):
                yield from _day(match, _named_day(groups, month or 0, number, language))
            elif name in known and calendars.gregorian_day(_LEAP_YEAR, month or 0, number):
                yield WrittenDay(*match.span(), number, month or 0, None)


def _named_day(groups: dict[str, str | None], month: int, day: int, language: str) -> dt.date | None:
    if groups["year"]:
        return calendars.civil_day(int(groups["year"]), month, day, language)
    year = calendars.year_of_two_digits(int(groups["short"] or 0), language)
    return calendars.gregorian_day(year, month, day) if year is not None else None


def _by_era(folded: Folded, language: str) -> Iterator[WrittenDay]:
    for match in ERA.finditer(folded.text):
        groups = match.groupdict()
        numbers = [groups[name] or groups[f"n{name}"] for name in "ymd"]
        year, month, day = (calendars.chinese_number(number or "0") for number in numbers)
        yield from _day(match, calendars.era_day(match["era"], year, month, day))
    for match in CJK.finditer(folded.text):
        year, month, day = (calendars.chinese_number(match[name]) for name in "ymd")
        yield from _day(match, calendars.civil_day(year, month, day, language))


def _by_number(folded: Folded, language: str, meant: DayOrder) -> Iterator[WrittenDay]:
    if compact := _COMPACT.fullmatch(folded.text.strip()):
        year, month, day = (int(compact[name]) for name in ("year", "month", "day"))
        on = calendars.gregorian_day(year, month, day)
        start = folded.text.index(compact[0])
        yield from (replace(one, start=start, end=start + len(compact[0])) for one in _day(compact, on))
    for match in NUMERIC.finditer(folded.text):
        if match["mark"].strip() == match["second"].strip():
            yield from _numeric_day(match, language, meant)
    for pattern in forms(language).marked:
        for match in pattern.finditer(folded.text):
            on = calendars.civil_day(int(match["year"]), int(match["month"]), int(match["day"]), language)
            yield from _day(match, on)


def _numeric_day(match: re.Match[str], language: str, meant: DayOrder) -> Iterator[WrittenDay]:
    """Yield the day that three numbers mean, marked as ambiguous if they can mean several days."""
    mark = match["mark"].strip()
    order = meant.dotted if mark == "." else meant.slashed
    likely: Order = order or likely_order(language)
    days = list(dict.fromkeys(_readings(match, language, order)))
    if not days:
        return
    first = days[0]
    if len(days) > 1:
        first = next((on for on in days if (on.day == int(match["a"])) == (likely == "dmy")), first)
    yield WrittenDay(*match.span(), first.day, first.month, first.year, len(days) > 1, is_numeric=True)


def _readings(match: re.Match[str], language: str, order: Order | None) -> Iterator[dt.date]:
    """Yield every day that three numbers can mean in a language."""
    a, b, c = match["a"], match["b"], match["c"]
    if len(a) > 2:  # noqa: PLR2004 - a year first
        if len(c) <= 2:  # noqa: PLR2004
            yield from _year_first(int(a), int(b), int(c), language)
        return
    is_short = len(c) == 2 and not has_short_year_first(language)  # noqa: PLR2004
    if len(c) == 4 or (is_short and (" " not in match["mark"] or has_blanks_in_short(language))):  # noqa: PLR2004 - digits of a year
        yield from _year_last(int(a), int(b), c, language, order=order)
    if len(a) == len(c) == 2 or (len(a) == 2 and has_short_year_first(language)):  # noqa: PLR2004
        yield from _short_year_first(int(a), int(b), int(c), language, order=order)


def _year_first(year: int, b: int, c: int, language: str) -> Iterator[dt.date]:
    pairs = [(b, c)]
    if "ydM" in orders(language):
        pairs.append((c, b))
    for month, day in pairs:
        persian = calendars.persian_day(year, month, day) if calendars.has_persian_calendar(language) else None
        on = persian or calendars.civil_day(year, month, day, language)
        if on is not None:
            yield on


def _year_last(a: int, b: int, c: str, language: str, *, order: Order | None) -> Iterator[dt.date]:
    pair = day_and_month(a, b, order)
    year = int(c) if len(c) > 2 else calendars.year_of_two_digits(int(c), language)  # noqa: PLR2004
    if year is None:
        return
    for day, month in [pair] if pair else [(a, b), (b, a)]:
        persian = calendars.persian_day(year, month, day) if calendars.has_persian_calendar(language) else None
        on = persian or calendars.civil_day(year, month, day, language)
        if on is not None:
            yield on


def _short_year_first(a: int, b: int, c: int, language: str, *, order: Order | None) -> Iterator[dt.date]:
    """Yield the day of ``24. 6. 3.`` where a language writes so, unless the text is known to have another order."""
    if "yMd" not in orders(language) or (order and not has_short_year_first(language)):
        return
    year = calendars.year_of_two_digits(a, language)
    on = calendars.gregorian_day(year, b, c) if year is not None else None
    if on is not None:
        yield on


def zone_names() -> list[str]:
    """Return the zones of the IANA database that this machine knows, such as ``Europe/Vienna``, by name."""
    return sorted(available_timezones() - _MACHINE_ZONES)
