"""Dates as lists display them: on a line of their own, or before or after a title."""

import datetime as dt
import re
from dataclasses import dataclass

from dateline.newsroom.intake.listing.words import pattern
from dateline.text.dates import WrittenDay, written_days
from dateline.text.days.orders import DayOrder

_SEPARATORS = " \t|•·–—-,;:/>»«›‹→*"
_TIME = re.compile(
    rf"^[\s,|•·–—-]*(?:{pattern('dates', 'at')})?\s*\d{{1,2}}(?:[:.h]\d{{2}}){{1,2}}\s*(?:[ap]\.?m\.?)?"
    r"(?:\s*\(?(?:[A-Z]{2,5}|Uhr|h)\)?)?",
    re.IGNORECASE,
)
_UPDATED = re.compile(rf"(?:^|[\s|•·(,;–—-])(?:{pattern('dates', 'updated')})\s*[:：]?\s*$", re.IGNORECASE)
_PUBLISHED = re.compile(rf"(?:^|[\s|•·(,;–—-])(?:{pattern('dates', 'published')})\s*[:：]?\s*$", re.IGNORECASE)
_RANGE = re.compile(r"\d\s*[–—-]\s*$")  # 3 – 5 June is a span, not a day
_BEFORE = re.compile(rf"^(?:{pattern('dates', 'before')}|\W)+$", re.IGNORECASE)
_ON = re.compile(rf"(?:{pattern('dates', 'on')})\b", re.IGNORECASE)
_RELATIVE = re.compile(rf"(?:posted |published )?(?:{pattern('dates', 'relative')})[.!]?", re.IGNORECASE)
_MAX_DECORATION = 40  # most letters after a date on its line, such as a category or an author
_MAX_LINE = 400  # most letters of a line that has a date and a title


@dataclass(frozen=True)
class DisplayedDate:
    """A date as a list displays it.

    Attributes:
        on: the day; None if the text is relative to today (``yesterday``), has no year, or can mean two days.
        before, after: the other words of the line, without separators.
        written: the date as written.
        label: words before the date that only introduce it (``Posted on``) or name the kind (``Press release |``).
    """

    on: dt.date | None
    before: str
    after: str
    written: str
    label: str = ""

    @property
    def stands_alone(self) -> bool:
        """Whether the line is the date and little else: ``Posted on February 10, 2026 | Press Release``."""
        return not self.before and len(self.after) <= _MAX_DECORATION

    @property
    def title(self) -> str:
        """The words of the line besides the date."""
        return self.before or self.after


def strip_separators(text: str) -> str:
    """Return a text beside a date without separators and without unpaired brackets that enclosed the date."""
    stripped = text.strip(_SEPARATORS)
    while stripped and (stripped[-1] in "([" or stripped[0] in ")]"):
        stripped = (stripped[:-1] if stripped[-1] in "([" else stripped[1:]).strip(_SEPARATORS)
    return stripped


def find_displayed_date(text: str, language: str, order: DayOrder | None) -> DisplayedDate | None:
    """Return the date at the beginning or end of a line, with its year; None if there is none."""
    if not text or len(text) > _MAX_LINE:
        return None
    if _RELATIVE.fullmatch(text):
        return DisplayedDate(None, "", "", text)
    days = written_days(text, language, order=order)
    if len(days) > 1 and (published := _published(text, days)):
        return published
    if not days or len(days) > 2:  # noqa: PLR2004 - a title may name another day
        return None
    for day in (days[0], days[-1]):
        date = _at_an_edge(text, day) or _between_bars(text, day)
        if date is not None:
            return date
    return None


def is_update(before: str) -> bool:
    """Return whether the text before a date says that it is that of the last change, such as ``Updated:``."""
    return bool(_UPDATED.search(before))


def _published(text: str, days: list[WrittenDay]) -> DisplayedDate | None:
    """Return the date of publishing where a line tells that of the last change as well, and nothing else."""
    befores = [text[end : day.start] for end, day in zip([0, *(day.end for day in days)], days, strict=False)]
    updates = [is_update(before) for before in befores]
    if not any(updates) or any(len(before.strip(_SEPARATORS)) > _MAX_DECORATION for before in befores):
        return None
    others = [day for day, update in zip(days, updates, strict=True) if not update]
    named = [day for day, before in zip(days, befores, strict=True) if _PUBLISHED.search(before)]
    published = named if len(named) == 1 else others
    if len(published) != 1 or published[0].year is None:
        return None
    [day] = published
    return DisplayedDate(day.on(), "", "", text[day.start : day.end])


def _between_bars(text: str, day: WrittenDay) -> DisplayedDate | None:
    """Return a date among short parts separated by bars or dots: ``by webmaster | Feb 11, 2026 | News``."""
    parts = re.split(r"\s*[|•·]\s*", text)
    others = [part for part in parts if part and part not in text[day.start : day.end]]
    dates = [part for part in parts if part == text[day.start : day.end]]
    if day.year is None or len(dates) != 1 or any(len(part) > _MAX_DECORATION for part in others):
        return None
    return DisplayedDate(day.on(), "", " | ".join(others)[:_MAX_DECORATION], dates[0])


def _at_an_edge(text: str, day: WrittenDay) -> DisplayedDate | None:
    if day.year is None or _RANGE.search(text[: day.start]) or is_update(text[: day.start]):
        return None
    raw_before, raw_after = text[: day.start], _TIME.sub("", text[day.end :])
    if raw_before[-1:].isalnum():
        return None
    before = "" if _BEFORE.match(raw_before.strip()) else strip_separators(raw_before)
    after = strip_separators(raw_after) if raw_after.strip(" .,") else ""
    if before and after:
        return None
    if after and len(after) > _MAX_DECORATION and _ON.match(raw_before.strip()):
        return None
    # "On 12 December 2024, the Presence …" is a sentence, and so is "… by 4 March 2021."
    if (after and raw_after.lstrip()[:1] in (",", ".")) or (before and raw_after.strip() in (".", ",")):
        return None
    label = raw_before.strip() if not before else ""
    return DisplayedDate(day.on(), before, after, text[day.start : day.end], label)
