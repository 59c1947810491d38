"""Helpers on lxml's tree of HTML."""

import re

from lxml.html import Element, HtmlElement

BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "table", "hr", "div", "dl", "pre"}
BLOCKS |= {"section", "article", "header", "footer", "main", "aside", "address", "figure", "figcaption", "nav", "form"}
BLOCKS |= {"details", "summary", "fieldset", "legend", "dialog", "hgroup", "search", "center", "optgroup", "option"}
"""Elements that begin a line. Source: HTML Standard, section 15.3.3 (flow content)."""

_SPACES = re.compile(r"\s+")


def style_of(element: HtmlElement) -> str:
    """Return the style of an element in lower case without spaces; empty where it has none."""
    return _SPACES.sub("", element.get("style") or "").lower()


def words_of(element: HtmlElement) -> str:
    """Return the text in an element with single spaces."""
    return _SPACES.sub(" ", "".join(element.itertext())).strip()


def addresses_in(element: HtmlElement) -> str:
    """Return the addresses of the links in an element, with blanks between them; links within the page are left out."""
    found = ((link.get("href") or "").strip() for link in element.iter("a"))
    return " ".join(address for address in found if not address.startswith("#"))


def unwrap(element: HtmlElement) -> None:
    """Replace an element by its content."""
    if element.getparent() is not None:
        element.drop_tag()


def replace_by_text(element: HtmlElement, text: str) -> None:
    """Replace an element with all that is in it by a text."""
    for child in list(element):
        element.remove(child)
    element.text = text
    element.drop_tag()


def is_empty(element: HtmlElement) -> bool:
    """Return whether an element shows nothing."""
    return not words_of(element) and not any(True for _ in element.iter("hr", "table"))


def wrap_inside(element: HtmlElement, tag: str) -> None:
    """Wrap the content of an element in a new element of ``tag``."""
    inner = Element(tag)
    inner.text, element.text = element.text, None
    for child in list(element):
        inner.append(child)
    element.append(inner)


def has_block(element: HtmlElement) -> bool:
    """Return whether an element contains a block."""
    return any(child is not element for child in element.iter(*BLOCKS))
