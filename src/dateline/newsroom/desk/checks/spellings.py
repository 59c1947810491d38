"""One name in two spellings in a text: Kazakstan and Kazakhstan, Korca and Korça."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from dateline.newsroom.desk.checks.types import Check, Finding, Galley, Severity, finding_in
from dateline.newsroom.desk.language.names import Name, is_variant_spelling, names, variant_spellings

MAX_PAIRS = 3
"""More pairs than this mean a list of people, not slips."""

NOUNS_ARE_CAPITALISED = frozenset({"de", "lb"})


IN_TEXT = _("“%(written)s” is also spelt “%(usual)s” in this text.")
IN_OFFICE = _("“%(written)s” is “%(usual)s” in the name of the office.")


def find(galley: Galley, _at: dt.datetime) -> Iterator[Finding]:
    """Compare the names of the text with one another and with the offices; skip languages that capitalise nouns."""
    if galley.language in NOUNS_ARE_CAPITALISED:
        return
    found = names(galley.passages)
    pairs = variant_spellings(found)
    reported = set()
    for name, usual, says in [
        *((name, usual, IN_TEXT) for name, usual in (pairs if len(pairs) <= MAX_PAIRS else ())),
        *((name, usual, IN_OFFICE) for name, usual in _unlike_the_offices(found, galley)),
    ]:
        if name.words not in reported:
            reported.add(name.words)
            values = {"written": name.words, "usual": usual}
            yield finding_in(name.passage, name.start, name.end, says, values=values, repair=usual)


def _unlike_the_offices(found: list[Name], galley: Galley) -> Iterator[tuple[Name, str]]:
    """Yield names that the name of an office spells differently."""
    official = {word for office in galley.edition.offices for word in office.name.split() if word[:1].isupper()}
    for name in found:
        usual = next((word for word in sorted(official) if is_variant_spelling(name.words, word)), None)
        if usual is not None and name.words not in official:
            yield name, usual


CHECK = Check(
    key="spellings",
    severity=Severity.WARNING,
    title=_("Two spellings"),
    explains=_(
        "Looks for names with two spellings in the text, or with another spelling than in the name of an office."
    ),
    find=find,
)
