"""Lists: paragraphs that a word processor marked as list items become real lists."""

import re
from dataclasses import dataclass

from lxml.html import Element, HtmlElement

from dateline.text.pasted.dom import has_block, is_empty, style_of, unwrap, words_of
from dateline.text.pasted.losses import Losses

_LEVEL = re.compile(r"mso-list:l\d+level(\d+)")
_LIST_MARK = "mso-list:ignore"
_NUMBER = re.compile(r"\(?(\d{1,4}|[a-z]|[ivxlc]{1,6})[.)]", re.IGNORECASE)
_BULLET = re.compile(r"^[\s\u00a0]*[•·▪‣◦●○■]\s*[\s\u00a0]+")
_MAX_LEVEL = 9  # as Word
_STYLE_TYPE = re.compile(r"(?:^|;)list-style(?:-type)?:[^;]*?((?:lower|upper)-(?:alpha|latin|roman))")
_TYPES = {"lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A"}
_TYPES |= {"lower-roman": "i", "upper-roman": "I"}
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii")


@dataclass(frozen=True)
class _Item:
    """A list paragraph; ``marks`` is the type of an ordered list, such as ``a``, and empty for numbers."""

    paragraph: HtmlElement
    level: int
    is_ordered: bool
    start: int
    marks: str = ""


def rebuild_lists(body: HtmlElement, losses: Losses) -> None:
    """Turn runs of list paragraphs into lists, and move lists and items that are in a place where HTML forbids them.

    Word processors write the mark of an item (``3.``, ``c)``) as text. These marks are deleted; ``type`` and ``start``
    of the new list keep the kind of numbering and the first number.
    """
    for other in list(body.iter("menu", "dir")):
        other.tag = "ul"
    for ordered in body.iter("ol"):
        _set_type(ordered)
    for parent in list(body.iter("body", "div", "td", "th", "blockquote", "section", "article")):
        _rebuild_in(parent, losses)
    for mark in list(body.iter("span")):
        if _LIST_MARK in style_of(mark):
            unwrap(mark)
    for item in list(body.iter("li")):
        _put_into_list(item)
    for inner in list(body.iter("ul", "ol")):
        _put_into_item(inner)


def _set_type(ordered: HtmlElement) -> None:
    """Write the kind of numbering that a style sets as the ``type`` of the list."""
    items = [ordered, *ordered.iterchildren("li")]
    styled = next((found[1] for item in items[:2] if (found := _STYLE_TYPE.search(style_of(item)))), "")
    if styled in _TYPES:
        ordered.set("type", _TYPES[styled])


def _rebuild_in(parent: HtmlElement, losses: Losses) -> None:
    run: list[_Item] = []
    for child in [*parent, None]:
        item = _item(child) if child is not None else None
        if item is not None:
            run.append(item)
        elif child is None or not is_empty(child):
            _replace(run, losses)
            run = []


def _item(element: HtmlElement) -> _Item | None:
    if element.tag not in {"p", "div"} or has_block(element):
        return None
    level = _LEVEL.search(style_of(element))
    mark = next((span for span in element.iter("span") if _LIST_MARK in style_of(span)), None)
    if level is None and mark is None:
        return _Item(element, 1, is_ordered=False, start=1) if _BULLET.match(element.text or "") else None
    number = _NUMBER.fullmatch(words_of(mark)) if mark is not None else None
    start, marks = _numbering(number[1]) if number else (1, "")
    depth = min(int(level[1]), _MAX_LEVEL) if level else 1
    return _Item(element, depth, is_ordered=number is not None, start=start, marks=marks)


def _numbering(mark: str) -> tuple[int, str]:
    """Return the number and the type of a mark: ``c`` gives 3 and ``a``, ``iv`` gives 4 and ``i``."""
    if mark.isdigit():
        return int(mark), ""
    lowered = mark.lower()
    if lowered in _ROMAN and (len(mark) > 1 or lowered == "i"):
        return _ROMAN.index(lowered) + 1, "i" if mark.islower() else "I"
    if len(mark) == 1:
        return ord(lowered) - ord("a") + 1, "a" if mark.islower() else "A"
    return 1, ""


def _replace(run: list[_Item], losses: Losses) -> None:
    """Replace a run of list paragraphs by lists."""
    if not run:
        return
    open_lists: list[tuple[int, HtmlElement]] = []
    for item in run:
        while open_lists and open_lists[-1][0] > item.level:
            open_lists.pop()
        same = bool(open_lists) and open_lists[-1][0] == item.level
        if same and (open_lists[-1][1].tag == "ol") != item.is_ordered:
            open_lists.pop()
            same = False
        if not same:
            open_lists.append((item.level, _begin(item, open_lists)))
        open_lists[-1][1].append(_as_li(item.paragraph, losses))


def _begin(item: _Item, open_lists: list[tuple[int, HtmlElement]]) -> HtmlElement:
    begun = Element("ol" if item.is_ordered else "ul")
    if item.is_ordered and item.start > 1:
        begun.set("start", str(item.start))
    if item.marks:
        begun.set("type", item.marks)
    if open_lists and len(open_lists[-1][1]):
        open_lists[-1][1][-1].append(begun)
    else:
        item.paragraph.addprevious(begun)
    return begun


def _as_li(paragraph: HtmlElement, losses: Losses) -> HtmlElement:
    for mark in [span for span in paragraph.iter("span") if _LIST_MARK in style_of(span)]:
        losses.add_furniture(words_of(mark))
        mark.drop_tree()
    tail, paragraph.tail = paragraph.tail, None
    if tail and tail.strip():
        before = paragraph.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + tail
    paragraph.tag = "li"
    bullet = _BULLET.match(paragraph.text or "")
    losses.add_furniture(bullet[0] if bullet else "")
    paragraph.text = _BULLET.sub("", paragraph.text or "").lstrip()
    return paragraph


def _put_into_list(item: HtmlElement) -> None:
    """Put an item that stands in no list into a new one, or into the one made for the item before it."""
    parent = item.getparent()
    if parent is None or parent.tag in {"ul", "ol"}:
        return
    before = item.getprevious()
    if before is None or before.tag != "ul" or (before.tail or "").strip():
        before = Element("ul")
        item.addprevious(before)
    before.tail, item.tail = item.tail, None
    before.append(item)


def _put_into_item(inner: HtmlElement) -> None:
    """Move a list that stands directly in a list into the item before it; Google Docs writes them so."""
    outer = inner.getparent()
    if outer is None or outer.tag not in {"ul", "ol"}:
        return
    before = inner.getprevious()
    if before is None or before.tag != "li":
        before = Element("li")
        inner.addprevious(before)
    before.append(inner)
