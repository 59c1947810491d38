"""Phrases of an embargo in a text without one."""

import datetime as dt
import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from dateline.newsroom.desk.checks.types import Check, Finding, Galley, Severity, finding_in
from dateline.newsroom.desk.language.word_lists import EMBARGO_PHRASES

_ANY = re.compile(
    "|".join(f"(?:{phrase})" for phrases in EMBARGO_PHRASES.values() for phrase in phrases), re.IGNORECASE
)


def find(galley: Galley, _at: dt.datetime) -> Iterator[Finding]:
    """Look for the phrases of all languages, because some are left over from a form in another language."""
    if galley.has_embargo:
        return
    for passage in galley.passages:
        for match in _ANY.finditer(passage.text):
            yield finding_in(
                passage,
                *match.span(),
                _("“%(words)s” mentions an embargo, but this text has none and becomes public at once."),
                values={"words": match[0]},
            )


CHECK = Check(
    key="embargo",
    severity=Severity.ERROR,
    title=_("Embargo wording"),
    explains=_("Looks for embargo wording in a text without an embargo, such as “not for release before”."),
    find=find,
    languages=frozenset(EMBARGO_PHRASES),
)
