"""Days that a translation has otherwise than its original."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from dateline.newsroom.desk.checks.translations import compared, found_as
from dateline.newsroom.desk.checks.values import Check, Finding, Galley, Severity
from dateline.newsroom.desk.wording.comparing import Difference
from dateline.newsroom.desk.wording.weekdays import differing_weekdays


def find(galley: Galley, _at: dt.datetime) -> Iterator[Finding]:
    """Compare with the original; texts that translate none have nothing to compare."""
    _numbers, days = compared(galley)
    yield from (found_as(one, OTHERWISE, ADDED, LEFT_OUT) for one in [*days, *_of_the_week(galley)])


def _of_the_week(galley: Galley) -> list[Difference]:
    if galley.original is None:
        return []
    languages = (galley.edition.language, galley.original.language)
    return differing_weekdays(galley.passages, galley.original_passages, languages=languages)


OTHERWISE = _("The day “%(here)s” here is “%(there)s” in the original.")
ADDED = _("The day “%(here)s” is not in the original.")
LEFT_OUT = _("The original has the day “%(there)s”, this text has not: “%(around)s”")

CHECK = Check(
    key="days",
    severity=Severity.WARNING,
    title=_("Days of the translation"),
    explains=_("Compares the days that a translation names, with a month or of the week, with those of its original."),
    find=find,
    languages=frozenset({"en", "fr", "ru", "ar", "de", "it"}),
)
