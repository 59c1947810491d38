"""One name in two spellings within a text: Kazakstan and Kazakhstan, Korca and Korça."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from dateline.desk.checking.values import Check, Finding, Galley, Severity, at
from dateline.desk.checking.wording.names import is_other_spelling, names, spellings

MOST = 3
"""More pairs than this are a list of people rather than slips."""

NOUNS_ARE_CAPITALISED = frozenset({"de", "lb"})


def find(galley: Galley, _at: dt.datetime) -> Iterator[Finding]:
    """Compare the names of the text with one another, then with the offices'; where all nouns are large, nothing."""
    if galley.language in NOUNS_ARE_CAPITALISED:
        return
    found = names(galley.passages)
    said = set()
    pairs = spellings(found)
    for name, usual in pairs if len(pairs) <= MOST else ():
        said.add(name.words)
        yield at(
            name.passage,
            name.start,
            name.end,
            _("“%(written)s” is also spelt “%(usual)s” in this text."),
            values={"written": name.words, "usual": usual},
            repair=usual,
        )
    official = {word for office in galley.edition.offices for word in office.name.split() if word[:1].isupper()}
    for name in found:
        right = next((word for word in sorted(official) if is_other_spelling(name.words, word)), None)
        if right is not None and name.words not in said | official:
            said.add(name.words)
            yield at(
                name.passage,
                name.start,
                name.end,
                _("“%(written)s” is “%(usual)s” in the name of the office."),
                values={"written": name.words, "usual": right},
                repair=right,
            )


CHECK = Check(
    key="spellings",
    severity=Severity.WARNING,
    title=_("Two spellings"),
    explains=_("Looks for a name that stands in the text, or in the name of an office, in two spellings."),
    find=find,
)
