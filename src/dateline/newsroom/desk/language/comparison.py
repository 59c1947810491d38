"""Find numbers, days and weekdays that differ between a translation and its original, with few false alarms.

A number matches if the other text has it in any form: digits, words, Roman numerals, part of a day, or another scale.
Only numbers written in digits are checked; 0 and 1 are not. Texts of very different length are not compared.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dateline.newsroom.desk.language.numbers import WrittenNumber, numbers_in, plain_digits, without_times
from dateline.newsroom.desk.language.passages import Passage
from dateline.newsroom.desk.language.word_lists import WEEKDAYS
from dateline.text.dates import written_days
from dateline.text.words import base_language

MIN_LENGTH_RATIO, MAX_LENGTH_RATIO = 0.5, 2.0
"""Length of a translation relative to its original; outside this range the two are not compared."""

MAX_DIFFERENCES = 8
"""With more differences of one kind, the texts are probably different, so none of them is reported."""

_TWO_DAYS = re.compile(r"(?<=\d)/(?=\d{1,2}\.? [^\W\d])|(?<=\d\.)/(?=\d)|(?<=\.\d{4})[/:]")
"""The sign between two days of one month (16./17. März, 12/13 marzo), and a sign right after a day."""

_SPACED_DAY = re.compile(r"(?<![\d.])(\d{1,2})\. (\d{1,2})\. ((?:19|20)\d\d)(?!\d)")
"""A day in numbers with blanks: 1. 12. 2004."""

_WHOLE = Decimal(1)


@dataclass(frozen=True)
class Mention:
    """A number or day in a text and its place.

    Attributes:
        values: its possible values.
        order: its position, as a fraction of the whole text.
        bare: for a number with a word such as million, its values without that factor.
    """

    passage: Passage
    start: int
    end: int
    values: frozenset[Decimal]
    order: float
    bare: frozenset[Decimal] = frozenset()

    @property
    def words(self) -> str:
        """Return the number or day as written."""
        return self.passage.text[self.start : self.end]


@dataclass(frozen=True)
class Difference:
    """A value that only one of the texts has, or a pair that differs; at least one side is set.

    Attributes:
        here: in the translation.
        there: in the original.
    """

    here: Mention | None
    there: Mention | None


@dataclass(frozen=True)
class _Values:
    numbers: tuple[Mention, ...]
    confirmed: frozenset[Decimal]
    days: tuple[Mention, ...]

    def missing(self, other: "_Values", near: frozenset[Decimal]) -> list[Mention]:
        """Return the numbers that the other text does not confirm, each value once.

        A number with a scale equals one without: ``1.5 (1.2) million`` is also ``1.5 million (1.2 million)``.
        """
        plain = {value for one in other.numbers if not one.bare for value in one.values}
        bare = {value for one in other.numbers for value in one.bare}
        unexplained = [one for one in self.numbers if not (one.bare & plain if one.bare else one.values & bare)]
        return _missing(unexplained, other.confirmed | near)

    def all_days(self) -> set[Decimal]:
        """Return the days, and those that a month and a number could form: ``10–12 December``."""
        stated = {value for day in self.days for value in day.values}
        months = {int(value) // 100 for value in stated}
        stated |= {value for number in self.confirmed for value in _as_day(number)}
        return stated | {month * 100 + value for month in months for value in self.confirmed if value <= LAST_DAY}


LAST_DAY, LAST_MONTH = 31, 12


def _as_day(number: Decimal) -> set[Decimal]:
    """Return the day that a number such as 12.7 can mean, as month × 100 + day; empty for other numbers."""
    day, _point, month = str(number).partition(".")
    is_short = day.isdecimal() and month.isdecimal() and len(day) < 3 and len(month) < 3  # noqa: PLR2004 - two digits
    is_day = is_short and int(day) <= LAST_DAY and int(month) <= LAST_MONTH
    return {Decimal(int(month) * 100 + int(day))} if is_day else set()


def value_differences(
    here: Sequence[Passage], there: Sequence[Passage], *, languages: tuple[str, str], on: dt.date | None = None
) -> tuple[list[Difference], list[Difference]]:
    """Return the numbers and the days that differ between a translation and its original.

    Args:
        here: passages of the translation.
        there: passages of the original.
        languages: BCP 47 tags of the two, in that order.
        on: day of publication; days and years near it may be written in words, such as “today” and “last year”.
    """
    if not is_plausible_translation(here, there):
        return [], []
    mine, theirs = (_read(side, tag) for side, tag in zip((here, there), languages, strict=True))
    near = frozenset(Decimal(on.year + years) for years in (-2, -1, 0, 1)) if on else frozenset()
    numbers = pair_by_place(mine.missing(theirs, near), theirs.missing(mine, near))
    days = pair_by_place(_missing(mine.days, theirs.all_days()), _missing(theirs.days, mine.all_days()))
    days = [one for one in days if (one.here and one.there) or not _is_near(one.here or one.there, on)]
    return [found if len(found) <= MAX_DIFFERENCES else [] for found in (numbers, days)]  # type: ignore[return-value]


def is_plausible_translation(here: Sequence[Passage], there: Sequence[Passage]) -> bool:
    """Tell whether the lengths of two texts are those of a translation and its original."""
    sizes = [sum(len(passage.text) for passage in side) for side in (here, there)]
    return bool(sizes[1]) and MIN_LENGTH_RATIO <= sizes[0] / sizes[1] <= MAX_LENGTH_RATIO


def _read(side: Sequence[Passage], language: str) -> _Values:
    numbers: list[Mention] = []
    days: list[Mention] = []
    confirmed: set[Decimal] = set()
    total = sum(len(passage.text) for passage in side)
    before = 0
    for passage in side:
        text = without_times(unicodedata.normalize("NFC", passage.text))
        if len(text) != len(passage.text):  # not composed (NFC), so the positions would be wrong
            passage = Passage(passage.field, unicodedata.normalize("NFC", passage.text))  # noqa: PLW2901
        text = _SPACED_DAY.sub(_closed, _TWO_DAYS.sub(" ", text))
        found_days = written_days(plain_digits(text), language)
        for day in found_days:
            text = text[: day.start] + " " * (day.end - day.start) + text[day.end :]
            confirmed |= {Decimal(day.day), Decimal(day.month), Decimal(f"{day.day}.{day.month}").normalize()}
            confirmed |= {Decimal(day.year)} if day.year else set()
            value = frozenset({Decimal(day.month * 100 + day.day)})
            days.append(Mention(passage, day.start, day.end, value, (before + day.start) / total))
        for number in numbers_in(text, language):
            confirmed |= number.readings
            if _must_be_confirmed(number):
                place = (before + number.start) / total
                bare = (
                    frozenset(value / number.factor for value in number.readings) if number.factor > 1 else frozenset()
                )
                numbers.append(Mention(passage, number.start, number.end, number.readings, place, bare))
        before += len(passage.text)
    return _Values(tuple(numbers), frozenset(confirmed), tuple(days))


def _closed(match: re.Match[str]) -> str:
    """Return a spaced day without its blanks, padded to the same length."""
    return f"{match[1]}.{match[2]}.{match[3]}".ljust(len(match[0]))


def _must_be_confirmed(number: WrittenNumber) -> bool:
    return number.is_digits and not any(value <= _WHOLE for value in number.readings)


def _missing(mentions: Iterable[Mention], confirmed: Iterable[Decimal]) -> list[Mention]:
    """Return the mentions whose values the other text does not have, each value once."""
    known = set(confirmed)
    found: list[Mention] = []
    for one in mentions:
        if not one.values & known:
            found.append(one)
            known |= one.values
    return found


NEAR_DAYS = 6
"""Days from publication within which a weekday alone, or “today”, can name the day."""


def _is_near(day: Mention | None, on: dt.date | None) -> bool:
    """Tell whether a day, in any year, is within ``NEAR_DAYS`` of the day of publication."""
    if day is None or on is None:
        return False
    value = int(min(day.values))
    about = (on + dt.timedelta(days=days) for days in range(-NEAR_DAYS, NEAR_DAYS + 1))
    return any(one.month * 100 + one.day == value for one in about)


NEAR_SHARE = 0.12
"""Distance, as a fraction of the text, within which two different values are taken for one pair."""


def pair_by_place(mine: Sequence[Mention], theirs: Sequence[Mention]) -> list[Difference]:
    """Pair the mentions of two texts that are near each other, in order; the others stay single."""
    found: list[Difference] = []
    rest = list(theirs)
    for one in mine:
        near = min(rest, key=lambda other: abs(other.order - one.order), default=None)
        if near is not None and abs(near.order - one.order) <= NEAR_SHARE:
            rest.remove(near)
        else:
            near = None
        found.append(Difference(one, near))
    return [*found, *(Difference(None, one) for one in rest)]


_AR = r"(?:(?<=يوم )|(?<=مساء )|(?<=صباح )|(?<=ليلة ))(?:{0})|(?:{0})(?=،?\s+\d)"
"""Context in which an Arabic weekday name means the day and not the number word that it contains."""

_DAYS = {
    language: re.compile(
        "|".join(
            rf"(?P<d{place}>\b(?:{_AR.format(day) if language == 'ar' else day})\b)" for place, day in enumerate(days)
        ),
        re.IGNORECASE,
    )
    for language, days in WEEKDAYS.items()
}


def weekday_differences(
    here: Sequence[Passage], there: Sequence[Passage], *, languages: tuple[str, str]
) -> list[Difference]:
    """Return the weekdays at about the same place that differ.

    Each side must name a weekday that the other does not: “yesterday”, or no weekday, is no slip.

    Args:
        here: passages of the translation.
        there: passages of the original.
        languages: BCP 47 tags of the two, in that order; languages without a word list are skipped.
    """
    if not is_plausible_translation(here, there):
        return []
    mine, theirs = (list(_weekdays_in(side, tag)) for side, tag in zip((here, there), languages, strict=True))
    known = [frozenset[Decimal]().union(*(one.values for one in side)) for side in (mine, theirs)]
    strange = [one for one in mine if not one.values & known[1]]
    missing = [one for one in theirs if not one.values & known[0]]
    return [one for one in pair_by_place(strange, missing) if one.here and one.there]


def _weekdays_in(side: Sequence[Passage], tag: str) -> Iterator[Mention]:
    written = _DAYS.get(base_language(tag))
    if written is None:
        return
    total = sum(len(passage.text) for passage in side)
    before = 0
    for passage in side:
        for match in written.finditer(passage.text):
            day = frozenset({Decimal((match.lastgroup or "d0")[1:])})
            yield Mention(passage, *match.span(), day, (before + match.start()) / total)
        before += len(passage.text)
