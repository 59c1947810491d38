"""Days of the week that a translation names otherwise than its original.

Each side must name one that the other does not: where one says “yesterday” or nothing, there is no slip to be seen.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from dateline.newsroom.desk.wording.comparing import Difference, Said, are_two_of_one, pairs
from dateline.newsroom.desk.wording.passages import Passage, base

_AR = r"(?:(?<=يوم )|(?<=مساء )|(?<=صباح )|(?<=ليلة ))(?:{0})|(?:{0})(?=،?\s+\d)"
_WRITTEN = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),  # noqa: SIM905 - a list of words
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche".split(),  # noqa: SIM905
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag|Sonnabend Sonntag".split(),  # noqa: SIM905
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica".split(),  # noqa: SIM905
    "ru": [
        r"понедельник[ауе]?",
        r"вторник[ауе]?",
        r"(?:(?<=в )|(?<=со )|(?<=к ))сред[ауые]",  # elsewhere it is also the environment
        r"четверг[ауе]?",
        r"пятниц[аыуе]",
        r"суббот[аыуе]",
        r"воскресень[еяю]",
    ],
    "ar": [
        _AR.format(name) for name in ("الاثنين|الإثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
    ],
}
"""What each day is written like, Monday first."""

_DAYS = {
    language: re.compile("|".join(rf"(?P<d{place}>\b(?:{day})\b)" for place, day in enumerate(days)), re.IGNORECASE)
    for language, days in _WRITTEN.items()
}


def differing_weekdays(
    here: Sequence[Passage], there: Sequence[Passage], *, languages: tuple[str, str]
) -> list[Difference]:
    """Return the days of the week that stand at about the same place and differ.

    Args:
        here: passages of the translation.
        there: passages of the original.
        languages: BCP 47 tags of the two, in that order; of others nothing is known.
    """
    if not are_two_of_one(here, there):
        return []
    mine, theirs = (list(_said(side, tag)) for side, tag in zip((here, there), languages, strict=True))
    known = [frozenset[Decimal]().union(*(one.values for one in side)) for side in (mine, theirs)]
    strange = [one for one in mine if not one.values & known[1]]
    missing = [one for one in theirs if not one.values & known[0]]
    return [one for one in pairs(strange, missing) if one.here and one.there]


def _said(side: Sequence[Passage], tag: str) -> Iterator[Said]:
    written = _DAYS.get(base(tag))
    if written is None:
        return
    total = sum(len(passage.text) for passage in side)
    before = 0
    for passage in side:
        for match in written.finditer(passage.text):
            day = frozenset({Decimal((match.lastgroup or "d0")[1:])})
            yield Said(passage, *match.span(), day, (before + match.start()) / total)
        before += len(passage.text)
