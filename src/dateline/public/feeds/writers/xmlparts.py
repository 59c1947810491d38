"""Elements and serialization shared by Atom and RSS documents."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from lxml import etree

from dateline.public.feeds.model import Entry, Feed, File
from dateline.text.xmltext import xml_safe

ATOM = "http://www.w3.org/2005/Atom"
HISTORY = "http://purl.org/syndication/history/1.0"
MEDIA = "http://search.yahoo.com/mrss/"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# the stubs know no default namespace
NAMESPACES: Any = {"fh": HISTORY, "media": MEDIA}


def element(parent: etree._Element, name: str, attributes: Mapping[str, str]) -> etree._Element:
    """Add an element without empty attributes; ``name`` is in Clark notation."""
    return etree.SubElement(
        parent, name, {key: without_invalid_characters(value) for key, value in attributes.items() if value}
    )


def without_invalid_characters(text: str) -> str:
    """Return text without characters that XML does not allow, and without traces of a wrong encoding.

    U+FFFD becomes a question mark, and doubly encoded text (``CafÃ©``) is decoded: readers would conclude from them
    that the whole document has a wrong encoding.
    """
    clean = xml_safe(text)
    if _DOUBLE_ENCODED.search(clean):
        with suppress(UnicodeError):
            clean = xml_safe(clean.encode("latin-1").decode("utf-8"))
    return clean.replace("\ufffd", "?")


def line(text: str) -> str:
    """Return plain text as one line, because readers detect HTML line by line; empty for blank text."""
    one_line = _BREAKS.sub(" ", without_invalid_characters(text))
    return one_line if one_line.strip() else ""


_DECLARATION = b"<?xml version='1.0' encoding='utf-8'?>\n"
_PLAIN = re.compile(rb"<(?:title|category|description|media:description)[ >][^<]*")
_DOUBLE_ENCODED = re.compile("[\xc2\xc3][\x80-\xbf]")
_BREAKS = re.compile(r"\s*[\r\n]\s*")
_LOOKS_LIKE_HTML = re.compile(r"</\w")


def inner(root: etree._Element) -> bytes:
    """Return the content of an element that has children, in UTF-8, without namespace declarations of its own."""
    xml = serialized(root)
    return xml[xml.index(b">") + 1 : xml.rindex(b"</")]


def with_parts(root: etree._Element, closing_tags: bytes, parts: Iterable[bytes]) -> bytes:
    """Return a document in UTF-8 with written parts before its closing tags, such as ``</feed>``."""
    return b"".join((_DECLARATION, serialized(root)[: -len(closing_tags)], *parts, closing_tags))


def serialized(root: etree._Element) -> bytes:
    """Return an element in UTF-8, with numeric references for ``&``, and for ``<`` in plain text.

    For XML parsers this is the same text. It also reads right in feed readers that treat plain text as HTML. Source:
    RSS Best Practices Profile, "Character data".
    """
    xml = etree.tostring(root, encoding="utf-8").replace(b"&amp;", b"&#x26;")
    return _PLAIN.sub(lambda match: match[0].replace(b"&lt;", b"&#x3C;"), xml)


def text(parent: etree._Element, name: str, value: str, *, required: bool = False, **attributes: str) -> None:
    """Add an element with text; without text only if ``required``."""
    clean = without_invalid_characters(value)
    if clean.strip() or required:
        element(parent, name, attributes).text = clean


def plain(parent: etree._Element, name: str, value: str, *, required: bool = False, plain_type: str = "") -> None:
    """Add a line of plain text; text that readers could take for HTML is added as escaped HTML.

    ``plain_type`` is the ``type`` attribute of plain text. Source: RFC 4287, section 3.1; Media RSS 1.5.1.
    """
    one_line = line(value)
    if _LOOKS_LIKE_HTML.search(one_line):
        text(parent, name, html.escape(one_line, quote=False), type="html")
    else:
        text(parent, name, one_line, required=required, type=plain_type)


def history(root: etree._Element, feed: Feed) -> None:
    """Mark an archive document. Source: RFC 5005, section 4."""
    if feed.is_archive:
        element(root, f"{{{HISTORY}}}archive", {})


def picture(parent: etree._Element, entry: Entry) -> None:
    """Add the picture of an entry with description and credit. Source: Media RSS 1.5.1."""
    if entry.picture is None:
        return
    shown = entry.picture
    content = element(parent, f"{{{MEDIA}}}content", _file_attributes(shown) | {"medium": "image"})
    plain(content, f"{{{MEDIA}}}description", shown.alt, plain_type="plain")
    text(content, f"{{{MEDIA}}}credit", shown.credit)


def _file_attributes(file: File) -> dict[str, str]:
    measures = {"fileSize": file.size_bytes, "width": file.width, "height": file.height}
    return {"url": file.url, "type": file.type} | {name: str(value) for name, value in measures.items() if value}


def document_links(feed: Feed, media_type: str) -> Iterator[dict[str, str]]:
    """Yield the links to the hub, to this document and to those around it."""
    if feed.hub:
        yield {"rel": "hub", "href": feed.hub}
    for rel, href in feed.links.items():
        yield {"rel": rel, "href": href, "type": media_type}
