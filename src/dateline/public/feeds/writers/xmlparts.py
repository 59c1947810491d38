"""What Atom and RSS documents have in common: elements by name, with text that XML can carry."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from lxml import etree

from dateline.public.feeds.build.remembered import Remembered
from dateline.public.feeds.model import Entry, Feed, File
from dateline.text.xmltext import carried

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

    Readers take U+FFFD for a wrong encoding of the whole document, and so they do with text that all of it was
    encoded twice (``CafÃ©``), which is told as it was meant.
    """
    told = carried(text)
    if _TWICE.search(told):
        with suppress(UnicodeError):
            told = carried(told.encode("latin-1").decode("utf-8"))
    return told.replace("\ufffd", "?")


def line(text: str) -> str:
    """Return plain text as one line that XML can carry: readers look for marks of HTML line by line.

    Blanks alone are nothing.
    """
    told = _BREAKS.sub(" ", sound(text))
    return told if told.strip() else ""


_DECLARATION = b"<?xml version='1.0' encoding='utf-8'?>\n"
_PLAIN = re.compile(rb"<(?:title|category|description|media:description)[ >][^<]*")
_TWICE = re.compile("[\xc2\xc3][\x80-\xbf]")
_BREAKS = re.compile(r"\s*[\r\n]\s*")
_LOOKS_LIKE_HTML = re.compile(r"</\w")
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
    """Return an element in UTF-8, with ampersands as numbers, and smaller-than signs where text stands without marks.

    To XML that is the same. Readers that take such text for HTML read it right. Source: RSS Best Practices Profile,
    "Character data".
    """
    whole = etree.tostring(root, encoding="utf-8").replace(b"&amp;", b"&#x26;")
    return _PLAIN.sub(lambda found: found[0].replace(b"&lt;", b"&#x3C;"), whole)


def text(parent: etree._Element, name: str, said: str, *, required: bool = False, **attributes: str) -> None:
    """Add an element that holds text; without text only where it is required."""
    told = sound(said)
    if told.strip() or required:
        element(parent, name, attributes).text = told


def plain(parent: etree._Element, name: str, said: str, *, required: bool = False, otherwise: str = "") -> None:
    """Add a line of plain text, as HTML that says the same where a reader could take it for HTML.

    ``otherwise`` is the type that is named where it is plain. Source: RFC 4287, section 3.1; Media RSS 1.5.1.
    """
    told = line(said)
    if _LOOKS_LIKE_HTML.search(told):
        text(parent, name, html.escape(told, quote=False), type="html")
    else:
        text(parent, name, told, required=required, type=otherwise)


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
    plain(content, f"{{{MEDIA}}}description", shown.alt, otherwise="plain")
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
