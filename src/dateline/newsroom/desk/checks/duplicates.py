"""Texts that largely repeat an earlier release."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from dateline.newsroom.desk.checks.types import Check, Comparison, Finding, Galley, Severity
from dateline.newsroom.desk.language.similarity import similarity

MIN_SIMILARITY = 0.6
"""Two texts are reported if at least this share of their groups of three words is common."""


def find(galley: Galley, _at: dt.datetime) -> Iterator[Finding]:
    """Compare with each candidate and report the most similar one."""
    here = "\n".join(passage.text for passage in galley.passages)
    found = [(similarity(here, earlier.text), earlier) for earlier in galley.similar_texts]
    share, earlier = max(found, key=lambda one: one[0], default=(0.0, None))
    if earlier is None or share < MIN_SIMILARITY:
        return
    yield Finding(
        message=_(
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
        comparison=Comparison(title=earlier.headline, release=earlier.release, here=here, there=earlier.text),
    )


CHECK = Check(
    key="duplicates",
    severity=Severity.WARNING,
    title=_("Similar earlier release"),
    explains=_(
        "Looks for an earlier release in the same language with largely the same words, and shows both side by side."
    ),
    find=find,
)
