"""Years and months in headings, and days below them that lack the year or the month."""

import re
from typing import NamedTuple

from dateline.newsroom.intake.listing.displayed_dates import strip_separators
from dateline.text.dates import FIRST_YEAR, LAST_YEAR, written_days

_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_MAX_HEADING = 40  # most letters of a heading that names a year or a month
_NUMBER = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|e|\.|º|ª|日|일)?")
_DAY_AND_MONTH = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.?")
_NOT_HEADING = re.compile(r"©|\(c\)|copyright", re.IGNORECASE)


class Heading(NamedTuple):
    """What headings above a line name; None where they name none."""

    year: int | None = None
    month: int | None = None


def heading(text: str, language: str, above: Heading) -> Heading | None:
    """Return what a text names as a heading, below other headings; None where it is none.

    ``2024`` and ``News 2024`` name a year, ``June 2024`` a month and a year, ``June`` a month of the year above.
    """
    if not text or len(text) > _MAX_HEADING or _NOT_HEADING.search(text) or written_days(text, language):
        return None
    years = [int(year) for year in _YEAR.findall(text) if FIRST_YEAR <= int(year) <= LAST_YEAR]
    year = years[0] if len(years) == 1 else above.year
    if year is None or len(years) > 1:
        return None
    month = _month(_YEAR.sub("", text) if years else text, language)
    if month is not None:
        return Heading(year, month)
    return Heading(year) if years else None


def _month(text: str, language: str) -> int | None:
    words = strip_separators(text).strip(" .,")
    days = written_days(f"1 {words} 2001", language) or written_days(f"2001 {words} 1", language)
    is_whole = len(days) == 1 and days[0].start == 0 and any(letter.isalpha() for letter in words)
    return days[0].month if is_whole and not _YEAR.search(words) else None


def completed(text: str, language: str, above: Heading) -> str | None:
    """Return a text with the day at its beginning or end written in full, as ISO 8601; None where it has none."""
    if above.year is None or len(text) > 300:  # noqa: PLR2004 - no line of a list is longer
        return None
    short = strip_separators(text)
    if above.month is not None and (number := _NUMBER.fullmatch(short)):
        return _iso(above.year, above.month, int(number[1]))
    if pair := _DAY_AND_MONTH.fullmatch(short):
        return _iso(above.year, int(pair[2]), int(pair[1]))
    days = written_days(text, language)
    if len(days) != 1 or days[0].year is not None:
        return None
    [day] = days
    before, after = strip_separators(text[: day.start]), strip_separators(text[day.end :])
    written = _iso(above.year, day.month, day.day)
    return None if written is None or (before and after) else f"{text[: day.start]}{written}{text[day.end :]}"


def _iso(year: int, month: int, day: int) -> str | None:
    written = f"{year}-{month:02}-{day:02}"
    return written if written_days(written, "en") else None
