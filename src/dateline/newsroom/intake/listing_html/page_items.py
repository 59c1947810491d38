"""The items of a saved page: from the boxes of its list, or from its lines where it has no boxes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import html

from dateline.newsroom.intake.listing.headings import Heading, completed, heading
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
from dateline.newsroom.intake.listing_html.day_sections import find_day_sections
from dateline.newsroom.intake.listing_html.dom import visible_lines

_MAX_GROUPS = 6  # so many groups of dates with a common path are tried; the news list is among the largest groups
_MAX_DATE_TEXT = 90  # most letters of a text that may be a date; a longer one is prose with a date in it
_LARGE = ("html", "body", "main", "section", "article", "ul", "ol", "table", "tbody", "tr", "div", "form")
_MIN_PARAGRAPH, _MIN_PARAGRAPHS = 120, 3  # a page is a text if it has so many paragraphs of so many letters
_PROSE_SHARE = 2  # a page is a text if it has so many letters of prose for each letter of items
_MAX_PARTS = 4  # most elements within a heading
_MAX_FEATURED = 5  # most dates above a list that can belong to featured items
_MIN_TITLE = 30  # an item whose title has so many letters needs no summary
_REPEATED_SHARE = 0.3  # a line that is in at least this share of boxes is a category or a button


def short_texts_with_digits(body: html.HtmlElement) -> list[str]:
    """Return the texts of a page that may be dates."""
    return [
        tidy(text)
        for text in body.itertext()
        if len(text) < _MAX_DATE_TEXT and any(letter.isdigit() for letter in text)
    ]


def find_page_items(body: html.HtmlElement, page: PageSettings) -> list[RawItem]:
    """Return the items of a page's list in its order; none without a list."""
    found = _find_items(body, page)
    if not found and complete_dates(body, page.language):
        found = _find_items(body, page)
    return [] if is_single_text(body, found, says_so=page.is_article) else found


def is_single_text(body: html.HtmlElement, items: Sequence[RawItem], *, says_so: bool) -> bool:
    """Return whether a page is a text with a box of links rather than a list: most of its prose is in no item.

    Where the page says itself that it is an article, a text of any length is one.
    """
    known = tidy(" ".join(f"{item.title} {item.summary}" for item in items))
    paragraphs = (
        tidy(one.text_content()) for one in body.iter("p") if not any(up.tag == "footer" for up in one.iterancestors())
    )
    prose = [
        text for text in dict.fromkeys(paragraphs) if len(text) >= _MIN_PARAGRAPH and text[:_MIN_PARAGRAPH] not in known
    ]
    share = 0 if says_so else _PROSE_SHARE
    return len(prose) >= _MIN_PARAGRAPHS and sum(map(len, prose)) > share * len(known)


def complete_dates(body: html.HtmlElement, language: str) -> bool:
    """Write the year and month of headings into the days below them that lack these; return whether there are any."""
    above, found = Heading(), False
    for element in body.iter():
        if not isinstance(element.tag, str):
            continue
        own = tidy(element.text_content()) if element.tag not in _LARGE and len(element) < _MAX_PARTS else ""
        named = heading(own, language, above)
        if named is not None:
            above = named
            continue
        for owner, attribute in ((element, "text"), *((child, "tail") for child in element)):
            written = completed(tidy(getattr(owner, attribute) or ""), language, above)
            if written is not None:
                setattr(owner, attribute, f" {written} ")
                found = True
    return found


def _find_items(body: html.HtmlElement, page: PageSettings) -> list[RawItem]:
    dates = find_date_elements(body, page)
    sections = find_day_sections(body, dates, page)
    lists = [_in_boxes(group, dates, page) for group in group_by_path(dates)[:_MAX_GROUPS]]
    best = max(lists, key=lambda one: _score(one.items), default=_Boxed([], []))
    if len(sections) > 1 and len(sections) >= len(best.items):
        return sections
    if best.items:
        return _with_featured(best, dates, page)
    found, _ = find_text_items(visible_lines(body, page.base), page.language, page.order, is_page=True)
    has_links = body.find(".//a[@href]") is not None
    return found if _is_list(found, has_links=has_links) or any(raw.values for raw in found) else []


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


def _in_boxes(group: Sequence[DateElement], dates: Sequence[DateElement], page: PageSettings) -> _Boxed:
    """Return the items in the boxes around dates; none where most boxes have no title, or there is only one item.

    Then the dates stand beside their items instead of inside, or there is no list.
    """
    found = [(ItemBox(element, date, page), element) for element, date in item_boxes(group)]
    repeated = Counter(text for box, _ in found for text in {line.text for line in box.lines})
    share = max(3, round(len(found) * _REPEATED_SHARE))
    titled = [(item, element) for box, element in found for item in box.items(repeated, share) if item.title]
    titled += _boxes_without_date(titled, dates, page)
    items = [item for item, _ in titled]
    if len(titled) * 2 < len(found) or not _is_list(items, has_links=True):
        return _Boxed([], [])
    return _Boxed(items, [element for _, element in titled])


def _boxes_without_date(
    titled: Sequence[tuple[RawItem, html.HtmlElement]], dates: Sequence[DateElement], page: PageSettings
) -> list[tuple[RawItem, html.HtmlElement]]:
    """Return items of similar boxes beside the others that have a title, and a date elsewhere or none."""
    known = {element for _, element in titled}
    sections = {_section(item.url) for item, _ in titled}
    similar = Counter((element.getparent(), element.tag, element.get("class")) for element in known)
    found = []
    for parent, tag, class_ in (key for key, count in similar.items() if count > 1 and key[0] is not None):
        for element in parent.iterchildren(tag):
            if element.get("class") != class_ or element in known:
                continue
            inside = (date for date in dates if element in (date.element, *date.element.iterancestors()))
            date = next(inside, DateElement(html.Element("time"), NO_DATE, ""))
            item = ItemBox(element, date, page).item(Counter(), 1)
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
