"""Years and days of other calendars than the Gregorian: of Thailand, Iran and Afghanistan, Japan, and Taiwan.

Islamic (lunar) dates are not converted, because the same date is another day in another country.
"""

import datetime as dt
import re

from persiantools.jdatetime import JalaliDate

from dateline.text.words import base_language

FIRST_YEAR, LAST_YEAR = 1800, 2199
"""Years in which news can be; another number of four digits is not taken for a year."""

_ERAS = {
    **dict.fromkeys(("明治", "m"), dt.date(1868, 10, 23)),
    **dict.fromkeys(("大正", "t"), dt.date(1912, 7, 30)),
    **dict.fromkeys(("昭和", "s"), dt.date(1926, 12, 25)),
    **dict.fromkeys(("平成", "h"), dt.date(1989, 1, 8)),
    **dict.fromkeys(("令和", "r"), dt.date(2019, 5, 1)),
}
"""First day of each Japanese era, by its name and its letter."""

ERA_NAMES = tuple(name for name in _ERAS if len(name) > 1)
MINGUO = r"(?:中華)?民[國国]"
"""The era of Taiwan, as a regular expression."""

_MINGUO_OFFSET = 1911
_BUDDHIST_OFFSET = 543
_BUDDHIST_YEARS = range(FIRST_YEAR + _BUDDHIST_OFFSET, LAST_YEAR + _BUDDHIST_OFFSET + 1)
_SHORT_BUDDHIST = range(40, 70)  # 2540 to 2569, which are 1997 to 2026; 2040 to 2069 are not news
_PERSIAN_YEARS = range(1178, 1500)
_PERSIAN_LANGUAGES = ("fa", "ps", "prs", "mzn", "lrc", "haz")
_LONG_MINGUO = range(100, 200)  # 2011 to 2110; shorter numbers can be years of two digits
_DIGITS = {**{digit: number for number, digit in enumerate("〇一二三四五六七八九")}, "零": 0, "元": 1, "正": 1}


def has_persian_calendar(language: str) -> bool:
    """Return whether texts in a language use the Solar Hijri calendar."""
    return base_language(language) in _PERSIAN_LANGUAGES


def has_minguo_calendar(language: str) -> bool:
    """Return whether texts in a language count years from 1912, without saying so."""
    tag = language.lower()
    return tag.startswith("zh") and ("hant" in tag or "tw" in tag.split("-")) and not {"hk", "mo"} & set(tag.split("-"))


def persian_day(year: int, month: int, day: int) -> dt.date | None:
    """Return the day of a date in the Solar Hijri calendar; None where it has no such day."""
    if year not in _PERSIAN_YEARS:
        return None
    try:
        return JalaliDate(year, month, day).to_gregorian()  # type: ignore[no-untyped-call]
    except ValueError:
        return None


def civil_day(year: int, month: int, day: int, language: str) -> dt.date | None:
    """Return the day of a date with a year of three or four digits, in the calendar of a language; None if it is none.

    The number of the year shows the calendar: in Thai, 2567 is Buddhist and 2024 is Gregorian.
    """
    if base_language(language) == "th" and year in _BUDDHIST_YEARS:
        year -= _BUDDHIST_OFFSET
    elif has_minguo_calendar(language) and year in _LONG_MINGUO:
        year += _MINGUO_OFFSET
    return gregorian_day(year, month, day)


def gregorian_day(year: int, month: int, day: int) -> dt.date | None:
    """Return a Gregorian day; None if it does not exist, or is before ``FIRST_YEAR`` or after ``LAST_YEAR``."""
    try:
        return dt.date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


def year_of_two_digits(number: int, language: str) -> int | None:
    """Return the year that two digits mean; None where it depends on the calendar.

    00 to 69 are 20xx and 70 to 99 are 19xx, about as in POSIX.
    """
    if base_language(language) == "th":
        return 2500 + number - _BUDDHIST_OFFSET if number in _SHORT_BUDDHIST else None
    if has_persian_calendar(language) or base_language(language) == "ja" or has_minguo_calendar(language):
        return None
    return number + (2000 if number < 70 else 1900)  # noqa: PLR2004 - as the docstring says


def era_day(era: str, year: int, month: int, day: int) -> dt.date | None:
    """Return the day of a date in a Japanese era or that of Taiwan; None where the era has no such day."""
    if re.fullmatch(MINGUO, era):
        return gregorian_day(year + _MINGUO_OFFSET, month, day)
    begins = _ERAS[era]
    ends = min((on for on in _ERAS.values() if on > begins), default=dt.date.max)
    on = gregorian_day(begins.year + year - 1, month, day)
    return on if on is not None and begins <= on <= ends else None


def chinese_number(text: str) -> int:
    """Return the number that a text states: in digits, in Chinese numerals below 100, or as a year digit by digit.

    ``元`` (first year of an era) and ``正`` (first month) count as 1.
    """
    if text.isdecimal():
        return int(text)
    if "十" in text or "廿" in text or "卅" in text:
        text = text.replace("廿", "二十").replace("卅", "三十")
        tens, _, ones = text.partition("十")
        return 10 * (chinese_number(tens) if tens else 1) + (chinese_number(ones) if ones else 0)
    return int("".join(str(_DIGITS[letter]) if letter in _DIGITS else letter for letter in text))
