"""Acronyms that are never spelt out."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from dateline.newsroom.desk.checks.types import Check, Finding, Galley, Severity, finding_in
from dateline.newsroom.desk.language.names import acronyms, is_spelt_out
from dateline.newsroom.desk.language.word_lists import KNOWN_ACRONYMS


def find(galley: Galley, _at: dt.datetime) -> Iterator[Finding]:
    """Report each acronym once, at its first place."""
    text = "\n".join(passage.text for passage in galley.passages)
    known = KNOWN_ACRONYMS | galley.known_names
    for found in acronyms(galley.passages):
        if found.words in known:
            continue
        known |= {found.words}
        if not is_spelt_out(found.words, text):
            yield finding_in(
                found.passage,
                found.start,
                found.end,
                _("“%(acronym)s” is never spelt out."),
                values={"acronym": found.words},
            )


CHECK = Check(
    key="acronyms",
    severity=Severity.HINT,
    title=_("Acronyms"),
    explains=_("Each acronym is spelt out once, except well-known ones and the newsroom’s own."),
    find=find,
    languages=frozenset({"en", "fr", "ru"}),
)
