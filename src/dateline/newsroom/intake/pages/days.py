"""Where a page shows days, and the boxes around them: in a list, each holds one day and one item."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from lxml import html

from dateline.newsroom.intake.listing.lines import tidy
from dateline.newsroom.intake.listing.stamps import Stamp, read_stamp
from dateline.newsroom.intake.listing.words import read_fields
from dateline.text.months import Order

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LINK = 8  # letters from which a link can be a title
_DAY_TEXT = 90  # letters of an element that is a day with little around it


@dataclass(frozen=True)
class Page:
    """How a page is read.

    Attributes:
        base: its address, or empty.
        language: BCP 47 tag.
        order: of ``2/10/2026``.
        zone: in which moments given by machine become days.
    """

    base: str
    language: str
    order: Order
    zone: dt.tzinfo


@dataclass(frozen=True)
class DayElement:
    """An element that shows a day, and where it stands: the tags from the root to it."""

    element: html.HtmlElement
    stamp: Stamp
    path: str


NO_DAY = Stamp(None, "", "", "")
"""Of a box that should hold a day and holds none."""


def day_elements(body: html.HtmlElement, page: Page) -> list[DayElement]:
    """Return the innermost elements that are a day and little else, in the order of the page."""
    found: list[DayElement] = []
    holding: set[html.HtmlElement] = set()
    for element in reversed(list(body.iter())):
        if not isinstance(element.tag, str) or element in holding:
            continue
        stamp = _stamp(element, page)
        if stamp is not None:
            found.append(DayElement(element, stamp, path(element)))
            holding.update(element.iterancestors())
    return list(reversed(found))


def _stamp(element: html.HtmlElement, page: Page) -> Stamp | None:
    """Return the day of an element: what it shows, else what it says to machines, else the text it begins with."""
    text = _short_text(element)
    stamp = _by_machine(element.get("datetime", ""), text or "", page) if element.tag == "time" else None
    if text:
        fields = read_fields(text)
        shown = fields[0].value if len(fields) == 1 and fields[0].meaning == "date" else "" if fields else text
        seen = read_stamp(shown, page.language, page.order)
        if seen is not None and seen.alone and (seen.on or stamp is None):
            return seen
    if element.tag == "time":
        return stamp
    own = tidy(element.text or "")
    if len(own) <= _DAY_TEXT and len(element):
        stamp = read_stamp(own, page.language, page.order)
        return stamp if stamp is not None and stamp.on and not stamp.title else None
    return None


def _by_machine(value: str, shown: str, page: Page) -> Stamp | None:
    """Return the day of a ``datetime`` attribute; a moment is the day it is in the page's zone."""
    try:
        moment = dt.datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    on = moment.astimezone(page.zone).date() if moment.tzinfo else moment.date()
    return Stamp(on, "", "", shown or value)


def _short_text(element: html.HtmlElement) -> str | None:
    """Return the text of an element if it is short; None for a long one, found out without reading all of it."""
    length = 0
    parts = []
    for part in element.itertext():
        length += len(part.strip())
        parts.append(part)
        if length > _DAY_TEXT:
            return None
    return tidy(" ".join(parts))


def path(element: html.HtmlElement) -> str:
    """Return the tags from the root to an element."""
    return "/".join(reversed([str(element.tag), *(str(above.tag) for above in element.iterancestors())]))


def groups(days: Sequence[DayElement]) -> list[list[DayElement]]:
    """Return the days by where they stand, the most numerous first; those of one list stand alike."""
    by_path: dict[str, list[DayElement]] = defaultdict(list)
    for day in days:
        by_path[day.path].append(day)
    return sorted(by_path.values(), key=len, reverse=True)


def lone_box(day: DayElement, others: Iterable[DayElement], within: Collection[html.HtmlElement]) -> html.HtmlElement:
    """Return the largest element around a day that holds none of the others and none of the elements ``within``."""
    taken = {above for other in others for above in (other.element, *other.element.iterancestors())}
    taken |= {above for element in within for above in (element, *element.iterancestors())}
    box = day.element
    for above in day.element.iterancestors():
        if above in taken:
            break
        box = above
    return box


def boxes(days: Sequence[DayElement]) -> list[tuple[html.HtmlElement, DayElement]]:
    """Return the box of each day: the largest element that holds no other, all at the usual depth; none twice."""
    days = _once_an_item(days)
    holds: Counter[html.HtmlElement] = Counter()
    for day in days:
        holds.update(day.element.iterancestors())
    found = []
    for day in days:
        box = day.element
        for above in day.element.iterancestors():
            if holds[above] > 1:
                break
            box = above
        found.append((box, day))
    usual = Counter(path(box) for box, _ in found).most_common(1)[0][0]
    kept: dict[html.HtmlElement, tuple[html.HtmlElement, DayElement]] = {}
    for box, day in found:
        inner = _at(box, day.element, usual)
        kept.setdefault(inner, (inner, day))
    return list(kept.values())


def _once_an_item(days: Sequence[DayElement]) -> list[DayElement]:
    """Return the days without those that an item shows again, for narrow and for wide screens."""
    kept: list[DayElement] = []
    for day in days:
        if kept and kept[-1].stamp.on == day.stamp.on and _share_an_item(kept[-1].element, day.element):
            continue
        kept.append(day)
    return kept


def _share_an_item(first: html.HtmlElement, second: html.HtmlElement) -> bool:
    above = set(first.iterancestors())
    common = next((element for element in second.iterancestors() if element in above), None)
    if common is None:
        return False
    addresses: set[str | None] = set()
    headings = 0
    for element in common.iter("a", *_HEADINGS):
        if element.tag == "a":
            addresses |= {element.get("href")} if len(tidy(element.text_content())) >= _LINK else set()
        else:
            headings += 1
        if len(addresses) > 1 or headings > 1:
            return False
    return len(addresses) == 1


def _at(box: html.HtmlElement, day: html.HtmlElement, usual: str) -> html.HtmlElement:
    """Return the element around a day at the usual path; the box where there is none inside it."""
    for element in (day, *day.iterancestors()):
        if path(element) == usual:
            return element
        if element is box:
            break
    return box
