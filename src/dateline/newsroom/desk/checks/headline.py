"""Headlines that are too long, end with a full stop or are in capitals."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from dateline.newsroom.desk.checks.types import Check, Finding, Galley, Severity

MAX_LETTERS = 130
"""Letters that fit into four lines of a card on a phone."""

_MIN_LETTERS = 12


def find(galley: Galley, _at: dt.datetime) -> Iterator[Finding]:
    """Check length, end and capitals."""
    headline = galley.edition.headline
    if len(headline) > MAX_LETTERS:
        yield Finding(
            message=_("The headline has %(count)d letters; more than %(most)d are too long for lists."),
            values={"count": len(headline), "most": MAX_LETTERS},
            field="headline",
            about=headline,
        )
    if headline.endswith((".", "۔")) and not headline.endswith(("..", "S.", "N.")):
        size = len(headline)
        yield Finding(
            message=_("A headline ends without a full stop."),
            field="headline",
            quote=headline[-16:],
            start=max(0, size - 16),
            end=size,
            repair=headline[-16:-1],
            severity=Severity.HINT,
        )
    letters = [letter for letter in headline if letter.isalpha()]
    if len(letters) > _MIN_LETTERS and all(letter.isupper() for letter in letters):
        yield Finding(message=_("The headline is in capitals."), field="headline", about=headline)


CHECK = Check(
    key="headline",
    severity=Severity.WARNING,
    title=_("Headline"),
    explains=_("A headline fits into lists, has no full stop and is not in capitals."),
    find=find,
)
