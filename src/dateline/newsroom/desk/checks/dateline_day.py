"""The day of the dateline compared with the day of publication."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from dateline.newsroom.desk.checks.types import Check, Finding, Galley, Severity

DAYS_BEFORE = 1
"""A text filed in the evening may come out the next day."""


def find(galley: Galley, at: dt.datetime) -> Iterator[Finding]:
    """Compare the dateline with the day of publication: the actual one, else the scheduled one, else today."""
    written = galley.edition.dateline.on if galley.edition.dateline else None
    if written is None:
        return
    moment = galley.published_at or galley.scheduled_at or at
    public_on = moment.astimezone(galley.zone).date()
    days = (public_on - written).days
    if 0 <= days <= DAYS_BEFORE:
        return
    yield Finding(
        message=_("The dateline says %(written)s, and the text is published on %(public)s."),
        values={"written": written.isoformat(), "public": public_on.isoformat()},
        field="dateline_on",
        quote=written.isoformat(),
        end=len(written.isoformat()),
        repair=public_on.isoformat(),
        about=public_on.isoformat(),
        severity=Severity.ERROR if days < 0 else Severity.WARNING,
    )


CHECK = Check(
    key="dateline-day",
    severity=Severity.ERROR,
    title=_("Day of the dateline"),
    explains=_(
        "A dateline later than the day of publishing is wrong. One more than a day earlier is probably out of date."
    ),
    find=find,
)
