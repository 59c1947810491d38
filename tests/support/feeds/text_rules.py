"""Find faults in the texts of a feed; findings have the names of the W3C feed validator, warnings included.

The validator's own test cases check these rules, together with those of Atom and RSS.
"""

import io
import re
from collections.abc import Callable, Iterator
from html.entities import name2codepoint

from lxml import etree
from tinyhtml5.parser import HTMLParser

NAMESPACES = {
    "http://purl.org/dc/elements/1.1/",
    "http://purl.org/rss/1.0/modules/content/",
    "http://purl.org/syndication/history/1.0",
    "http://purl.org/syndication/thread/1.0",
    "http://search.yahoo.com/mrss/",
    "http://www.w3.org/1999/xhtml",
    "http://www.w3.org/2005/Atom",
}
"""Namespaces that the validator knows and our feeds may use; it warns of any other."""
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
_TAGS = {
    *("a", "abbr", "article", "audio", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code", "dd", "del"),
    *("div", "dl", "dt", "em", "embed", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i"),
    *("iframe", "img", "ins", "li", "link", "meta", "object", "ol", "p", "param", "pre", "q", "s", "script", "small"),
    *(
        "source",
        "span",
        "strong",
        "style",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "title",
    ),
    *("tr", "track", "u", "ul", "video"),
}
_RISKS = {"bdo", "embed", "form", "iframe", "link", "meta", "object", "param", "script", "style", "title"}
# the validator does not count ``controls`` as harmless
_ATTRIBUTES = {
    *(
        "abbr",
        "align",
        "alt",
        "cite",
        "class",
        "colspan",
        "datetime",
        "dir",
        "height",
        "href",
        "hreflang",
        "id",
        "lang",
    ),
    *("name", "poster", "preload", "rel", "rowspan", "scope", "src", "start", "style", "title", "type", "width"),
}


def numbering(document: bytes) -> Callable[[etree._Element], bool]:
    """Return a function that tells whether the line where an element begins has numeric character references."""
    lines = [b"&#x" in line for line in document.split(b"\n")]
    return lambda element: lines[(element.sourceline or 1) - 1]


def plain(text: str, *, is_numbered: bool) -> bool:
    """Tell whether plain text would be taken for HTML; ``is_numbered``: its line has numeric character references."""
    if any(tag.lower() in _TAGS for tag in re.findall(r"</(\w+)>", text)):
        return True
    names = re.findall(r"&(#?\w+)", text)
    return not is_numbered and any(name in name2codepoint or name == "apos" or not name.isalpha() for name in names)


def html(text: str) -> Iterator[str]:
    """Findings of text that is HTML."""
    parser = HTMLParser()
    parser._parse(io.StringIO(text), container="div")
    if parser.errors:
        yield "NotHtml"
    for element in etree.HTML(f"<div>{text}</div>").iter(etree.Element) if text.strip() else ():
        if element.tag not in _TAGS | {"html", "body"}:
            yield "NotHtml"
        elif element.tag in _RISKS or any(name.startswith("on") for name in element.attrib):
            yield "SecurityRisk"
        elif element.tag not in {"html", "body"} and set(element.attrib) - _ATTRIBUTES:
            yield "SecurityRiskAttr"


def pictures(root: etree._Element, is_numbered: Callable[[etree._Element], bool]) -> Iterator[str]:
    """Findings of what is said of pictures. Source: Media RSS 1.5.1."""
    for element in root.iter("{http://search.yahoo.com/mrss/}description"):
        said = (element.text or "").strip()
        if element.get("type") == "html":
            yield from html(said)
        elif plain(said, is_numbered=is_numbered(element)):
            yield "ContainsUndeclaredHTML"


def characters(root: etree._Element) -> Iterator[str]:
    """Yield findings of characters that no text should have."""
    for element in root.iter():
        parts = (element.text or "", element.tail or "", *element.attrib.values())
        if re.search("[\x80-\x9f\ufffd]", " ".join(parts)) or any(_is_twice(part) for part in parts):
            yield "BadCharacters"


def _is_twice(text: str) -> bool:
    """Tell whether a whole text was encoded twice."""
    try:
        return bool(re.search("[\xc2\xc3][\x80-\xbf]", text)) and bool(text.encode("latin-1").decode("utf-8"))
    except UnicodeError:
        return False


def namespaces(root: etree._Element) -> Iterator[str]:
    """Yield findings of declared namespaces. That of RFC 6721, unknown to the validator, is allowed if it is used."""
    declared = {uri for element in root.iter(etree.Element) for uri in element.nsmap.values()}
    used = {TOMBSTONES} if root.find(f"{{{TOMBSTONES}}}deleted-entry") is not None else set()
    yield from ("UnknownNamespace" for uri in declared - NAMESPACES - used)
