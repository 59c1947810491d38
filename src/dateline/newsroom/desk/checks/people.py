"""Names of people that a translation spells differently from its original."""

import datetime as dt
import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from rapidfuzz.distance import DamerauLevenshtein

from dateline.newsroom.desk.checks.types import Check, Finding, Galley, Severity, finding_in
from dateline.newsroom.desk.language.names import LONG_LETTERS, MIN_LETTERS, folded
from dateline.newsroom.desk.language.passages import Passage
from dateline.newsroom.desk.language.word_lists import TITLES

_PAIR = re.compile(r"(?<![\w’'-])(?=([A-Z][\w-]+) ([A-Z][\w-]+)(?![\w-]))")  # each word with the next
LATIN = frozenset({"en", "fr", "de", "it", "es", "pt", "sq", "bs", "hr", "sl", "pl", "nl"})


def find(galley: Galley, _at: dt.datetime) -> Iterator[Finding]:
    """Look for two capitalised words of which one is the same and the other nearly the same.

    Both languages must use Latin letters, because a transliteration has no single spelling.
    """
    original = galley.original
    if original is None or not {galley.language, original.language.partition("-")[0]} <= LATIN:
        return
    theirs = {pair for passage in galley.original_passages for _match, pair in _pairs(passage)}
    known = {word for pair in theirs for word in pair}
    reported: set[tuple[str, str]] = set()
    for passage in galley.passages:
        for match, pair in _pairs(passage):
            there = next((other for other in sorted(theirs) if _is_misspelt(pair, other, known)), None)
            if there is None or pair in theirs or pair in reported:
                continue
            reported.add(pair)
            right = " ".join(there)
            yield finding_in(
                passage,
                match.start(1),
                match.end(2),
                _("“%(here)s” here is “%(there)s” in the original."),
                values={"here": f"{match[1]} {match[2]}", "there": right},
                repair=right,
            )


def _pairs(passage: Passage) -> Iterator[tuple[re.Match[str], tuple[str, str]]]:
    for match in _PAIR.finditer(passage.text):
        yield match, (match[1], match[2])


def _is_misspelt(here: tuple[str, str], there: tuple[str, str], known: set[str]) -> bool:
    """Tell whether one word is the same and the other differs inside by one or two letters."""
    if here[0] == there[0]:
        one, other = here[1], there[1]
    elif here[1] == there[1]:
        one, other = here[0], there[0]
    else:
        return False
    if (
        one in known
        or folded(one).startswith(TITLES)
        or min(len(one), len(other)) < MIN_LETTERS
        or one[:2] != other[:2]
    ):
        return False
    if folded(one) == folded(other):
        return one != other and one.lower() != other.lower()
    allowed = 2 if min(len(one), len(other)) >= LONG_LETTERS else 1
    is_ending = one[:-1] == other[:-1] or one.startswith(other) or other.startswith(one)
    return not is_ending and DamerauLevenshtein.distance(one, other, score_cutoff=allowed) <= allowed


CHECK = Check(
    key="people",
    severity=Severity.WARNING,
    title=_("Names in the translation"),
    explains=_("Compares names of people in a translation with those in its original, if both use Latin letters."),
    find=find,
    languages=LATIN,
)
