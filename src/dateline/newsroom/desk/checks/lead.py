"""The lead: there, short, and of whole sentences."""

import datetime as dt
import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from dateline.newsroom.desk.checks.values import Check, Finding, Galley, Severity
from dateline.newsroom.desk.wording.sentences import words

MOST_WORDS = 70
"""About 450 letters: two sentences, and what a card of a list shows uncut."""

TAIL = 28
"""Letters of the end that are quoted."""

_CUT = re.compile(r"(?:…|\.\.\.|\[…\]|[,;:،؛–—-])[»”\"’)\]]*$")
_WHOLE = re.compile(r"[.!?؟۔。！？]\s?[»”\"’'«)\]]*$")


def find(galley: Galley, _at: dt.datetime) -> Iterator[Finding]:
    """Look at length and end."""
    lead = galley.edition.lead.strip()
    if not lead:
        yield Finding(says=_("The lead is missing."), field="lead", severity=Severity.ERROR)
        return
    count = len(words(lead))
    if count > MOST_WORDS:
        yield Finding(
            says=_("The lead has %(count)d words; more than %(most)d are too long for lists."),
            values={"count": count, "most": MOST_WORDS},
            field="lead",
            about=lead,
        )
    if not _WHOLE.search(lead) or _CUT.search(lead):
        tail = lead[-TAIL:].partition(" ")[2] or lead[-TAIL:]
        yield Finding(
            says=_("The lead ends in mid-sentence: “%(tail)s”."),
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
    explains=_("Lists show the lead as it is: one or two whole sentences."),
    find=find,
)
