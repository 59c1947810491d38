"""Atom documents, from values to bytes.

Source: RFC 4287; paged and archived feeds: RFC 5005; what was removed: RFC 6721.
"""

from lxml import etree

from dateline.feeds.model import Entry, Feed, Person, Removed
from dateline.feeds.writers.xmlparts import (
    ATOM,
    LANGUAGE,
    NAMESPACES,
    around,
    element,
    history,
    inner,
    picture,
    remembering,
    text,
    with_parts,
)
from dateline.plain.xmltext import carried, moment

_TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
_NAMESPACES = {None: ATOM, "at": _TOMBSTONES, **NAMESPACES}
_kept = remembering()


def document(feed: Feed) -> bytes:
    """Return the feed as an Atom document in UTF-8."""
    root = etree.Element(_atom("feed"), {LANGUAGE: feed.language}, nsmap=_NAMESPACES)
    text(root, _atom("id"), feed.id)
    text(root, _atom("title"), feed.title, required=True)
    text(root, _atom("subtitle"), feed.subtitle)
    text(root, _atom("updated"), moment(feed.updated_at))
    _person(root, feed.author)
    page = {"rel": "alternate", "href": feed.page_url, "type": "text/html", "hreflang": feed.language}
    for link in (page, *around(feed, "application/atom+xml")):
        element(root, _atom("link"), link)
    text(root, _atom("logo"), feed.logo.url if feed.logo else "")
    text(root, _atom("generator"), "Dateline")
    history(root, feed)
    for removed in feed.removed:
        _removed(root, removed)
    return with_parts(root, b"</feed>", map(_written, feed.entries))


def _written(entry: Entry) -> bytes:
    """Return an entry as it stands in any document, written once."""
    return _kept.get(entry, lambda: _entry(etree.Element(_atom("feed"), nsmap=_NAMESPACES), entry))


def _entry(root: etree._Element, entry: Entry) -> bytes:
    parent = element(root, _atom("entry"), {LANGUAGE: entry.language})
    text(parent, _atom("id"), entry.id)
    text(parent, _atom("title"), entry.title, required=True)
    text(parent, _atom("published"), moment(entry.published_at))
    text(parent, _atom("updated"), moment(entry.updated_at))
    _person(parent, entry.author)
    page = {"rel": "alternate", "href": entry.url, "type": "text/html", "hreflang": entry.language}
    element(parent, _atom("link"), page)
    for file in entry.files:
        named = {"href": file.url, "type": file.type, "hreflang": file.language, "title": file.title}
        element(parent, _atom("link"), {"rel": "enclosure", "length": str(file.size_bytes), **named})
    for category in entry.categories:
        attributes = {"term": category.term, "scheme": category.scheme, "label": category.label}
        element(parent, _atom("category"), attributes)
    text(parent, _atom("summary"), entry.summary)
    text(parent, _atom("content"), entry.content, type="html")
    picture(parent, entry)
    return inner(root)


def _removed(root: etree._Element, removed: Removed) -> None:
    attributes = {"ref": removed.id, "when": moment(removed.at)}
    parent = element(root, f"{{{_TOMBSTONES}}}deleted-entry", attributes)
    if removed.note:
        comment = element(parent, f"{{{_TOMBSTONES}}}comment", {"type": "text", LANGUAGE: removed.note.language})
        comment.text = carried(removed.note.text)


def _person(parent: etree._Element, person: Person) -> None:
    author = element(parent, _atom("author"), {})
    text(author, _atom("name"), person.name)
    text(author, _atom("uri"), person.uri)


def _atom(name: str) -> str:
    return f"{{{ATOM}}}{name}"
