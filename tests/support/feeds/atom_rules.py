"""Find faults of an Atom document; findings have the names of the W3C feed validator. Source: RFC 4287, RFC 5005.

The validator's own test cases check these rules (``test_feeds_validator``).
"""

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from tests.support.feeds import text_rules

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DATE = re.compile(
    r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)"
)
_MIME = re.compile(r"[\w.+-]+/[\w.+-]+(\s*;\s*[\w-]+=(\"[^\"]*\"|[\w.+-]+))*")
_BAD_URI = re.compile(r"[\s<>\"{}|\\^`]|%(?![0-9A-Fa-f]{2})")
_URN = re.compile(r"urn:[A-Za-z0-9][A-Za-z0-9-]{0,31}:\S+", re.IGNORECASE)
_PERSONS = ("author", "contributor")
_ONCE = {
    "feed": ("id", "title", "updated", "generator", "icon", "logo", "rights", "subtitle"),
    "entry": ("id", "title", "updated", "published", "summary", "content", "rights", "source"),
    "person": ("name", "uri", "email"),
}
_NEEDED = {"feed": ("id", "title", "updated"), "entry": ("id", "title", "updated"), "person": ("name",)}
_KNOWN = {
    "feed": {*_ONCE["feed"], *_PERSONS, "link", "category", "entry"},
    "entry": {*_ONCE["entry"], *_PERSONS, "link", "category"},
    "person": set(_ONCE["person"]),
}


def findings(document: bytes) -> list[str]:
    """Return all findings, in the order of the document; empty for a feed without fault."""
    try:
        root = etree.fromstring(document)
    except etree.XMLSyntaxError:
        return ["SAXError"]
    if root.tag != f"{ATOM}feed":
        return ["MissingNamespace"]
    entries = root.findall(f"{ATOM}entry")
    found = [*_holder(root, "feed"), *(name for entry in entries for name in _holder(entry, "entry"))]
    if not root.findall(f"{ATOM}author") and not all(e.findall(f".//{ATOM}author") for e in entries):
        found.append("MissingElement")
    numbered = text_rules.numbering(document)
    found += ["DuplicateEntries"] * _repeats(entries, "id") + ["DuplicateUpdated"] * _repeats(entries, "updated")
    found += [*_texts(root, numbered), *text_rules.pictures(root, numbered)]
    found += [*text_rules.characters(root), *text_rules.namespaces(root)]
    return [*found, *_paging(root, entries), *_languages(root)]


def _repeats(entries, name: str) -> bool:
    return any(count > 1 for count in Counter(entry.findtext(f"{ATOM}{name}") for entry in entries).values())


def _texts(root, is_numbered) -> Iterator[str]:
    """Yield findings in texts: faults of declared HTML, and plain text that looks like HTML."""
    for element in root.iter(*(f"{ATOM}{name}" for name in ("title", "subtitle", "summary", "rights", "content"))):
        if element.get("type", "text") == "html":
            yield from text_rules.html(element.text or "")
        elif element.get("type", "text") == "text" and _seems_html(element, element.text or "", is_numbered):
            yield "ContainsUndeclaredHTML"
    said = [(element, element.text or "") for element in root.iter(f"{ATOM}name", f"{ATOM}generator")]
    said += [(element, element.get("label", "")) for element in root.iter(f"{ATOM}category")]
    said += [(element, element.get("title", "")) for element in root.iter(f"{ATOM}link")]
    yield from ("ContainsHTML" for one, text in said if _seems_html(one, text, is_numbered))


def _seems_html(element, text: str, is_numbered) -> bool:
    return text_rules.plain(text, is_numbered=is_numbered(element))


def _holder(element, kind: str) -> Iterator[str]:
    """Findings of a feed, entry or person."""
    names = Counter(etree.QName(child).localname for child in _atom_children(element))
    yield from ("DuplicateElement" for name in _ONCE[kind] if names[name] > 1)
    yield from ("MissingElement" for name in _NEEDED[kind] if not names[name])
    yield from ("UndefinedElement" for name in names if name not in _KNOWN[kind])
    for child in _atom_children(element):
        yield from _child(child, etree.QName(child).localname)
    if kind != "person":
        yield from _duplicate_links(element)


