"""Lines: in text whose line breaks and indents matter, such as verse, these become elements."""

import re

from lxml.html import Element, HtmlElement

from dateline.text.pasted.dom import has_block, style_of

_KEPT = re.compile(r"(?:^|;)white-space:(?:pre|break-spaces)")
_INDENT = re.compile(r"(?<=\n) +|^ +|(?<= ) +")
_NO_BREAK_SPACE = "\u00a0"


def write_lines(body: HtmlElement) -> None:
    """Turn preformatted text into paragraphs with a line break at the end of each line."""
    for element in list(body.iter("pre")):
        _write(element, indents=True)
        element.tag = "div"
    for element in [one for one in body.iter("p", "div", "span", "td", "li") if _KEPT.search(style_of(one))]:
        if not has_block(element):
            _write(element, indents=False)


def _write(block: HtmlElement, *, indents: bool) -> None:
    if indents:
        _trim(block)
    for element in list(block.iter()):
        if isinstance(element.tag, str):
            _break(element, element.text, indents=indents, tail=False)
        if element is not block:
            _break(element, element.tail, indents=indents, tail=True)


def _trim(block: HtmlElement) -> None:
    """Drop the line breaks around all of the text."""
    block.text = re.sub(r"^(?:[ \t]*\r?\n)+", "", block.text or "")
    if len(block):
        block[-1].tail = (block[-1].tail or "").rstrip()
    else:
        block.text = block.text.rstrip()


def _break(element: HtmlElement, text: str | None, *, indents: bool, tail: bool) -> None:
    """Put the lines of a text or tail of an element between line breaks."""
    if not text or ("\n" not in text and not indents):
        return
    lines = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4)
    if indents:
        lines = _INDENT.sub(lambda found: _NO_BREAK_SPACE * len(found[0]), lines)
    first, *rest = lines.split("\n")
    parent = element.getparent() if tail else element
    if parent is None:
        return
    at = parent.index(element) + 1 if tail else 0
    if tail:
        element.tail = first
    else:
        element.text = first
    for line in rest:
        added = Element("br")
        added.tail = line
        parent.insert(at, added)
        at += 1
