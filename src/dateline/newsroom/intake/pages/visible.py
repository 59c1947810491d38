"""The lines a reader sees in an element."""

import re

from lxml import etree, html

from dateline.newsroom.intake.listing.lines import Line, Link, tidy
from dateline.newsroom.intake.pages.tree import resolve

_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "br", "caption", "dd", "details", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup"),
        *("hr", "html", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th"),
        *("thead", "tr", "ul"),
    }
)
_HEADING = re.compile(r"h[1-6]")


def lines(root: html.HtmlElement, base: str) -> list[Line]:
    """Return the lines a reader sees in an element, one for each block, with links and headings; none empty."""
    collector = _Collector(base, root.sourceline or 0)
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        if event == "start":
            collector.start(element)
        else:
            collector.end(element, tail=element is not root)
    collector.flush()
    return collector.lines


class _Collector:
    """Gathers text until a block begins or ends."""

    def __init__(self, base: str, number: int) -> None:
        self.lines: list[Line] = []
        self._base = base
        self._number = number
        self._texts: list[str] = []
        self._links: list[Link] = []
        self._heading = 0

    def flush(self) -> None:
        """Close the line."""
        text = tidy("".join(self._texts))
        if text:
            self.lines.append(Line(self._number, text, tuple(self._links), self._heading))
        self._texts, self._links = [], []

    def start(self, element: html.HtmlElement) -> None:
        """Take the text at the beginning of an element."""
        if element.tag in _BLOCKS:
            self.flush()
        if not "".join(self._texts).strip():
            self._number = element.sourceline or self._number
        if _HEADING.fullmatch(element.tag):
            self._heading = int(element.tag[1])
        if element.tag == "a":
            text = tidy(element.text_content())
            if text:
                self._links.append(Link(text, resolve(element.get("href", ""), self._base)))
        self._texts.append(element.text or "")

    def end(self, element: html.HtmlElement, *, tail: bool) -> None:
        """Take the text behind an element."""
        if element.tag in _BLOCKS:
            self.flush()
        if _HEADING.fullmatch(element.tag):
            self._heading = 0
        if tail:
            self._texts.append(element.tail or "")
