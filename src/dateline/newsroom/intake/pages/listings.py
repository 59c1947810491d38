"""The list in a saved page: its boxes, or its lines where it has none."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import html

from dateline.newsroom.intake.listing import textual
from dateline.newsroom.intake.listing.items import RawItem
from dateline.newsroom.intake.listing.lines import tidy
from dateline.newsroom.intake.pages.boxes import Box
from dateline.newsroom.intake.pages.days import NO_DAY, DayElement, Page, boxes, day_elements, groups, lone_box
from dateline.newsroom.intake.pages.visible import lines
from dateline.text.dates import order_in
from dateline.text.months import Order

_MOST_GROUPS = 6  # places on a page where days stand alike; lists of news are among the most numerous
_SHORT = 90  # letters of a text that may be a day rather than prose about one
_MOST_FEATURED = 5  # days above a list that can be those of featured items
_SURE = 30  # letters from which a title is one even without a summary
_REPEATED = 0.3  # share of boxes in which the same line is a category or a button


def raw_items(body: html.HtmlElement, language: str, base: str, zone: dt.tzinfo) -> tuple[list[RawItem], Order]:
    """Return the items of the page's list in its order, and how ``2/10/2026`` was read; none without list."""
    short = [tidy(text) for text in body.itertext() if len(text) < _SHORT and any(letter.isdigit() for letter in text)]
    page = Page(base, language, order_in(short, language), zone)
    days = day_elements(body, page)
    lists = [_in_boxes(group, page) for group in groups(days)[:_MOST_GROUPS]]
    best = max(lists, key=lambda found: _worth(found.items), default=_Boxed([], []))
    if best.items:
        return _with_featured(best, days, page), page.order
    found, order = textual.raw_items(lines(body, base), language, page.order, is_page=True)
    linked = body.find(".//a[@href]") is not None
    return (found if _is_list(found, linked=linked) or any(raw.values for raw in found) else []), order


def _is_list(items: Sequence[RawItem], *, linked: bool) -> bool:
    """Tell whether items can be a list of a page: each leads somewhere, where the page has links at all.

    Two alone must look it, too: names and days in the head of an article do not.
    """
    if len(items) < 2 or (linked and sum(bool(item.url) for item in items) * 2 < len(items)):  # noqa: PLR2004
        return False
    return len(items) > 2 or all(item.summary or len(item.title) >= _SURE for item in items)  # noqa: PLR2004


@dataclass(frozen=True)
class _Boxed:
    """Items with the boxes they stand in, in the same order."""

    items: list[RawItem]
    boxes: list[html.HtmlElement]


def _in_boxes(group: Sequence[DayElement], page: Page) -> _Boxed:
    """Return the items in the boxes around days; none where most boxes hold no title, or there is no second one.

    Then the days stand beside their items and not inside them, or there is no list.
    """
    found = [(Box(element, day, page), element) for element, day in boxes(group)]
    repeated = Counter(text for box, _ in found for text in {line.text for line in box.lines})
    share = max(3, round(len(found) * _REPEATED))
    titled = [(item, element) for box, element in found for item in box.items(repeated, share) if item.title]
    titled += _undated(titled, page)
    items = [item for item, _ in titled]
    if len(titled) * 2 < len(found) or not _is_list(items, linked=True):
        return _Boxed([], [])
    return _Boxed(items, [element for _, element in titled])


def _undated(titled: Sequence[tuple[RawItem, html.HtmlElement]], page: Page) -> list[tuple[RawItem, html.HtmlElement]]:
    """Return the boxes beside the others that are like them and hold a title, but no day that could be understood."""
    known = {element for _, element in titled}
    sections = {_section(item.url) for item, _ in titled}
    looks = Counter((element.getparent(), element.tag, element.get("class")) for element in known)
    found = []
    for parent, tag, look in (key for key, count in looks.items() if count > 1 and key[0] is not None):
        for element in parent.iterchildren(tag):
            if element.get("class") != look or element in known:
                continue
            item = Box(element, DayElement(html.Element("time"), NO_DAY, ""), page).read(Counter(), 1)
            if item.title and item.url and _section(item.url) in sections:
                found.append((item, element))
    return found


def _with_featured(best: _Boxed, days: Sequence[DayElement], page: Page) -> list[RawItem]:
    """Return the items in the order of the page, with the few that it shows larger above the list.

    They lead to the same part of the site as the others; what stands beside or below the list is something else.
    """
    place = {element: number for number, element in enumerate(best.boxes[0].getroottree().iter())}
    begins = min(place[box] for box in best.boxes)
    added: list[tuple[html.HtmlElement, RawItem]] = []
    usual, count = Counter(_section(item.url) for item in best.items).most_common(1)[0]
    known = {item.url for item in best.items}
    above = [day for day in days if place[day.element] < begins]
    if usual and count * 2 >= len(best.items) and len(above) <= _MOST_FEATURED:
        for day in above:
            box = lone_box(day, [other for other in days if other is not day], best.boxes)
            item = Box(box, day, page).read(Counter(), 1)
            if item.title and _section(item.url) == usual and item.url not in known:
                known.add(item.url)
                added.append((box, item))
    together = [*zip(best.boxes, best.items, strict=True), *added]
    return [item for _, item in sorted(together, key=lambda pair: place[pair[0]])]


def _section(url: str) -> str:
    """Return host and first part of the path of an address: where its like are found."""
    parts = urlsplit(url)
    first, _, rest = parts.path.lstrip("/").partition("/")
    return f"{parts.netloc}/{first}" if rest else ""


def _worth(items: Sequence[RawItem]) -> float:
    """Return how much a list is worth: its items, those with an address twice, those with a summary a little more."""
    return sum(1 + bool(item.url) + 0.3 * bool(item.summary) for item in items)
