"""The list in a saved page: its boxes, or its lines where it has none."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from lxml import html

from dateline.intake.listing import textual
from dateline.intake.listing.items import RawItem
from dateline.intake.listing.lines import tidy
from dateline.intake.pages.boxes import Box
from dateline.intake.pages.days import DayElement, Page, boxes, day_elements, groups
from dateline.intake.pages.visible import lines
from dateline.plain.dates import order_in
from dateline.plain.months import Order

_MOST_GROUPS = 6  # places on a page where days stand alike; lists of news are among the most numerous
_SHORT = 90  # letters of a text that may be a day rather than prose about one
_REPEATED = 0.3  # share of boxes in which the same line is a category or a button


def raw_items(body: html.HtmlElement, language: str, base: str, zone: dt.tzinfo) -> tuple[list[RawItem], Order]:
    """Return the items of the page's list in its order, and how ``2/10/2026`` was read; none without list."""
    short = [tidy(text) for text in body.itertext() if len(text) < _SHORT and any(letter.isdigit() for letter in text)]
    page = Page(base, language, order_in(short, language), zone)
    best: list[RawItem] = []
    for group in groups(day_elements(body, page))[:_MOST_GROUPS]:
        best = max(best, _in_boxes(group, page), key=_worth)
    if best:
        return best, page.order
    return textual.raw_items(lines(body, base), language, page.order)


def _in_boxes(group: Sequence[DayElement], page: Page) -> list[RawItem]:
    """Return the items in the boxes around days; none where most boxes hold no title, or there is no second one.

    Then the days stand beside their items and not inside them, or there is no list.
    """
    found = [Box(element, day, page) for element, day in boxes(group)]
    repeated = Counter(text for box in found for text in {line.text for line in box.lines})
    share = max(3, round(len(found) * _REPEATED))
    titled = [item for item in (box.read(repeated, share) for box in found) if item.title]
    return titled if len(titled) >= 2 and len(titled) * 2 >= len(found) else []  # noqa: PLR2004 - one does not repeat


def _worth(items: Sequence[RawItem]) -> float:
    """Return how much a list is worth: its items, those with an address twice, those with a summary a little more."""
    return sum(1 + bool(item.url) + 0.3 * bool(item.summary) for item in items)
