"""Leads that are missing, too long or cut off."""

import datetime as dt
import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from dateline.newsroom.desk.checks.types import Check, Finding, Galley, Severity
from dateline.newsroom.desk.language.passages import words

MAX_WORDS = 70
"""About 450 letters: two sentences, which a card of a list shows in full."""

TAIL_LETTERS = 28
"""Number of letters quoted from the end."""

_CUT = re.compile(r"(?:…|\.\.\.|\[…\]|[,;:،؛–—-])[»”\"’)\]]*$")
_WHOLE = re.compile(r"[.!?؟۔。！？]\s?[»”\"’'«)\]]*$")


def find(galley: Galley, _at: dt.datetime) -> Iterator[Finding]:
    """Check length and end."""
    lead = galley.edition.lead.strip()
    if not lead:
        yield Finding(message=_("The lead is missing."), field="lead", severity=Severity.ERROR)
        return
    count = len(words(lead))
    if count > MAX_WORDS:
        yield Finding(
            message=_("The lead has %(count)d words; more than %(most)d are too long for lists."),
            values={"count": count, "most": MAX_WORDS},
            field="lead",
            about=lead,
        )
    if not _WHOLE.search(lead) or _CUT.search(lead):
        tail = lead[-TAIL_LETTERS:].partition(" ")[2] or lead[-TAIL_LETTERS:]
        yield Finding(
            message=_("The lead ends in mid-sentence: “%(tail)s”."),
            values={"tail": tail},
            field="lead",
            quote=tail,
            start=len(lead) - len(tail),
            end=len(lead),
        )


CHECK = Check(
    key="lead",
    severity=Severity.ERROR,
    title=_("Lead"),
    explains=_("Lists show the whole lead. It should have one or two full sentences."),
    find=find,
)
