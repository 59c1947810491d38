"""Put all text into paragraphs, headings, lists, quotations or tables, and drop empty ones."""

from itertools import takewhile

from lxml.html import Element, HtmlElement, fragment_fromstring, tostring

from dateline.text.pasted.dom import BLOCKS, has_block, is_empty, unwrap
from dateline.text.pasted.passages import pass_down

_HEADINGS = {"h1": "h2", "h5": "h4", "h6": "h4"}
_LINES = ("p", "h2", "h3", "h4")
"""What holds text only."""
_DIVISIONS = BLOCKS - {*_LINES, *_HEADINGS, "ul", "ol", "blockquote", "table", "hr", "dl"}
_HEADING_CLASSES = {"MsoTitle": "h2", "MsoSubtitle": "h3"}
_DROPPED_IF_EMPTY = (*_LINES, "li", "ul", "ol", "blockquote", "span", "a")
_INLINE_DROPPED_IF_EMPTY = ("b", "strong", "i", "em", "sup", "sub", "s")


def normalize_blocks(body: HtmlElement) -> None:
    """Put all text below ``body`` into blocks that are allowed, and drop empty ones."""
    for element in body.iter():
        _drop_attributes(element)
        tag = str(element.tag)
        # other names stay: the parser accepts some that cannot be set on an element, such as “a<”
        if tag in _HEADINGS or tag in _DIVISIONS:
            element.tag = _HEADINGS.get(tag, "div")
    # A browser would end a paragraph where a block begins, and leave empty ones.
    for element in [one for one in body.iter(*_LINES) if has_block(one)]:
        _split(element)
    for element in list(body.iter("div", "blockquote")):
        _wrap_in_paragraphs(element)
    _wrap_in_paragraphs(body)
    for element in list(body.iter("div")):
        pass_down(element)
        unwrap(element)
    for item in list(body.iter("li", "td", "th")):
        _unwrap_only_paragraph(item)
    _drop_empty(body)


def _drop_attributes(element: HtmlElement) -> None:
    if (element.get("dir") or "").lower() == "ltr":
        del element.attrib["dir"]
    if element.tag == "p":
        for name in (element.get("class") or "").split():
            element.tag = _HEADING_CLASSES.get(name, element.tag)


def _split(parent: HtmlElement) -> None:
    """Make several paragraphs, or headings of the same level, of one that contains blocks."""
    tag = str(parent.tag)
    for inner in list(parent.iter("p", "div")):
        if inner is not parent and not has_block(inner):
            inner.tag = tag
    parent.tag = "div"
    _wrap_in_paragraphs(parent, tag)


def _wrap_in_paragraphs(parent: HtmlElement, tag: str = "p") -> None:
    """Put text that stands directly in a block into paragraphs, or headings; two line breaks end one."""
    pieces = _pieces(parent, tag)
    for child in list(parent):
        parent.remove(child)
    parent.text = None
    for piece in pieces:
        parent.append(piece)


def _pieces(parent: HtmlElement, tag: str) -> list[HtmlElement]:
    pieces: list[HtmlElement] = []
    paragraph = Element(tag)
    paragraph.text = parent.text or ""
    for child in list(parent):
        tail, child.tail = child.tail or "", None
        if str(child.tag) in BLOCKS or has_block(child):
            pieces += [paragraph, child]
            paragraph = Element(tag)
            paragraph.text = tail
            continue
        if child.tag == "br" and _ends_with_break(paragraph):
            paragraph.remove(paragraph[-1])
            pieces.append(paragraph)
            paragraph = Element(tag)
            paragraph.text = tail
            continue
        child.tail = tail
        paragraph.append(child)
    return [piece for piece in [*pieces, paragraph] if str(piece.tag) != tag or not is_empty(piece)]


def _ends_with_break(paragraph: HtmlElement) -> bool:
    return len(paragraph) > 0 and paragraph[-1].tag == "br" and not (paragraph[-1].tail or "").strip()


def _unwrap_only_paragraph(item: HtmlElement) -> None:
    """Unwrap the paragraph of an item that has only one."""
    paragraphs = [child for child in item if child.tag == "p"]
    if len(paragraphs) == 1 and not (item.text or "").strip():
        for name in ("lang", "dir"):
            if paragraphs[0].get(name) and not item.get(name):
                item.set(name, paragraphs[0].get(name))
        unwrap(paragraphs[0])


def _drop_empty(body: HtmlElement) -> None:
    for element in reversed(list(body.iter(*_DROPPED_IF_EMPTY, *_INLINE_DROPPED_IF_EMPTY))):
        if is_empty(element) and element.getparent() is not None:
            element.drop_tree()
    for element in body.iter(*_LINES):
        for last in takewhile(_is_trailing_break, list(reversed(element))):
            last.drop_tree()


def _is_trailing_break(element: HtmlElement) -> bool:
    return element.tag == "br" and not (element.tail or "").strip()


_FLAT_TAGS = {"h4": "h3", "dt": "p", "dd": "p"}


def flatten_blocks(source: str) -> str:
    """Return normalised HTML without paragraphs in other blocks, as XML, for editors that do not know these.

    A line break separates paragraphs that stood in one block. Definitions become paragraphs, headings of level 4
    become those of level 3.
    """
    body = fragment_fromstring(source, create_parent="div")
    for block in list(body.iter("blockquote", "li")):
        for paragraph in [child for child in block if child.tag == "p"]:
            if _is_after_text(paragraph):
                paragraph.addprevious(Element("br"))
            unwrap(paragraph)
    for part in list(body.iter("dl")):
        unwrap(part)
    for element in body.iter(*_FLAT_TAGS):
        element.tag = _FLAT_TAGS[str(element.tag)]
    return "".join(tostring(child, method="xml", encoding="unicode") for child in body)


def _is_after_text(paragraph: HtmlElement) -> bool:
    """Return whether text stands before a paragraph, rather than a list or nothing."""
    before, parent = paragraph.getprevious(), paragraph.getparent()
    if before is not None and before.tag in {"ul", "ol"}:
        return False
    return before is not None or bool(((parent.text if parent is not None else "") or "").strip())
