"""What Atom and RSS documents have in common: elements by name, with text that XML can carry."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lxml import etree

from dateline.feeds.model import Entry, Feed, File
from dateline.feeds.remembered import Remembered
from dateline.plain.xmltext import carried

ATOM = "http://www.w3.org/2005/Atom"
HISTORY = "http://purl.org/syndication/history/1.0"
MEDIA = "http://search.yahoo.com/mrss/"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# the stubs know no default namespace
NAMESPACES: Any = {"fh": HISTORY, "media": MEDIA}


def element(parent: etree._Element, name: str, attributes: Mapping[str, str]) -> etree._Element:
    """Add an element; ``name`` in Clark's notation, empty attributes left out."""
    return etree.SubElement(parent, name, {key: sound(value) for key, value in attributes.items() if value})


def sound(text: str) -> str:
    """Return text that XML can carry; where a letter was lost before it came to us, a question mark.

    Readers take U+FFFD for a wrong encoding of the whole document.
    """
    return carried(text).replace("\ufffd", "?")


_DECLARATION = b"<?xml version='1.0' encoding='utf-8'?>\n"
_TEXTS = re.compile(rb">[^<]*&amp;[^<]*")
_TITLES = re.compile(rb"<title>[^<]*")
KEPT_BYTES = 3_000_000  # entries as they are written, of each form
Written = Remembered[bytes]


def remembering() -> Written:
    """Return a memory for the entries of one form."""
    return Remembered(KEPT_BYTES, len)


def inner(root: etree._Element) -> bytes:
    """Return what stands inside an element that has children, in UTF-8; it relies on the namespaces of the element."""
    whole = serialised(root)
    return whole[whole.index(b">") + 1 : whole.rindex(b"</")]


def with_parts(root: etree._Element, ends: bytes, parts: Iterable[bytes]) -> bytes:
    """Return a document in UTF-8 with parts written elsewhere before the tags that end it, such as ``</feed>``."""
    return b"".join((_DECLARATION, serialised(root)[: -len(ends)], *parts, ends))


def serialised(root: etree._Element) -> bytes:
    """Return an element in UTF-8, with ampersands as numbers, and smaller-than signs in titles.

    To XML that is the same. Where a text stands without marks, readers that take it for HTML read it right. Source:
    RSS Best Practices Profile, "Character data".
    """
    whole = _TEXTS.sub(lambda found: found[0].replace(b"&amp;", b"&#x26;"), etree.tostring(root, encoding="utf-8"))
    return _TITLES.sub(lambda found: found[0].replace(b"&lt;", b"&#x3C;"), whole)


def text(parent: etree._Element, name: str, said: str, *, required: bool = False, **attributes: str) -> None:
    """Add an element that holds text; without text only where it is required."""
    if said or required:
        element(parent, name, attributes).text = sound(said)


def history(root: etree._Element, feed: Feed) -> None:
    """Say whether the document is an archived one. Source: RFC 5005, section 4."""
    if feed.is_archive:
        element(root, f"{{{HISTORY}}}archive", {})


def picture(parent: etree._Element, entry: Entry) -> None:
    """Add the picture that lists show, described and credited. Source: Media RSS 1.5.1."""
    if entry.picture is None:
        return
    shown = entry.picture
    content = element(parent, f"{{{MEDIA}}}content", _measured(shown) | {"medium": "image"})
    text(content, f"{{{MEDIA}}}description", shown.alt, type="plain")
    text(content, f"{{{MEDIA}}}credit", shown.credit)


def _measured(file: File) -> dict[str, str]:
    measures = {"fileSize": file.size_bytes, "width": file.width, "height": file.height}
    return {"url": file.url, "type": file.type} | {name: str(value) for name, value in measures.items() if value}


def around(feed: Feed, media_type: str) -> Iterator[dict[str, str]]:
    """Yield the links to the hub and to the documents around this one."""
    if feed.hub:
        yield {"rel": "hub", "href": feed.hub}
    for rel, href in feed.links.items():
        yield {"rel": rel, "href": href, "type": media_type}
