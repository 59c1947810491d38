"""Blocks: every text stands in a paragraph, heading, list, quotation or table, and none is empty."""

from itertools import takewhile

from lxml.html import Element, HtmlElement

from dateline.text.pasted.tree import BLOCKS, has_block, is_empty, unwrap

_HEADINGS = {"h1": "h2", "h5": "h4", "h6": "h4"}
_AS_HEADING = {"MsoTitle": "h2", "MsoSubtitle": "h3"}
_EMPTY_IS_NOTHING = ("p", "h2", "h3", "h4", "li", "ul", "ol", "blockquote", "b", "strong", "i", "em", "sup", "sub", "a")
_SPOKEN = ("lang", "xml:lang")


def straighten(body: HtmlElement) -> None:
    """Bring the blocks below ``body`` into this shape."""
    for element in body.iter():
        _plain_attributes(element)
        if str(element.tag) in _HEADINGS:  # names that a parser lets through, such as “a<”, cannot be set again
            element.tag = _HEADINGS[str(element.tag)]
    for element in list(body.iter(*BLOCKS - {"p", "ul", "ol", "blockquote", "table", "hr", "dl"})):
        if str(element.tag) not in {"h2", "h3", "h4"}:
            element.tag = "div"
    for element in list(body.iter("div", "blockquote")):
        _paragraphs_in(element)
    _paragraphs_in(body)
    for element in list(body.iter("div")):
        unwrap(element)
    for item in list(body.iter("li", "td", "th")):
        _one_paragraph_is_none(item)
    _drop_empty(body)


def _plain_attributes(element: HtmlElement) -> None:
    for name in _SPOKEN:
        element.attrib.pop(name, None)
    if (element.get("dir") or "").lower() == "ltr":
        del element.attrib["dir"]
    if element.tag == "p":
        for name in (element.get("class") or "").split():
            element.tag = _AS_HEADING.get(name, element.tag)


def _paragraphs_in(parent: HtmlElement) -> None:
    """Put the text that stands directly in a block into paragraphs; two line breaks end one."""
    pieces = _pieces(parent)
    for child in list(parent):
        parent.remove(child)
    parent.text = None
    for piece in pieces:
        parent.append(piece)


def _pieces(parent: HtmlElement) -> list[HtmlElement]:
    found: list[HtmlElement] = []
    now = Element("p")
    now.text = parent.text or ""
    for child in list(parent):
        tail, child.tail = child.tail or "", None
        if str(child.tag) in BLOCKS or has_block(child):
            found += [now, child]
            now = Element("p")
            now.text = tail
            continue
        if child.tag == "br" and _ends_with_break(now):
            now.remove(now[-1])
            found.append(now)
            now = Element("p")
            now.text = tail
            continue
        child.tail = tail
        now.append(child)
    return [piece for piece in [*found, now] if str(piece.tag) != "p" or not is_empty(piece)]


def _ends_with_break(paragraph: HtmlElement) -> bool:
    return len(paragraph) > 0 and paragraph[-1].tag == "br" and not (paragraph[-1].tail or "").strip()


def _one_paragraph_is_none(item: HtmlElement) -> None:
    """Unwrap the paragraph with which an item begins, unless further ones follow."""
    paragraphs = [child for child in item if child.tag == "p"]
    if len(paragraphs) == 1 and not (item.text or "").strip():
        unwrap(paragraphs[0])


def _drop_empty(body: HtmlElement) -> None:
    for element in reversed(list(body.iter(*_EMPTY_IS_NOTHING))):
        if is_empty(element) and element.getparent() is not None:
            element.drop_tree()
    for element in body.iter("p", "h2", "h3", "h4"):
        for last in takewhile(_is_trailing_break, list(reversed(element))):
            last.drop_tree()


def _is_trailing_break(element: HtmlElement) -> bool:
    return element.tag == "br" and not (element.tail or "").strip()
