"""Find days as people write them (``19 December 2024``, ``March 9``, ``le 4 mars 2021``), and name time zones.

Names of months are understood in many languages (``text.months``), digits in any script. What no calendar has
(31 February) and what has a year of five digits is not found at all, rather than in part.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import available_timezones

from dateline.text.months import Order, months, usual_order, weekdays

FIRST_YEAR, LAST_YEAR = 1800, 2199
"""Years of news; other numbers of four digits are no years."""

_MACHINE_ZONES = frozenset({"localtime", "Factory"})  # files of a machine; browsers do not know these zones
_PIVOT = 70  # years of two digits: 00 to 69 are 20xx, 70 to 99 are 19xx, about as in POSIX
_NUMERIC = re.compile(r"(?<![\w./:-])(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?![\w/:])(?!\.\d|-\d)")
_YEAR_FIRST = re.compile(r"(?<![\w./:-])(\d{4})([./-])(\d{1,2})\2(\d{1,2})(?!\d)")
_DIGIT = re.compile(r"\d")
_CJK = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")


@dataclass(frozen=True)
class WrittenDay:
    """A day found in a text.

    Attributes:
        start, end: place in the text, with the weekday before it.
        year: None where none is written.
    """

    start: int
    end: int
    day: int
    month: int
    year: int | None

    def on(self, near: dt.date | None = None) -> dt.date | None:
        """Return the day; without a year the one nearest to ``near``; None where both are missing."""
        if self.year is not None:
            return dt.date(self.year, self.month, self.day)
        if near is None:
            return None
        years = (year for year in (near.year, near.year - 1, near.year + 1) if _is_day(year, self.month, self.day))
        return min(
            (dt.date(year, self.month, self.day) for year in years),
            key=lambda on: abs((on - near).days),
            default=None,
        )


def written_days(text: str, language: str, *, order: Order | None = None) -> list[WrittenDay]:
    """Return the days in a text, in order and without overlaps.

    Args:
        text: composed (NFC); blanks of any kind.
        language: BCP 47 tag of the text.
        order: of day and month in ``2/10/2026``; by default that of the language.
    """
    if not _DIGIT.search(text):
        return []
    found = [*_by_name(text, language), *_by_number(text, order, language)]
    found.sort(key=lambda day: (day.start, -day.end))
    days: list[WrittenDay] = []
    for day in found:
        if not days or day.start >= days[-1].end:
            days.append(day)
    return days


def parse_day(text: str, language: str, *, order: Order | None = None) -> WrittenDay | None:
    """Return the day where a text is a single day, apart from blanks and a final stop or comma; else None."""
    stripped = text.strip()
    days = written_days(stripped, language, order=order)
    if len(days) == 1 and days[0].start == 0 and not stripped[days[0].end :].strip(" .,;"):
        return days[0]
    return None


def order_in(texts: Iterable[str], language: str) -> Order:
    """Return the order in ``2/10/2026`` in a document: that of most of its unambiguous days, else of its language."""
    votes = {"dmy": 0, "mdy": 0}
    for text in texts:
        for first, _, second, _ in _NUMERIC.findall(text):
            votes["dmy"] += int(first) > 12 >= int(second)  # noqa: PLR2004 - months in a year
            votes["mdy"] += int(second) > 12 >= int(first)  # noqa: PLR2004
    if votes["dmy"] == votes["mdy"]:
        return usual_order(language)
    return "dmy" if votes["dmy"] > votes["mdy"] else "mdy"


def is_ambiguous(text: str) -> bool:
    """Return whether a text has a day such as ``2/10/2026`` that means another day in the other order."""
    pairs = ((int(first), int(second)) for first, _, second, _ in _NUMERIC.findall(text))
    return any(1 <= min(pair) < max(pair) <= 12 for pair in pairs)  # noqa: PLR2004 - months in a year


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True


def _valid(span: tuple[int, int], year: int | None, month: int, day: int) -> Iterator[WrittenDay]:
    leap = 2000  # a day without a year may be 29 February
    if (year is None or FIRST_YEAR <= year <= LAST_YEAR) and _is_day(year or leap, month, day):
        yield WrittenDay(*span, day, month, year)


def _year(digits: str) -> int:
    number = int(digits)
    if len(digits) > 2:  # noqa: PLR2004 - two digits mean a year of this or the last century
        return number
    return number + (2000 if number < _PIVOT else 1900)


def _alternatives(names: Iterable[str]) -> str:
    return "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(names, key=len, reverse=True))


@lru_cache(maxsize=64)
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    month = rf"(?P<month>{_alternatives(months(language))})(?!\w)\.?"
    # no longer number may follow: 19 December 20244 is not 19 December
    end = r"(?!\d)(?!,?\s*\d{3,})"
    year = r"(?P<year>\d{4})(?!\d)"
    weekday = rf"(?:(?<!\w)(?:{_alternatives(weekdays(language))})(?!\w)\.?[,،]?\s+(?:le\s+|den\s+)?)?"
    day = r"(?<![\w/:$€£#])(?<!\d[.,])(?P<day>\d{1,2})(?!\d)"
    ordinal = r"(?:st|nd|rd|th|er|re|ère|[º°ª.]|-?(?:го|е|ого))?"
    after = r"(?:\s*(?:года|год|г\.|року|р\.|م\.?)(?!\w))?"
    of = r"(?:de\s+|del\s+|of\s+|di\s+|d[’'])?"
    # Arabic texts may name a month twice, in both traditions: كانون الأول/ديسمبر
    twice = rf"(?:\s*/\s*(?:{_alternatives(months(language))})(?!\w))?"
    return (
        re.compile(
            rf"{weekday}{day}{ordinal}\s*{of}{month}{twice}(?:\s*,?\s*{of}{year}{after})?{end}",
            re.IGNORECASE,
        ),
        re.compile(rf"{weekday}{day}-{month}-(?P<year>\d{{4}}|\d{{2}})(?!\w)", re.IGNORECASE),
        re.compile(
            rf"{weekday}(?<!\w){month}\s+(?P<day>\d{{1,2}})(?!\d)(?:st|nd|rd|th)?(?:,?\s*{year})?{end}", re.IGNORECASE
        ),
    )


def _by_name(text: str, language: str) -> Iterator[WrittenDay]:
    table = months(language)
    for pattern in _patterns(language):
        for match in pattern.finditer(text):
            # 0 where a letter matches but has another lower case, as the long s: not a month
            month = table.get(re.sub(r"\s+", " ", match["month"].lower()), 0)
            year = match["year"]
            yield from _valid(match.span(), _year(year) if year else None, month, int(match["day"]))


def _by_number(text: str, order: Order | None, language: str) -> Iterator[WrittenDay]:
    for pattern in (_YEAR_FIRST, _CJK):
        for match in pattern.finditer(text):
            year, month, day = (int(match[i]) for i in ((1, 3, 4) if pattern is _YEAR_FIRST else (1, 2, 3)))
            yield from _valid(match.span(), year, month, day)
    for match in _NUMERIC.finditer(text):
        first, second, year = int(match[1]), int(match[3]), _year(match[4])
        usual = order or ("dmy" if match[2] == "." else usual_order(language))
        month_first = usual == "mdy" if max(first, second) <= 12 else second > 12  # noqa: PLR2004 - months
        month, day = (first, second) if month_first else (second, first)
        yield from _valid(match.span(), year, month, day)


def zone_names() -> list[str]:
    """Return the zones of the IANA database that this machine knows, such as ``Europe/Vienna``, by name."""
    return sorted(available_timezones() - _MACHINE_ZONES)
