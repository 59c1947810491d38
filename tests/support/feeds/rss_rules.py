"""Find faults of an RSS 2.0 document; findings have the names of the W3C feed validator.

The validator's own test cases check these rules (``test_feeds_validator_rss``). Source: RSS 2.0.11 and its best
practices profile; RFC 5005; Media RSS 1.5.1.
"""

import re
from collections import Counter
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from lxml import etree

from tests.support.feeds import text_rules

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
MEDIA = "{http://search.yahoo.com/mrss/}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
_RFC822 = re.compile(
    r"((Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} "
    r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)? (GMT|UT|[A-Z]{1,3}|[+-]\d{4})"
)
_BAD_URI = re.compile(r"[\s<>\"{}|\\^`]|%(?![0-9A-Fa-f]{2})")
_RELATIVE = re.compile(r"""<[^>]* (href|src)=["'](?!#|[a-z][a-z0-9+.-]*:)""", re.IGNORECASE)
_MIME = re.compile(r"[\w.+-]+/[\w.+-]+(\s*;\s*[\w-]+=(\"[^\"]*\"|[\w.+-]+))*")
_CHANNEL = [
    *("title", "link", "description", "language", "copyright", "managingEditor", "webMaster", "pubDate"),
    *("lastBuildDate", "category", "generator", "docs", "cloud", "ttl", "image", "rating", "textInput"),
    *("skipHours", "skipDays", "item"),
]
_ITEM = ["title", "link", "description", "author", "category", "comments", "enclosure", "guid", "pubDate", "source"]
_MANY = {"item", "category", "enclosure"}
_IMAGE = ["url", "title", "link", "width", "height", "description"]


def findings(document: bytes) -> list[str]:
    """Return all findings, in the order of the document; empty for a feed without fault."""
    try:
        root = etree.fromstring(document)
    except etree.XMLSyntaxError:
        return ["SAXError"]
    channel = root.find("channel")
    if root.tag != "rss" or channel is None:
        return ["MissingElement"]
    found = [] if root.get("version") else ["MissingAttribute"]
    needed = {"title": "MissingTitle", "link": "MissingLink", "description": "MissingDescription"}
    found += [finding for name, finding in needed.items() if channel.find(name) is None]
    found += [*_known(channel, _CHANNEL), *_values(channel), *_image(channel), *_history(channel)]
    guids = Counter(item.findtext("guid") for item in channel.iterfind("item") if item.find("guid") is not None)
    found += ["DuplicateValue" for count in guids.values() if count > 1]
    found += [
        *_plain(channel, text_rules.numbering(document)),
        *text_rules.pictures(root, text_rules.numbering(document)),
        *text_rules.characters(root),
        *text_rules.namespaces(root),
    ]
    return [*found, *(name for item in channel.iterfind("item") for name in _item(item))]


def _plain(channel, is_numbered) -> Iterator[str]:
    """Yield findings in plain text that could be taken for HTML."""
    for element in (*channel.iter("title", "category", "copyright"), *channel.findall("description")):
        text = element.text or ""
        if text_rules.plain(text, is_numbered=is_numbered(element)):
            yield "ContainsHTML"
        elif not is_numbered(element) and re.search("&#[x0-9]|<[/a-zA-Z]", text):
            yield "CharacterData"


def _known(parent, names: list[str]) -> Iterator[str]:
    own = Counter(child.tag for child in parent if isinstance(child.tag, str) and not child.tag.startswith("{"))
    yield from ("UndefinedElement" for name in own if name not in names)
    yield from ("DuplicateElement" for name, count in own.items() if count > 1 and name not in _MANY)


def _values(parent) -> Iterator[str]:
    """Yield findings in the elements that channels and items share."""
    for child in parent:
        rule = _RULES.get(child.tag)
        yield from rule(child.text or "") if rule else ()
        if child.tag in ("description", f"{CONTENT}encoded"):
            yield from () if parent.tag == "channel" else _html(child.text or "")
        if child.tag == f"{ATOM}link" and not child.get("href"):
            yield "MissingAttribute"
    if not all((parent.findtext(name) or "").strip() for name in ("title", "link") if parent.find(name) is not None):
        yield "NotBlank"