def _child(child, name: str) -> Iterator[str]:
    if name in _PERSONS:
        yield from _holder(child, "person")
    elif name in ("updated", "published", "uri", "logo", "icon", "id"):
        yield from _value(name, child.text or "")
    elif name in ("name", "generator"):
        yield from _plain(child.text or "")
    elif name == "category":
        yield from _category(child)
    elif name == "link":
        yield from _link(child)
    elif name in ("title", "subtitle", "summary", "rights"):
        yield from _text(child, ("text", "html", "xhtml"), "InvalidTextType")
    elif name == "content" and "src" not in child.attrib:
        yield from _text(child, ("text", "html", "xhtml"), "InvalidMIMEType")


def _value(name: str, text: str) -> Iterator[str]:
    """Findings of a moment, an id or an address."""
    if text != text.strip():
        yield "UnexpectedWhitespace"
    if name in ("updated", "published"):
        yield from () if _DATE.fullmatch(text) else ("InvalidRFC3339Date",)
    elif name == "id":
        yield from _id(text)
    elif _BAD_URI.search(text):
        yield "InvalidLink"


def _plain(text: str) -> Iterator[str]:
    if not text.strip():
        yield "NotBlank"


def _text(child, kinds: tuple[str, ...], finding: str) -> Iterator[str]:
    kind = child.get("type", "text")
    if not len(child) and not (child.text or "").strip():
        yield "NotBlank"
    mime = finding == "InvalidMIMEType" and _MIME.fullmatch(kind) and not kind.startswith("multipart/")
    if kind not in kinds and not mime:
        yield finding
    if kind in ("text", "html") and len(child):
        yield "UndefinedElement"


def _id(text: str) -> Iterator[str]:
    parts = urlsplit(text)
    if parts.scheme == "urn":
        yield from () if _URN.fullmatch(text) else ("InvalidURN",)
    elif not parts.scheme or _BAD_URI.search(text):
        yield "InvalidFullLink"
    elif _needless(text, parts):
        yield "NonCanonicalURI"


def _needless(text: str, parts) -> bool:
    encoded = re.findall("%[0-9A-Fa-f]{2}", text)
    return (
        parts.netloc != parts.netloc.lower()
        or {("http", ":80"), ("https", ":443")}
        & {(parts.scheme, parts.netloc[-len(port) :]) for port in (":80", ":443")}
        or any(part in (".", "..") for part in parts.path.split("/"))
        or any(code != code.upper() or re.match(r"[\w.~-]", chr(int(code[1:], 16)), re.ASCII) for code in encoded)
    )


def _category(child) -> Iterator[str]:
    if not child.get("term"):
        yield "MissingAttribute"
    scheme = child.get("scheme")
    if scheme is not None and (_BAD_URI.search(scheme) or not urlsplit(scheme).scheme):
        yield "InvalidUriChar"


def _link(child) -> Iterator[str]:
    href, kind = child.get("href"), child.get("type")
    if href is None:
        yield "MissingAttribute"
    elif _BAD_URI.search(href):
        yield "InvalidLink"
    elif child.get("rel") == "self" and not urlsplit(href).scheme and not child.base:
        yield "RelativeSelf"
    if kind is not None and not _MIME.fullmatch(kind):
        yield "InvalidMIMEType"
    if child.get("rel") == "":
        yield "AttrNotBlank"


def _duplicate_links(element) -> Iterator[str]:
    alternates = Counter(
        (link.get("type"), link.get("hreflang"))
        for link in element.findall(f"{ATOM}link")
        if link.get("rel", "alternate") == "alternate"
    )
    yield from ("DuplicateAtomLink" for count in alternates.values() if count > 1)


def _paging(root, entries) -> Iterator[str]:
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    itself = links.get("self")
    if itself and (
        (itself == links.get("last") and "next" in links) or (itself == links.get("first") and "previous" in links)
    ):
        yield "LinkPastEnd"
    paged = ("first", "last", "next", "previous", "prev-archive", "next-archive", "current")
    if any(link.get("rel") in paged for entry in entries for link in entry.findall(f"{ATOM}link")):
        yield "FeedHistoryRelInEntry"


def _languages(root) -> Iterator[str]:
    tags = [element.get(LANG) for element in root.iter() if element.get(LANG)]
    yield from ("InvalidLanguage" for tag in tags if not re.fullmatch(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", tag))


def _atom_children(element):
    return [child for child in element if isinstance(child.tag, str) and child.tag.startswith(ATOM)]
