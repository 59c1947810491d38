"""Lines of a translation that are still those of the original."""

import datetime as dt
import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from dateline.newsroom.desk.checks.types import Check, Finding, Galley, Severity, finding_in
from dateline.newsroom.desk.language.passages import Passage
from dateline.text.words import base_language

MIN_WORDS = 5
"""Lines with fewer words in lower case are skipped: names, titles and addresses are equal in both languages."""

MAX_LINES = 8
"""Number of lines reported; an untranslated text has more."""

_LINE = re.compile(r"[^\n]+")
_SMALL = re.compile(r"(?<![\w@/.-])[^\W\d_A-Z]{2,}(?![\w@/-])")


def find(galley: Galley, _at: dt.datetime) -> Iterator[Finding]:
    """Look for whole lines of the original in a translation into another language."""
    original = galley.original
    if original is None or base_language(original.language) == galley.language:
        return
    theirs = {words for passage in galley.original_passages for words, _start, _end in _lines(passage)}
    same = (
        (passage, start, end)
        for passage in galley.passages
        for words, start, end in _lines(passage)
        if words in theirs and len(_SMALL.findall(words)) >= MIN_WORDS
    )
    for _place, (passage, start, end) in zip(range(MAX_LINES), same, strict=False):
        yield finding_in(passage, start, end, _("This line is the same as in the original. Translate it."))


def _lines(passage: Passage) -> Iterator[tuple[str, int, int]]:
    """Yield each line with single blanks, and its start and end."""
    for match in _LINE.finditer(passage.text):
        yield " ".join(match[0].split()), *match.span()


CHECK = Check(
    key="untranslated",
    severity=Severity.WARNING,
    title=_("Left untranslated"),
    explains=_("Looks for lines that a translation has copied word for word from the original."),
    find=find,
)
