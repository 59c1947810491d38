"""Days as headings with several items below each: ``<h2>12 June 2024</h2><ul><li>…</li><li>…</li></ul>``."""

from collections import Counter
from collections.abc import Iterator, Sequence

from lxml import html

from dateline.newsroom.intake.listing.items import RawItem
from dateline.newsroom.intake.listing.labels import is_noise
from dateline.newsroom.intake.listing.lines import tidy
from dateline.newsroom.intake.listing_html.boxes import ItemBox
from dateline.newsroom.intake.listing_html.date_elements import DateElement, PageSettings
from dateline.newsroom.intake.listing_html.dom import HEADINGS, resolve_link

_HEADS = frozenset({*HEADINGS, "dt", "th", "caption", "summary", "legend"})
_BEFORE_LISTS = frozenset({"p", "div", "strong", "b", "span", "time"})
_MIN_TITLE = 8  # fewest letters of a link that can be a title
_MIN_SINGLE = 3  # fewest items below a single day that make a list
_MAX_PROSE = 160  # a page with one day and a paragraph of so many letters is a text, not a list


def find_day_sections(body: html.HtmlElement, dates: Sequence[DateElement], page: PageSettings) -> list[RawItem]:
    """Return the items below days that are headings, in the order of the page; none where days stand otherwise.

    Every list element below a day is an item of that day, and every title link where there are no lists. A page whose
    days have one item each has no sections, and neither has a text with one day above a few links.
    """
    heads = [date for date in dates if _is_head(date)]
    if not heads:
        return []
    place = {element: number for number, element in enumerate(body.iter())}
    sections = [_boxes(elements) for elements in _below(heads, place)]
    filled = [(head, boxes) for head, boxes in zip(heads, sections, strict=True) if boxes]
    count = sum(len(boxes) for _, boxes in filled)
    if count <= len(filled) or (len(filled) == 1 and (count < _MIN_SINGLE or _is_prose(body))):
        return []
    own = {element for date in dates if not _is_head(date) for element in date.element.iterancestors()}
    boxes = [box for _, found in filled for box in found]
    if sum(_has_own_date(box, own) for box in boxes) * 2 > len(boxes):
        return []
    return [item for head, found in filled for box in found if (item := _item(box, head, page)).title]


def _item(box: html.HtmlElement, head: DateElement, page: PageSettings) -> RawItem:
    return ItemBox(box, head, page).item(Counter(), 1)


def _is_head(date: DateElement) -> bool:
    """Return whether a date is all that a heading says, or stands right above a list."""
    if date.date.title or date.date.on is None or any(above.tag == "a" for above in date.element.iterancestors()):
        return False
    text = tidy(date.element.text_content())
    element = date.element
    while (above := element.getparent()) is not None and tidy(above.text_content()) == text:
        element = above
    following = element.getnext()
    is_above_list = following is not None and following.tag in ("ul", "ol") and element.tag in _BEFORE_LISTS
    return bool({element.tag, date.element.tag} & _HEADS) or is_above_list


def _below(heads: Sequence[DateElement], place: dict[html.HtmlElement, int]) -> Iterator[list[html.HtmlElement]]:
    """Yield the elements below each day: up to the next one, and not outside what holds the day and its items."""
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        end = place[following.element] if following is not None else len(place)
        scope = head.element.getparent()
        while scope is not None and scope.getparent() is not None and not _has_items_after(scope, head.element, place):
            scope = scope.getparent()
        inside = scope.iter() if scope is not None else ()
        yield [one for one in inside if isinstance(one.tag, str) and place[head.element] < place[one] < end]


def _has_items_after(scope: html.HtmlElement, head: html.HtmlElement, place: dict[html.HtmlElement, int]) -> bool:
    return any(place[link] > place[head] and _is_title(link) for link in scope.iter("a"))


def _is_title(link: html.HtmlElement) -> bool:
    text = tidy(link.text_content())
    return len(text) >= _MIN_TITLE and not is_noise(text) and bool(resolve_link(link.get("href", ""), ""))


def _boxes(elements: Sequence[html.HtmlElement]) -> list[html.HtmlElement]:
    """Return the boxes of the items among the elements below a day."""
    known = set(elements)
    points = [one for one in elements if one.tag == "li" and not any(up.tag == "li" for up in one.iterancestors())]
    if any(_is_title(link) for point in points for link in point.iter("a")):
        return [point for point in points if tidy(point.text_content())]
    links = [one for one in elements if one.tag == "a" and _is_title(one)]
    unique = list({link.get("href"): link for link in reversed(links)}.values())[::-1]
    return [_around(link, [other for other in unique if other is not link], known) for link in unique]


def _around(
    link: html.HtmlElement, others: Sequence[html.HtmlElement], known: set[html.HtmlElement]
) -> html.HtmlElement:
    """Return the largest element around a link that holds no other title and nothing from outside the section."""
    taken = {above for other in others for above in other.iterancestors()}
    box = link
    for above in link.iterancestors():
        if above in taken or above not in known:
            break
        box = above
    return box


def _has_own_date(box: html.HtmlElement, own: set[html.HtmlElement]) -> bool:
    """Return whether a box shows a date beside its title."""
    return box in own and not any(link in own for link in box.iter("a"))


def _is_prose(body: html.HtmlElement) -> bool:
    return any(len(tidy(one.text_content())) > _MAX_PROSE for one in body.iter("p"))
