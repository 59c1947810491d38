"""The items of a saved page: from the boxes of its list, or from its lines where it has no boxes."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import html

from dateline.newsroom.intake.listing.items import RawItem
from dateline.newsroom.intake.listing.lines import tidy
from dateline.newsroom.intake.listing.text_items import find_text_items
from dateline.newsroom.intake.listing_html.boxes import ItemBox
from dateline.newsroom.intake.listing_html.date_elements import (
    NO_DATE,
    DateElement,
    PageSettings,
    enclosing_box,
    find_date_elements,
    group_by_path,
    item_boxes,
)
from dateline.newsroom.intake.listing_html.dom import visible_lines
from dateline.text.dates import order_in
from dateline.text.months import Order

_MAX_GROUPS = 6  # groups of dates with one path that are tried; the news list is among the largest
_MAX_DATE_TEXT = 90  # letters of a text that may be a date rather than prose with one
_MAX_FEATURED = 5  # dates above a list that can belong to featured items
_MIN_TITLE = 30  # letters from which a title needs no summary
_REPEATED_SHARE = 0.3  # share of boxes from which the same line in them is a category or a button


def find_page_items(body: html.HtmlElement, language: str, base: str, zone: dt.tzinfo) -> tuple[list[RawItem], Order]:
    """Return the items of a page's list in its order, and how ``2/10/2026`` was read; no items without a list."""
    short_texts = [
        tidy(text)
        for text in body.itertext()
        if len(text) < _MAX_DATE_TEXT and any(letter.isdigit() for letter in text)
    ]
    page = PageSettings(base, language, order_in(short_texts, language), zone)
    dates = find_date_elements(body, page)
    lists = [_in_boxes(group, page) for group in group_by_path(dates)[:_MAX_GROUPS]]
    best = max(lists, key=lambda one: _score(one.items), default=_Boxed([], []))
    if best.items:
        return _with_featured(best, dates, page), page.order
    found, order = find_text_items(visible_lines(body, base), language, page.order, is_page=True)
    has_links = body.find(".//a[@href]") is not None
    return (found if _is_list(found, has_links=has_links) or any(raw.values for raw in found) else []), order


def _is_list(items: Sequence[RawItem], *, has_links: bool) -> bool:
    """Return whether items can be the list of a page: most have an address, if the page has links at all.

    Two items need summaries or long titles as well: names and dates in the head of an article have none.
    """
    if len(items) < 2 or (has_links and sum(bool(item.url) for item in items) * 2 < len(items)):  # noqa: PLR2004
        return False
    return len(items) > 2 or all(item.summary or len(item.title) >= _MIN_TITLE for item in items)  # noqa: PLR2004


@dataclass(frozen=True)
class _Boxed:
    """Items and their boxes, in the same order."""

    items: list[RawItem]
    boxes: list[html.HtmlElement]


def _in_boxes(group: Sequence[DateElement], page: PageSettings) -> _Boxed:
    """Return the items in the boxes around dates; none where most boxes have no title, or there is only one item.

    Then the dates stand beside their items instead of inside, or there is no list.
    """
    found = [(ItemBox(element, date, page), element) for element, date in item_boxes(group)]
    repeated = Counter(text for box, _ in found for text in {line.text for line in box.lines})
    share = max(3, round(len(found) * _REPEATED_SHARE))
    titled = [(item, element) for box, element in found for item in box.items(repeated, share) if item.title]
    titled += _boxes_without_date(titled, page)
    items = [item for item, _ in titled]
    if len(titled) * 2 < len(found) or not _is_list(items, has_links=True):
        return _Boxed([], [])
    return _Boxed(items, [element for _, element in titled])


def _boxes_without_date(
    titled: Sequence[tuple[RawItem, html.HtmlElement]], page: PageSettings
) -> list[tuple[RawItem, html.HtmlElement]]:
    """Return items of similar boxes beside the others that have a title but no date that is understood."""
    known = {element for _, element in titled}
    sections = {_section(item.url) for item, _ in titled}
    similar = Counter((element.getparent(), element.tag, element.get("class")) for element in known)
    found = []
    for parent, tag, class_ in (key for key, count in similar.items() if count > 1 and key[0] is not None):
        for element in parent.iterchildren(tag):
            if element.get("class") != class_ or element in known:
                continue
            item = ItemBox(element, DateElement(html.Element("time"), NO_DATE, ""), page).item(Counter(), 1)
            if item.title and item.url and _section(item.url) in sections:
                found.append((item, element))
    return found


def _with_featured(best: _Boxed, dates: Sequence[DateElement], page: PageSettings) -> list[RawItem]:
    """Return the items in the order of the page, with the few featured ones that it shows above the list.

    Featured items lead to the same section of the site as the others.
    """
    place = {element: number for number, element in enumerate(best.boxes[0].getroottree().iter())}
    begins = min(place[box] for box in best.boxes)
    added: list[tuple[html.HtmlElement, RawItem]] = []
    usual, count = Counter(_section(item.url) for item in best.items).most_common(1)[0]
    known = {item.url for item in best.items}
    above = [date for date in dates if place[date.element] < begins]
    if usual and count * 2 >= len(best.items) and len(above) <= _MAX_FEATURED:
        for date in above:
            box = enclosing_box(date, [other for other in dates if other is not date], best.boxes)
            item = ItemBox(box, date, page).item(Counter(), 1)
            if item.title and _section(item.url) == usual and item.url not in known:
                known.add(item.url)
                added.append((box, item))
    together = [*zip(best.boxes, best.items, strict=True), *added]
    return [item for _, item in sorted(together, key=lambda pair: place[pair[0]])]


def _section(url: str) -> str:
    """Return host and first path segment of an address; empty where the path has only one."""
    parts = urlsplit(url)
    first, _, rest = parts.path.lstrip("/").partition("/")
    return f"{parts.netloc}/{first}" if rest else ""


def _score(items: Sequence[RawItem]) -> float:
    """Return the score of a list: 1 for each item, 1 more with an address, 0.3 more with a summary."""
    return sum(1 + bool(item.url) + 0.3 * bool(item.summary) for item in items)
