"""Find the dateline that opens a text: where and when it was filed, in the many forms that newsrooms use.

``19 December 2024, SARAJEVO – ``, ``VIENNA/TIRANA, 9 October 2020 – ``, ``QABALA, Azerbaijan, 24 September 2012 –``,
``WASHINGTON, D.C. – ``, ``LONDON, March 9 - ``, ``PARIS, le 4 mars 2021 –``. A dateline ends with a dash and consists
of places, a day, or both. If anything else stands before the dash, as in a sentence, it is no dateline.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from dateline.text.dates import WrittenDay, written_days
from dateline.text.openings import Opening, places_in

WINDOW = 140
"""A dateline must end within so many characters; the longest real ones have 90."""

# A hyphen ends a dateline only where it cannot join two words: beside a blank, after a digit, stop or bracket, and
# between a word in capitals and a sentence (COLUMBIA-Today).
_DASH = re.compile(r"\s*(?:[–—―‒−‐]|--+|(?<=[\s\d.)،,])-+|-+(?=\s)|(?<=[^\W\d_a-z]{3})-(?=[^\W\d_a-zа-я][a-zа-я]))\s*")
_MARKS = "\u200b\u200c\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff"
_AGENCY = re.compile(r"\s*[(/\[]\s*(?:[A-Z][A-Za-z]*\.?\s?){1,4}(?:/[A-Za-z -]+)*[)/\]]\s*$")
_BEFORE_DAY = r"(?:^|(?<=[\s,،]))(?:le|den|am|on|el|il|lì|на|يوم|في)$"
_BEFORE_DAY_RE = re.compile(_BEFORE_DAY, re.IGNORECASE)
_BRACKETED = re.compile(r"^\s*\(([^()]{3,80})\)\s*")


@dataclass(frozen=True)
class FoundDateline:
    """A dateline and the text after it.

    Attributes:
        places: as written, with the state or country that follows (``QABALA, Azerbaijan``); may be empty.
        on: the day of filing; of a day without a year, the one nearest to the day of publishing; None where no day is
            written.
        stated: how much of the day is written: ``day``, ``day and month`` or ``nothing``.
        rest: the text without the dateline; never empty.
    """

    places: tuple[str, ...]
    on: dt.date | None
    stated: str
    rest: str


def find_dateline(
    text: str, language: str, *, published_on: dt.date | None = None, known_places: Collection[str] = ()
) -> FoundDateline | None:
    """Return the dateline that a text opens with, or None.

    A place without a day counts as a dateline if it is in capitals, is followed by its state or country, or is a known
    place. A day without a place counts if it has a year.

    Args:
        text: plain text; only the first ``WINDOW`` characters can hold a dateline.
        language: BCP 47 tag of the text.
        published_on: completes a day without a year.
        known_places: names to trust besides those of ``text.places``, such as the cities of the offices.
    """
    source = unicodedata.normalize("NFC", text).lstrip(_MARKS + " \t\n\r\u00a0•·*")
    # every blank becomes a space, one by one, so that positions in the text stay the same
    plain = re.sub(r"\s", " ", source)
    opening = Opening(language, plain, frozenset(known_places))
    head = _longest_head(plain, opening)
    if head is None:
        return None
    places, day, end = head
    rest = source[end:].lstrip(_MARKS + " \t\r\n\u00a0–—-")
    if not rest:
        return None
    on = day.on(published_on) if day else None
    stated = "nothing" if day is None else "day and month" if day.year is None else "day"
    return FoundDateline(places, on, stated, rest)


_Head = tuple[tuple[str, ...], WrittenDay | None, int]


def _longest_head(source: str, opening: Opening) -> _Head | None:
    """Return places, day and end of the dateline; two heads in a row (``ALBANY – March 9, 2021 –``) are one."""
    start = 0
    places: tuple[str, ...] = ()
    day: WrittenDay | None = None
    found: _Head | None = None
    bracketed = _BRACKETED.match(source)
    if bracketed and not _DASH.match(source, bracketed.end()):
        head = _read(bracketed[1], opening, source[bracketed.end() :])
        return (*head, bracketed.end()) if head else None
    for dash in _DASH.finditer(source, 0, WINDOW):
        head = _read(source[start : dash.start()], opening, source[dash.end() :], more=bool(found))
        if head is None or (found and (bool(head[0]) == bool(places) or (head[1] is None) == (day is None))):
            if found:
                break
            continue
        places, day = head[0] or places, head[1] or day
        found = (places, day, dash.end())
        start = dash.end()
    return found


def _read(
    head: str, opening: Opening, after: str, *, more: bool = False
) -> tuple[tuple[str, ...], WrittenDay | None] | None:
    """Return places and day of a text before a dash; None if it has other words too.

    ``more`` says that another part of the dateline was read before it.
    """
    words = (_AGENCY.sub("", head.strip()) or head).strip(" ()[]\u00a0,،:*" + _MARKS)
    days = written_days(words, opening.language)
    if len(days) > 1 or not words:
        return None
    if not days:
        places = places_in(words, opening, after, trusted=more)
        return (places, None) if places else None
    day = days[0]
    before, behind = words[: day.start], words[day.end :]
    if before.strip() and behind.strip(" .,،()"):
        return None
    remainder = _BEFORE_DAY_RE.sub("", before.strip(" ,،(")) if before.strip() else behind
    remainder = remainder.strip(" ,،()[]:;|·•" + _MARKS)
    if not remainder:
        # A day alone is a dateline only if it has a year and is not part of a span: 24 September – 3 October 2023.
        follows = written_days(after[:40], opening.language)
        spans = any(found.start == 0 for found in follows)
        return ((), day) if (day.year is not None or more) and not spans and not before.strip() else None
    places = places_in(remainder, opening, after, trusted=True)
    return (places, day) if places else None
