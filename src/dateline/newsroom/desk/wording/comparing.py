"""What numbers and days a translation says otherwise than its original; as few false alarms as can be.

A number is borne out when the other text has it in any form: digits, words, Roman, within a day, scaled otherwise.
Only numbers in digits are asked for; one and nothing never. Texts of very different length are no translations, and
nothing is said about them.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dateline.newsroom.desk.wording.numbers import WrittenNumber, numbers_in, plain_digits
from dateline.newsroom.desk.wording.passages import Passage
from dateline.newsroom.desk.wording.times import without_times
from dateline.text.dates import written_days

LEAST_LENGTH, MOST_LENGTH = 0.5, 2.0
"""Lengths of a translation, in those of its original, within which they are compared."""

TOO_MANY = 8
"""More differences than this of one kind mean another text rather than a slip."""

_TWO_DAYS = re.compile(r"(?<=\d)/(?=\d{1,2}\.? [^\W\d])|(?<=\d\.)/(?=\d)|(?<=\.\d{4})[/:]")
"""Between two days of one month: 16./17. März, 12/13 marzo; and what stands close behind a day."""

_SPACED_DAY = re.compile(r"(?<![\d.])(\d{1,2})\. (\d{1,2})\. ((?:19|20)\d\d)(?!\d)")
"""A day in numbers with blanks between: 1. 12. 2004."""

_WHOLE = Decimal(1)


@dataclass(frozen=True)
class Said:
    """A number or day and where it stands.

    Attributes:
        values: what it can mean.
        order: where it stands, as a part of the whole text.
        bare: of a number with a word such as million, what it is without it.
    """

    passage: Passage
    start: int
    end: int
    values: frozenset[Decimal]
    order: float
    bare: frozenset[Decimal] = frozenset()

    @property
    def words(self) -> str:
        """Return it as written."""
        return self.passage.text[self.start : self.end]


@dataclass(frozen=True)
class Difference:
    """Something the two texts do not share; of the pair at least one is there.

    Attributes:
        here: in the translation.
        there: in the original.
    """

    here: Said | None
    there: Said | None


@dataclass(frozen=True)
class _Reading:
    numbers: tuple[Said, ...]
    borne: frozenset[Decimal]
    days: tuple[Said, ...]

    def missing(self, other: "_Reading", near: frozenset[Decimal]) -> list[Said]:
        """Return the numbers that the other text does not have, each value once.

        One without a scale is the same as one with: ``1.5 (1.2) million`` is also ``1.5 million (1.2 million)``.
        """
        plain = {value for one in other.numbers if not one.bare for value in one.values}
        bare = {value for one in other.numbers for value in one.bare}
        asked = [one for one in self.numbers if not (one.bare & plain if one.bare else one.values & bare)]
        return _missing(asked, other.borne | near)

    def all_days(self) -> set[Decimal]:
        """Return the days, with those that a month and a number make: ``10–12 December``."""
        stated = {value for day in self.days for value in day.values}
        months = {int(value) // 100 for value in stated}
        stated |= {value for number in self.borne for value in _as_day(number)}
        return stated | {month * 100 + value for month in months for value in self.borne if value <= LAST_DAY}


LAST_DAY, LAST_MONTH = 31, 12


def _as_day(number: Decimal) -> set[Decimal]:
    """Return the day that a number such as 12.7 may mean, month first; nothing for others."""
    day, _point, month = str(number).partition(".")
    is_short = day.isdecimal() and month.isdecimal() and len(day) < 3 and len(month) < 3  # noqa: PLR2004 - two digits
    is_day = is_short and int(day) <= LAST_DAY and int(month) <= LAST_MONTH
    return {Decimal(int(month) * 100 + int(day))} if is_day else set()


def differing(
    here: Sequence[Passage], there: Sequence[Passage], *, languages: tuple[str, str], on: dt.date | None = None
) -> tuple[list[Difference], list[Difference]]:
    """Return the numbers and the days that differ between a translation and its original.

    Args:
        here: passages of the translation.
        there: passages of the original.
        languages: BCP 47 tags of the two, in that order.
        on: day of publishing; days and years about it may also be said in words, such as “today” and “last year”.
    """
    if not are_two_of_one(here, there):
        return [], []
    mine, theirs = (_read(side, tag) for side, tag in zip((here, there), languages, strict=True))
    near = frozenset(Decimal(on.year + years) for years in (-2, -1, 0, 1)) if on else frozenset()
    numbers = pairs(mine.missing(theirs, near), theirs.missing(mine, near))
    days = pairs(_missing(mine.days, theirs.all_days()), _missing(theirs.days, mine.all_days()))
    days = [one for one in days if (one.here and one.there) or not _is_about(one.here or one.there, on)]
    return [found if len(found) <= TOO_MANY else [] for found in (numbers, days)]  # type: ignore[return-value]


def are_two_of_one(here: Sequence[Passage], there: Sequence[Passage]) -> bool:
    """Tell whether two texts are as long as a translation and its original are."""
    sizes = [sum(len(passage.text) for passage in side) for side in (here, there)]
    return bool(sizes[1]) and LEAST_LENGTH <= sizes[0] / sizes[1] <= MOST_LENGTH


def _read(side: Sequence[Passage], language: str) -> _Reading:
    numbers: list[Said] = []
    days: list[Said] = []
    borne: set[Decimal] = set()
    total = sum(len(passage.text) for passage in side)
    before = 0
    for passage in side:
        text = without_times(unicodedata.normalize("NFC", passage.text))
        if len(text) != len(passage.text):  # decomposed letters: places would be wrong
            passage = Passage(passage.field, unicodedata.normalize("NFC", passage.text))  # noqa: PLW2901
        text = _SPACED_DAY.sub(_closed, _TWO_DAYS.sub(" ", text))
        found_days = written_days(plain_digits(text), language)
        for day in found_days:
            text = text[: day.start] + " " * (day.end - day.start) + text[day.end :]
            borne |= {Decimal(day.day), Decimal(day.month), Decimal(f"{day.day}.{day.month}").normalize()}
            borne |= {Decimal(day.year)} if day.year else set()
            value = frozenset({Decimal(day.month * 100 + day.day)})
            days.append(Said(passage, day.start, day.end, value, (before + day.start) / total))
        for number in numbers_in(text, language):
            borne |= number.readings
            if _is_asked_for(number):
                place = (before + number.start) / total
                bare = (
                    frozenset(value / number.factor for value in number.readings) if number.factor > 1 else frozenset()
                )
                numbers.append(Said(passage, number.start, number.end, number.readings, place, bare))
        before += len(passage.text)
    return _Reading(tuple(numbers), frozenset(borne), tuple(days))


def _closed(match: re.Match[str]) -> str:
    """Return a spaced day without its blanks, as long as it was."""
    return f"{match[1]}.{match[2]}.{match[3]}".ljust(len(match[0]))


def _is_asked_for(number: WrittenNumber) -> bool:
    return number.is_digits and not any(value <= _WHOLE for value in number.readings)


def _missing(said: Iterable[Said], borne: Iterable[Decimal]) -> list[Said]:
    """Return what the other text does not have, each value once."""
    known = set(borne)
    found: list[Said] = []
    for one in said:
        if not one.values & known:
            found.append(one)
            known |= one.values
    return found


DAYS_ABOUT = 6
"""How far from the day of publishing a weekday alone, or “today”, can mean a day."""


def _is_about(day: Said | None, on: dt.date | None) -> bool:
    """Tell whether a day, in whatever year, is about that of publishing."""
    if day is None or on is None:
        return False
    value = int(min(day.values))
    about = (on + dt.timedelta(days=days) for days in range(-DAYS_ABOUT, DAYS_ABOUT + 1))
    return any(one.month * 100 + one.day == value for one in about)


NEAR = 0.12
"""How far apart, in parts of the text, a number and what it became may stand."""


def pairs(mine: Sequence[Said], theirs: Sequence[Said]) -> list[Difference]:
    """Put together what stands at about the same place, in order; the rest stands alone."""
    found: list[Difference] = []
    rest = list(theirs)
    for one in mine:
        near = min(rest, key=lambda other: abs(other.order - one.order), default=None)
        if near is not None and abs(near.order - one.order) <= NEAR:
            rest.remove(near)
        else:
            near = None
        found.append(Difference(one, near))
    return [*found, *(Difference(None, one) for one in rest)]
