"""Days on a line of their own, or before or after a title, as lists show them."""

import datetime as dt
import re
from dataclasses import dataclass

from dateline.text.dates import WrittenDay, written_days
from dateline.text.months import Order

_AROUND = " \t|•·–—-,;:/>»«›‹→*"
_TIME = re.compile(
    r"^[\s,|•·–—-]*(?:at|à|um|в|a las|alle|الساعة)?\s*\d{1,2}(?:[:.h]\d{2}){1,2}\s*(?:[ap]\.?m\.?)?"
    r"(?:\s*\(?(?:[A-Z]{2,5}|Uhr|h)\)?)?",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"^(?:(?:press|news|media)?\s*release[sd]?\s*(?:date|on)?|posted|published|issued|date[d]?|on|by|le|am|den|publiée?|"
    r"veröffentlicht|опубликовано|от|نشر|في|بتاريخ|\W)+$",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"(?:posted |published )?(?:today|yesterday|just now|"
    r"(?:an?|one|\d+) (?:second|minute|hour|day|week|month|year)s? ago|"
    r"last (?:week|month|year)|aujourd['’]hui|hier|avant-hier|il y a .{1,20}|heute|gestern|vorgestern|"
    r"vor .{1,12} (?:stunden?|tag(?:en)?|wochen?|minuten?)|сегодня|вчера|позавчера|.{1,12} назад|"
    r"اليوم|أمس|منذ .{1,20})[.!]?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Stamp:
    """A day as a list shows it.

    Attributes:
        on: the day; None where it is only told from today (``yesterday``) or lacks its year.
        before, after: the other words of the line, without separators.
        written: the day as written.
    """

    on: dt.date | None
    before: str
    after: str
    written: str

    @property
    def alone(self) -> bool:
        """Whether the line is the day and little else: ``Posted on February 10, 2026 | Press Release``."""
        return not self.before and len(self.after) <= _DECORATION

    @property
    def title(self) -> str:
        """What stands on the line besides the day."""
        return self.before or self.after


_DECORATION = 40  # letters that may follow a day on its line: a category, an author
_LONGEST = 400  # letters of a line that holds a day and a title


def bare(text: str) -> str:
    """Return a text beside a day without separators and halves of brackets that the day stood in."""
    stripped = text.strip(_AROUND)
    while stripped and (stripped[-1] in "([" or stripped[0] in ")]"):
        stripped = (stripped[:-1] if stripped[-1] in "([" else stripped[1:]).strip(_AROUND)
    return stripped


def read_stamp(text: str, language: str, order: Order | None) -> Stamp | None:
    """Return the day that a line is about: at its beginning or end, with its year; None if it has none there."""
    if not text or len(text) > _LONGEST:
        return None
    if _RELATIVE.fullmatch(text):
        return Stamp(None, "", "", text)
    days = written_days(text, language, order=order)
    if not days or len(days) > 2:  # noqa: PLR2004 - a title may name another day
        return None
    for day in (days[0], days[-1]):
        stamp = _around(text, day) or _among(text, day)
        if stamp is not None:
            return stamp
    return None


def _among(text: str, day: WrittenDay) -> Stamp | None:
    """Return a day among short parts with bars or dots between them: ``by webmaster | Feb 11, 2026 | News``."""
    parts = re.split(r"\s*[|•·]\s*", text)
    others = [part for part in parts if part and part not in text[day.start : day.end]]
    bare = [part for part in parts if part == text[day.start : day.end]]
    if day.year is None or len(bare) != 1 or any(len(part) > _DECORATION for part in others):
        return None
    return Stamp(day.on(), "", " | ".join(others)[:_DECORATION], bare[0])


def _around(text: str, day: WrittenDay) -> Stamp | None:
    if day.year is None:
        return None
    raw_before, raw_after = text[: day.start], _TIME.sub("", text[day.end :])
    if raw_before[-1:].isalnum():
        return None
    before = "" if _BEFORE.match(raw_before.strip()) else bare(raw_before)
    after = bare(raw_after)
    if before and after:
        return None
    if after and len(after) > _DECORATION and re.match(r"(?:on|am|le|в)\b", raw_before.strip(), re.IGNORECASE):
        return None
    # "On 12 December 2024, the Presence …" is a sentence, and so is "… by 4 March 2021."
    if (after and raw_after.lstrip()[:1] in (",", ".")) or (before and raw_after.strip() in (".", ",")):
        return None
    return Stamp(day.on(), before, after, text[day.start : day.end])
