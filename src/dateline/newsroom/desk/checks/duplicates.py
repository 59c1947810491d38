"""A text that says what an earlier release has said already."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from dateline.newsroom.desk.checks.values import Beside, Check, Finding, Galley, Severity
from dateline.newsroom.desk.wording.likeness import likeness

LIKE = 0.6
"""Share of common groups of three words from which on two texts are shown side by side."""


def find(galley: Galley, _at: dt.datetime) -> Iterator[Finding]:
    """Compare with each candidate; the likest is named."""
    here = "\n".join(passage.text for passage in galley.passages)
    found = [(likeness(here, earlier.text), earlier) for earlier in galley.earlier]
    share, earlier = max(found, key=lambda one: one[0], default=(0.0, None))
    if earlier is None or share < LIKE:
        return
    yield Finding(
        says=_(
            "This text and release No. %(number)d of %(on)s, “%(headline)s”, have %(share)d percent of their phrases "
            "in common."
        ),
        values={
            "share": round(share * 100),
            "number": earlier.number,
            "on": earlier.on.isoformat(),
            "headline": earlier.headline,
        },
        field="body",
        about=earlier.release,
        beside=Beside(title=earlier.headline, release=earlier.release, here=here, there=earlier.text),
    )


CHECK = Check(
    key="duplicates",
    severity=Severity.WARNING,
    title=_("Said before"),
    explains=_("Looks for an earlier release in the same language with largely the same words, shown side by side."),
    find=find,
)
