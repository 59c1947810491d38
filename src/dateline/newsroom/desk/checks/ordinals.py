"""Ordinals with the wrong ending: 122th, 1ème, 5-ого."""

import datetime as dt
import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from dateline.newsroom.desk.checks.types import Check, Finding, Galley, Severity, finding_in

_PATTERNS = {
    "en": re.compile(r"(?<![\w.,])(\d[\d,]*)(st|nd|rd|th)(?!\w)", re.IGNORECASE),
    "fr": re.compile(r"(?<![\w.,])(\d+)(ième|ièmes|ème|èmes|eme|emes|ier|ère)(?!\w)"),
    "ru": re.compile(r"(?<![\w.,])(\d+)-?(ого|его|ому|ему|ый|ий|ая|ое|ую|ые|ых|ым|ыми)(?!\w)"),
}
_TEENS = range(11, 14)
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def find(galley: Galley, _at: dt.datetime) -> Iterator[Finding]:
    """Look for endings that the language does not have."""
    pattern = _PATTERNS.get(galley.language)
    if pattern is None:
        return
    for passage in galley.passages:
        for match in pattern.finditer(passage.text):
            right = _RIGHT[galley.language](match[1], match[2])
            if right != match[0]:
                values = {"written": match[0], "right": right}
                yield finding_in(passage, *match.span(), SAYS, values=values, repair=right)


SAYS = _("“%(written)s” should be “%(right)s”.")


def english(number: str, ending: str) -> str:
    """Return the ordinal of a number: 1st, 2nd, 3rd, 11th, 122nd; capitals stay capitals."""
    value = int(number.replace(",", ""))
    right = "th" if value % 100 in _TEENS else _ENDINGS.get(value % 10, "th")
    return number + (right.upper() if ending.isupper() else right)


def french(number: str, ending: str) -> str:
    """Return the ordinal of a number: 1er, 1re, 2e. Source: Lexique des règles typographiques, Imprimerie nationale."""
    plural = "s" if ending.endswith("s") else ""
    if number == "1":
        return "1re" if ending == "ère" else "1er"
    return f"{number}e{plural}"


def russian(number: str, ending: str) -> str:
    """Return the ordinal with its last letter, two after a consonant: 5-й, 5-го. Source: Милчин, 6.2.4."""
    short = ending[-1] if ending[-2] in "аеёиоуыэюя" else ending[-2:]
    return f"{number}-{short}"


_RIGHT = {"en": english, "fr": french, "ru": russian}

CHECK = Check(
    key="ordinals",
    severity=Severity.WARNING,
    title=_("Ordinals"),
    explains=_("Looks for ordinals in digits with a wrong ending, such as “122th”."),
    find=find,
    languages=frozenset(_PATTERNS),
)
