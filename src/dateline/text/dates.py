"""Days as people write them: ``19 December 2024``, ``March 9``, ``le 4 mars 2021``, ``4 марта 2021 года``.

Months by name are read in many languages (``text.months``), digits in any script. A day that no calendar
has (31 February) or a year of five digits is no day, rather than a part of one.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from dateline.text.months import Order, months, usual_order, weekdays

FIRST_YEAR, LAST_YEAR = 1800, 2199
"""Years that a newsroom can mean; other numbers of four digits are something else."""

_PIVOT = 70  # two digits below it are 20xx, as POSIX reads them, give or take a year
_NUMERIC = re.compile(r"(?<![\w./:-])(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?![\w/:])(?!\.\d|-\d)")
_YEAR_FIRST = re.compile(r"(?<![\w./:-])(\d{4})([./-])(\d{1,2})\2(\d{1,2})(?!\d)")
_DIGIT = re.compile(r"\d")
_CJK = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")


@dataclass(frozen=True)
class WrittenDay:
    """A day found in a text.

    Attributes:
        start, end: where it stands, the weekday before it included.
        year: None where none was written.
    """

    start: int
    end: int
    day: int
    month: int
    year: int | None

    def on(self, near: dt.date | None = None) -> dt.date | None:
        """Return the day; without a written year the one nearest to ``near``, or None without that too."""
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
    """Return the days in a text, in their order, none inside another.

    Args:
        text: composed (NFC); blanks of any kind.
        language: BCP 47 tag of the text.
        order: what comes first in ``2/10/2026``; by default what the language does.
    """
    if not _DIGIT.search(text):
        return []
    found = [*_by_name(text, language), *_by_number(text, order, language)]
    found.sort(key=lambda day: (day.start, -day.end))
    kept: list[WrittenDay] = []
    for day in found:
        if not kept or day.start >= kept[-1].end:
            kept.append(day)
    return kept


def parse_day(text: str, language: str, *, order: Order | None = None) -> WrittenDay | None:
    """Return the day that a text is, apart from blanks and a final stop or comma; None where it is more or less."""
    stripped = text.strip()
    days = written_days(stripped, language, order=order)
    if len(days) == 1 and days[0].start == 0 and not stripped[days[0].end :].strip(" .,;"):
        return days[0]
    return None


def order_in(texts: Iterable[str], language: str) -> Order:
    """Return how ``2/10/2026`` is to be read in a document: as its unmistakable days are, else as its language does."""
    votes = {"dmy": 0, "mdy": 0}
    for text in texts:
        for first, _, second, _ in _NUMERIC.findall(text):
            votes["dmy"] += int(first) > 12 >= int(second)  # noqa: PLR2004 - months in a year
            votes["mdy"] += int(second) > 12 >= int(first)  # noqa: PLR2004
    if votes["dmy"] == votes["mdy"]:
        return usual_order(language)
    return "dmy" if votes["dmy"] > votes["mdy"] else "mdy"


def is_ambiguous(text: str) -> bool:
    """Tell whether a text has a day such as ``2/10/2026`` that is another day in the other order."""
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
    # 19 December 20244 must not be read as 19 December, so no longer number may follow.
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
            # 0 where a letter such as the long s matches but has another lower case: no month, so no day
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
