"""Elements of a page that show a date, and the boxes around them: in a list, each box holds one date and one item."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from lxml import etree, html

from dateline.newsroom.intake.listing.displayed_dates import DisplayedDate, find_displayed_date, is_update
from dateline.newsroom.intake.listing.labels import parse_fields
from dateline.newsroom.intake.listing.lines import tidy
from dateline.newsroom.intake.listing_html.dom import HEADINGS
from dateline.text.days.orders import DayOrder

_MIN_LINK_TITLE = 8  # fewest letters of a link that can be a title
_MAX_DATE_TEXT = 90  # most letters of an element that shows a date and little else


@dataclass(frozen=True)
class PageSettings:
    """What is known about a page.

    Attributes:
        base: its address, or empty.
        language: BCP 47 tag.
        order: how ``2/10/2026`` is read.
        zone: in which machine-readable moments become days.
        is_article: whether the page says that it is one article.
    """

    base: str
    language: str
    order: DayOrder
    zone: dt.tzinfo
    is_article: bool = False


@dataclass(frozen=True)
class DateElement:
    """An element that shows a date, and its path: the tags from the root to it."""

    element: html.HtmlElement
    date: DisplayedDate
    path: str


NO_DATE = DisplayedDate(None, "", "", "")
"""For boxes without a date."""


def find_date_elements(body: html.HtmlElement, page: PageSettings) -> list[DateElement]:
    """Return the innermost elements that show a date and little else, in the order of the page."""
    elements: list[DateElement] = []
    containers: set[html.HtmlElement] = set()
    for element in reversed(list(body.iter())):
        if not isinstance(element.tag, str) or element in containers:
            continue
        date = _date_of(element, page)
        if date is not None and not _is_update(element):
            elements.append(DateElement(element, date, path(element)))
            containers.update(element.iterancestors())
    return list(reversed(elements))


def _date_of(element: html.HtmlElement, page: PageSettings) -> DisplayedDate | None:
    """Return the date of an element: the one it shows, else its ``datetime``, else the text it begins with."""
    text = _short_text(element)
    machine_date = _machine_date(element.get("datetime", ""), text or "", page) if element.tag == "time" else None
    if text:
        fields = parse_fields(text)
        shown = fields[0].value if len(fields) == 1 and fields[0].meaning == "date" else "" if fields else text
        date = find_displayed_date(shown, page.language, page.order)
        if date is not None and date.stands_alone and (date.on or machine_date is None):
            return date
    if element.tag == "time":
        return machine_date
    own = tidy(element.text or "")
    if len(own) <= _MAX_DATE_TEXT and len(element):
        date = find_displayed_date(own, page.language, page.order)
        return date if date is not None and date.on and not date.title else None
    return None


def _machine_date(value: str, shown: str, page: PageSettings) -> DisplayedDate | None:
    """Return the date of a ``datetime`` attribute; a moment becomes its day in the zone of the page."""
    try:
        moment = dt.datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    on = moment.astimezone(page.zone).date() if moment.tzinfo else moment.date()
    return DisplayedDate(on, "", "", shown or value)


def _short_text(element: html.HtmlElement) -> str | None:
    """Return the text of an element if it is short; None for a long one, which is not read to its end."""
    length = 0
    parts: list[str] = []
    for event, one in etree.iterwalk(element, events=("start", "end")):
        if event == "end" and one is element:
            break
        part = (one.text if event == "start" else one.tail) or ""
        length += len(part.strip())
        # Words in two elements are two words, but 1<sup>er</sup> is one.
        parts += [part] if one.tag == "sup" and event == "start" else [" ", part]
        if length > _MAX_DATE_TEXT:
            return None
    return tidy("".join(parts))


def _is_update(element: html.HtmlElement) -> bool:
    """Return whether the text before an element says that it shows the day of the last change."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return False
    words = (before.text_content() + (before.tail or "")) if before is not None else (parent.text or "")
    return is_update(tidy(words[-_MAX_DATE_TEXT:]))


def path(element: html.HtmlElement) -> str:
    """Return the tags from the root to an element."""
    return "/".join(reversed([str(element.tag), *(str(above.tag) for above in element.iterancestors())]))


def group_by_path(dates: Sequence[DateElement]) -> list[list[DateElement]]:
    """Return date elements grouped by path, the largest group first; those of one list have one path."""
    by_path: dict[str, list[DateElement]] = defaultdict(list)
    for date in dates:
        by_path[date.path].append(date)
    return sorted(by_path.values(), key=len, reverse=True)


def enclosing_box(
    date: DateElement, others: Iterable[DateElement], avoid: Collection[html.HtmlElement]
) -> html.HtmlElement:
    """Return the largest element around a date that holds none of the ``others`` and none of the elements ``avoid``."""
    taken = {above for other in others for above in (other.element, *other.element.iterancestors())}
    taken |= {above for element in avoid for above in (element, *element.iterancestors())}
    box = date.element
    for above in date.element.iterancestors():
        if above in taken:
            break
        box = above
    return box


def item_boxes(dates: Sequence[DateElement]) -> list[tuple[html.HtmlElement, DateElement]]:
    """Return the box of each date, each once: the largest element that holds no other date, at the usual path."""
    dates = _once_per_item(dates)
    holds: Counter[html.HtmlElement] = Counter()
    for date in dates:
        holds.update(date.element.iterancestors())
    found = []
    for date in dates:
        box = date.element
        for above in date.element.iterancestors():
            if holds[above] > 1:
                break
            box = above
        found.append((box, date))
    usual = Counter(path(box) for box, _ in found).most_common(1)[0][0]
    unique: dict[html.HtmlElement, tuple[html.HtmlElement, DateElement]] = {}
    for box, date in found:
        inner = _at_path(box, date.element, usual)
        unique.setdefault(inner, (inner, date))
    return list(unique.values())


def _once_per_item(dates: Sequence[DateElement]) -> list[DateElement]:
    """Return dates without those that an item shows a second time, such as for narrow and for wide screens."""
    kept: list[DateElement] = []
    for date in dates:
        if kept and kept[-1].date.on == date.date.on and _are_in_one_item(kept[-1].element, date.element):
            continue
        kept.append(date)
    return kept


def _are_in_one_item(first: html.HtmlElement, second: html.HtmlElement) -> bool:
    above = set(first.iterancestors())
    common = next((element for element in second.iterancestors() if element in above), None)
    if common is None:
        return False
    addresses: set[str | None] = set()
    headings = 0
    for element in common.iter("a", *HEADINGS):
        if element.tag == "a":
            addresses |= {element.get("href")} if len(tidy(element.text_content())) >= _MIN_LINK_TITLE else set()
        else:
            headings += 1
        if len(addresses) > 1 or headings > 1:
            return False
    return len(addresses) == 1


def _at_path(box: html.HtmlElement, date: html.HtmlElement, usual: str) -> html.HtmlElement:
    """Return the element around a date at the usual path; the box where no such element is inside it."""
    for element in (date, *date.iterancestors()):
        if path(element) == usual:
            return element
        if element is box:
            break
    return box
