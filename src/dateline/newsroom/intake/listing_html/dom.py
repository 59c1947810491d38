"""The element tree of a saved page: its visible part, its address, its links, and the lines a reader sees."""

import re
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from dateline.newsroom.intake.listing.labels import parse_fields
from dateline.newsroom.intake.listing.lines import Line, Link, tidy
from dateline.text.words import base_language

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_INVISIBLE = (
    *("script", "style", "noscript", "template", "svg", "math", "iframe", "object", "select", "button", "input"),
    *("textarea", "nav", "head", "canvas", "audio", "video", "map", "dialog", "datalist"),
)
_HIDDEN = re.compile(
    r"(?:^|\s)(?:visually-?hidden|sr-only|screen-reader-text|element-invisible|show-for-sr|skip-link)(?:\s|$)"
)
_FURNITURE_ROLES = ("navigation", "search", "banner", "contentinfo", "menu", "dialog")
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)")
_NOT_PAGES = ("javascript:", "mailto:", "tel:", "data:", "#")
_HEAD = 200_000  # the address of a page is looked for in so many first characters
_INLINE = frozenset({"span", "b", "strong", "em", "i", "small", "label", "abbr", "time", "cite", "font", "u"})
_MAX_LABEL_PARTS = 40  # most elements in an element that begins with a label; a list of names has about ten
_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "br", "caption", "dd", "details", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup"),
        *("hr", "html", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th"),
        *("thead", "tr", "ul"),
    }
)


def parse_body(text: str) -> html.HtmlElement | None:
    """Return the body of a page without scripts, navigation, forms and hidden labels; None if there is none."""
    source = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\x00", ""))
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    body = tree.find("body")
    if body is None:
        return None
    for element in [*body.iter(*_INVISIBLE), *(one for one in body.iter() if _is_hidden(one))]:
        if isinstance(element, html.HtmlElement) and element.getparent() is not None:
            element.drop_tree()
    return body


def _is_hidden(element: html.HtmlElement) -> bool:
    if element.get("role") in _FURNITURE_ROLES:
        return True
    return bool(_HIDDEN.search(element.get("class", ""))) and element.find(".//a") is None


def page_address(text: str) -> str:
    """Return the address that a page contains, or empty.

    The first of these counts: its base, the address a browser saved it from, its canonical one, the one for sharing.
    """
    head = text[:_HEAD]
    saved = _SAVED_FROM.search(head)
    patterns = (
        r"<base\b[^>]*\bhref\s*=\s*[\"']([^\"']+)",
        r"<link\b(?=[^>]*\brel\s*=\s*[\"']?canonical\b)[^>]*\bhref\s*=\s*[\"']([^\"']+)",
        r"<meta\b(?=[^>]*\b(?:property|name)\s*=\s*[\"'](?:og|twitter):url[\"'])[^>]*\bcontent\s*=\s*[\"']([^\"']+)",
    )
    base, *others = [re.search(pattern, head, re.IGNORECASE) for pattern in patterns]
    candidates = [match[1].strip() for match in (base, saved, *others) if match]
    return next((url for url in candidates if url.startswith(("http://", "https://"))), "")


def page_language(text: str) -> str:
    """Return the language that a page names, as a BCP 47 tag; empty without one.

    The one with a country wins: ``<html lang="en">`` with ``<meta content="en_GB">`` is British.
    """
    head = text[:_HEAD]
    patterns = (
        r"<html\b[^>]*?\s(?:xml:)?lang\s*=\s*[\"']?\s*([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)",
        r"<(?:body|main)\b[^>]*?\s(?:xml:)?lang\s*=\s*[\"']?\s*([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)",
        r"<meta\b(?=[^>]*\bhttp-equiv\s*=\s*[\"']?content-language\b)[^>]*\bcontent\s*=\s*[\"']?\s*([A-Za-z]{2,3}(?:[-_]\w{2,8})*)",
        r"<meta\b(?=[^>]*\b(?:property|name)\s*=\s*[\"'](?:og:locale|language|dc\.language)[\"'])[^>]*\bcontent\s*=\s*[\"']([A-Za-z]{2,3}(?:[-_]\w{2,8})*)",
    )
    found = [match[1].replace("_", "-") for pattern in patterns if (match := re.search(pattern, head, re.IGNORECASE))]
    own = found[0] if found else ""
    same = (tag for tag in found if "-" in tag and base_language(tag) == base_language(own))
    return next(same, own)


def says_article(text: str) -> bool:
    """Return whether a page says that it is one article."""
    head = text[:_HEAD]
    og = r"<meta\b(?=[^>]*\bproperty\s*=\s*[\"']og:type[\"'])[^>]*\bcontent\s*=\s*[\"']article[\"']"
    schema = r"[\"']@type[\"']\s*:\s*\[?\s*[\"'](?:News|Report|Blog)?Article[\"']"
    return any(re.search(pattern, head, re.IGNORECASE) for pattern in (og, schema))


def resolve_link(href: str, base: str) -> str:
    """Return a link's address, absolute where ``base`` is known; empty for links that lead to no page."""
    href = href.strip()
    if not href or href.lower().startswith(_NOT_PAGES):
        return ""
    try:
        url = urljoin(base, href) if base else href
        urlsplit(url)
    except ValueError:
        return ""
    return url


def visible_lines(root: html.HtmlElement, base: str) -> list[Line]:
    """Return the lines a reader sees in an element, one for each block, with links and headings; none empty."""
    collector = _LineCollector(base, root.sourceline or 0)
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        if event == "start":
            collector.start(element)
        else:
            collector.end(element, tail=element is not root)
    collector.flush()
    return collector.lines


def _labels(element: html.HtmlElement) -> bool | None:
    """Return whether an inline element has the value of the label that it begins with; None where it has no label.

    ``<span>Where we are: X</span><span>What we do: Y</span>`` are two lines.
    """
    if element.tag not in _INLINE or len(element) > _MAX_LABEL_PARTS:
        return None
    fields = parse_fields(tidy(element.text_content()))
    return bool(fields[-1].value) if fields else None


class _LineCollector:
    """Collects text until a block element begins or ends."""

    def __init__(self, base: str, number: int) -> None:
        self.lines: list[Line] = []
        self._base = base
        self._number = number
        self._texts: list[str] = []
        self._links: list[Link] = []
        self._heading = 0

    def flush(self) -> None:
        """End the line."""
        text = tidy("".join(self._texts))
        if text:
            self.lines.append(Line(self._number, text, tuple(self._links), self._heading))
        self._texts, self._links = [], []

    def start(self, element: html.HtmlElement) -> None:
        """Add the text at the beginning of an element."""
        if element.tag in _BLOCKS or _labels(element) is not None:
            self.flush()
        if not "".join(self._texts).strip():
            self._number = element.sourceline or self._number
        if element.tag in HEADINGS:
            self._heading = int(element.tag[1])
        if element.tag == "a":
            text = tidy(element.text_content())
            if text:
                self._links.append(Link(text, resolve_link(element.get("href", ""), self._base)))
        self._texts.append(element.text or "")

    def end(self, element: html.HtmlElement, *, tail: bool) -> None:
        """Add the text after an element."""
        if element.tag in _BLOCKS or _labels(element):
            self.flush()
        if element.tag in HEADINGS:
            self._heading = 0
        if tail:
            self._texts.append(element.tail or "")
