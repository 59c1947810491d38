"""The tree of a saved page, without what readers do not read, and its own address."""

import re
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

_GONE = (
    *("script", "style", "noscript", "template", "svg", "math", "iframe", "object", "select", "button", "input"),
    *("textarea", "nav", "head", "canvas", "audio", "video", "map", "dialog", "datalist"),
)
_HIDDEN = re.compile(
    r"(?:^|\s)(?:visually-?hidden|sr-only|screen-reader-text|element-invisible|show-for-sr|skip-link)(?:\s|$)"
)
_ASIDE_ROLES = ("navigation", "search", "banner", "contentinfo", "menu", "dialog")
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)")
_UNLINKED = ("javascript:", "mailto:", "tel:", "data:", "#")
_HEAD = 200_000  # characters in which a page says its address


def parse(text: str) -> html.HtmlElement | None:
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
    for element in [*body.iter(*_GONE), *(found for found in body.iter() if _is_hidden(found))]:
        if isinstance(element, html.HtmlElement) and element.getparent() is not None:
            element.drop_tree()
    return body


def _is_hidden(element: html.HtmlElement) -> bool:
    if element.get("role") in _ASIDE_ROLES:
        return True
    return bool(_HIDDEN.search(element.get("class", ""))) and element.find(".//a") is None


def address(text: str) -> str:
    """Return the address a page says it has, or empty.

    In this order: its base, where a browser says it was saved from, its canonical address, the one for sharing.
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


def resolve(href: str, base: str) -> str:
    """Return a link's address, absolute where the page has one; empty for what leads to no page."""
    href = href.strip()
    if not href or href.lower().startswith(_UNLINKED):
        return ""
    try:
        found = urljoin(base, href) if base else href
        urlsplit(found)
    except ValueError:
        return ""
    return found
