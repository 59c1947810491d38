"""Numbers that a translation has otherwise than its original."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from dateline.newsroom.desk.checks.translations import compared, found_as
from dateline.newsroom.desk.checks.values import Check, Finding, Galley, Severity


def find(galley: Galley, _at: dt.datetime) -> Iterator[Finding]:
    """Compare with the original; texts that translate none have nothing to compare."""
    numbers, _days = compared(galley)
    yield from (found_as(one, OTHERWISE, ADDED, LEFT_OUT) for one in numbers)


OTHERWISE = _("“%(here)s” here is “%(there)s” in the original.")
ADDED = _("The number “%(here)s” is not in the original.")
LEFT_OUT = _("The original has the number “%(there)s”, this text has not: “%(around)s”")

CHECK = Check(
    key="figures",
    severity=Severity.WARNING,
    title=_("Numbers of the translation"),
    explains=_(
        "Compares the numbers of a translation with those of its original, in digits and words, whatever the language "
        "writes between thousands and decimals. Times of day and telephone numbers are not compared."
    ),
    find=find,
    languages=frozenset({"en", "fr", "ru", "ar", "de", "it"}),
)
