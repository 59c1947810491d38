"""Lines of a translation that stand in its original word for word."""

import datetime as dt
import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from dateline.newsroom.desk.checks.values import Check, Finding, Galley, Severity, at
from dateline.newsroom.desk.wording.passages import Passage, base

FEWEST = 5
"""Words in small letters that a line has at least: shorter ones are names, titles and addresses in both languages."""

MOST = 8
"""Lines that are shown; a text that nobody has begun to translate has more."""

_LINE = re.compile(r"[^\n]+")
_SMALL = re.compile(r"(?<![\w@/.-])[^\W\d_A-Z]{2,}(?![\w@/-])")


def find(galley: Galley, _at: dt.datetime) -> Iterator[Finding]:
    """Look for whole lines of the original in a translation into another language."""
    original = galley.original
    if original is None or base(original.language) == galley.language:
        return
    theirs = {words for passage in galley.original_passages for words, _start, _end in _lines(passage)}
    same = (
        (passage, start, end)
        for passage in galley.passages
        for words, start, end in _lines(passage)
        if words in theirs and len(_SMALL.findall(words)) >= FEWEST
    )
    for _place, (passage, start, end) in zip(range(MOST), same, strict=False):
        yield at(passage, start, end, _("This line is as in the original. Translate it."))


def _lines(passage: Passage) -> Iterator[tuple[str, int, int]]:
    """Yield each line with single blanks, and where it stands."""
    for match in _LINE.finditer(passage.text):
        yield " ".join(match[0].split()), *match.span()


CHECK = Check(
    key="untranslated",
    severity=Severity.WARNING,
    title=_("Left untranslated"),
    explains=_("Looks for lines of the original that stand word for word in a translation into another language."),
    find=find,
)
