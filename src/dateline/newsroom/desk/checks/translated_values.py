"""Numbers and days in which a translation differs from its original."""

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from dateline.newsroom.desk.checks.types import Check, Finding, Galley, Severity, finding_in
from dateline.newsroom.desk.language.comparison import Difference, value_differences, weekday_differences

CONTEXT_LETTERS = 40
"""Letters shown on each side of what is missing."""


def find_numbers(galley: Galley, _at: dt.datetime) -> Iterator[Finding]:
    """Compare the numbers with those of the original; a text without an original has no findings."""
    numbers, _days = _differences(galley)
    for one in numbers:
        yield _finding(
            one,
            changed=_("“%(here)s” here is “%(there)s” in the original."),
            added=_("The number “%(here)s” is not in the original."),
            missing=_("The original has the number “%(there)s”, but this text does not: “%(around)s”"),
        )


def find_days(galley: Galley, _at: dt.datetime) -> Iterator[Finding]:
    """Compare the days and weekdays with those of the original; a text without an original has no findings."""
    _numbers, days = _differences(galley)
    for one in [*days, *_weekdays(galley)]:
        yield _finding(
            one,
            changed=_("The day “%(here)s” here is “%(there)s” in the original."),
            added=_("The day “%(here)s” is not in the original."),
            missing=_("The original has the day “%(there)s”, but this text does not: “%(around)s”"),
        )


@lru_cache(maxsize=4)
def _differences(galley: Galley) -> tuple[tuple[Difference, ...], tuple[Difference, ...]]:
    """Return the numbers and the days that differ; cached, because two checks of one galley ask for them."""
    original = galley.original
    if original is None:
        return (), ()
    languages = (galley.edition.language, original.language)
    on = galley.edition.published_at.astimezone(galley.zone).date()
    numbers, days = value_differences(galley.passages, galley.original_passages, languages=languages, on=on)
    return tuple(numbers), tuple(days)


def _weekdays(galley: Galley) -> list[Difference]:
    if galley.original is None:
        return []
    languages = (galley.edition.language, galley.original.language)
    return weekday_differences(galley.passages, galley.original_passages, languages=languages)


def _finding(difference: Difference, *, changed: object, added: object, missing: object) -> Finding:
    """Return the finding at its place in this text; a missing value is quoted from the original."""
    here, there = difference.here, difference.there
    if here and there:
        values = {"here": here.words, "there": there.words}
        return finding_in(here.passage, here.start, here.end, changed, values=values, about=there.words)
    if here:
        return finding_in(here.passage, here.start, here.end, added, values={"here": here.words})
    assert there is not None  # noqa: S101 - a difference has at least one side
    text = there.passage.text
    around = text[max(0, there.start - CONTEXT_LETTERS) : there.end + CONTEXT_LETTERS].replace("\n", " ").strip()
    field = there.passage.field.partition(".")[0]
    return Finding(message=missing, values={"there": there.words, "around": f"…{around}…"}, field=field, about=around)


NUMBERS = Check(
    key="figures",
    severity=Severity.WARNING,
    title=_("Numbers in the translation"),
    explains=_(
        "Compares the numbers in a translation with those in its original, in digits and in words, whatever separators "
        "the languages use. Times of day and telephone numbers are not compared."
    ),
    find=find_numbers,
    languages=frozenset({"en", "fr", "ru", "ar", "de", "it"}),
)

DAYS = Check(
    key="days",
    severity=Severity.WARNING,
    title=_("Days in the translation"),
    explains=_("Compares dates and days of the week in a translation with those in its original."),
    find=find_days,
    languages=frozenset({"en", "fr", "ru", "ar", "de", "it"}),
)