def _html(text: str) -> Iterator[str]:
    yield from text_rules.html(text)
    yield from ("ContainsRelRef",) if _RELATIVE.search(text) else ()


def _category(text: str) -> Iterator[str]:
    yield from () if text.strip() else ("NotBlank",)


def _language(text: str) -> Iterator[str]:
    yield from () if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", text) else ("InvalidLanguage",)


def _date(text: str) -> Iterator[str]:
    if not _RFC822.fullmatch(text):
        yield "InvalidRFC2822Date"
        return
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        yield "InvalidRFC2822Date"
        return
    if not 1950 < at.year < 2100:
        yield "ImplausibleDate"
    if text[:3].isalpha() and at.strftime("%a") != text[:3]:
        yield "IncorrectDOW"


def _link(text: str) -> Iterator[str]:
    if _BAD_URI.search(text) or not urlsplit(text).scheme:
        yield "InvalidLink"


_RULES = {
    **dict.fromkeys(("pubDate", "lastBuildDate"), _date),
    **dict.fromkeys(("link", "docs", "comments"), _link),
    **dict.fromkeys(("language", f"{DC}language"), _language),
    "category": _category,
}


def _image(channel) -> Iterator[str]:
    image = channel.find("image")
    if image is None:
        return
    yield from _known(image, _IMAGE)
    yield from ("MissingElement" for name in ("url", "title", "link") if image.find(name) is None)
    if not re.search(r"\.(gif|jpe?g|png)$", image.findtext("url") or "", re.IGNORECASE):
        yield "ImageUrlFormat"
    if (image.findtext("link") or "") != (channel.findtext("link") or ""):
        yield "ImageLinkDoesntMatch"


def _history(channel) -> Iterator[str]:
    rels = [link.get("rel") for link in channel.iterfind(f"{ATOM}link")]
    if channel.find(f"{HISTORY}archive") is not None:
        yield from () if {"prev-archive", "next-archive"} & set(rels) else ("ArchiveIncomplete",)
        yield from () if "current" in rels else ("MissingCurrentInArchive",)


def _item(item) -> Iterator[str]:
    yield from _known(item, _ITEM)
    yield from _values(item)
    if item.find("title") is None and item.find("description") is None:
        yield "ItemMustContainTitleOrDescription"
    guid = item.find("guid")
    if guid is None:
        yield "MissingGuid"
    elif not (guid.text or "").strip():
        yield "NotBlank"
    elif guid.get("isPermaLink", "true") == "true":
        yield from ("InvalidPermalink",) if not urlsplit(guid.text or "").scheme.startswith("http") else ()
    elif guid.get("isPermaLink") not in ("true", "false"):
        yield "InvalidBooleanAttribute"
    yield from _enclosures(item)
    if item.find("author") is not None and item.find(f"{DC}creator") is not None:
        yield "DuplicateItemSemantics"


def _enclosures(item) -> Iterator[str]:
    files = item.findall("enclosure")
    if len(files) > 1:
        yield "DuplicateEnclosure"
    for file in files:
        yield from ("MissingAttribute" for name in ("url", "length", "type") if not file.get(name))
        if not re.fullmatch(r"\d+", file.get("length", "0")):
            yield "InvalidIntegerAttribute"
        if not _MIME.fullmatch(file.get("type", "a/b")):
            yield "InvalidMIMEAttribute"
        if not re.match(r"https?://", file.get("url", "http://")):
            yield "InvalidURLAttribute"
    yield from _media(item)


def _media(item) -> Iterator[str]:
    for media in item.iter(f"{MEDIA}content"):
        if not urlsplit(media.get("url", "")).scheme:
            yield "InvalidFullLink"
        if media.get("medium") not in (None, "image", "audio", "video", "document", "executable"):
            yield "InvalidMediaMedium"
        if not all(re.fullmatch(r"[1-9]\d*", media.get(name, "1")) for name in ("fileSize", "width", "height")):
            yield "InvalidPositiveInteger"
