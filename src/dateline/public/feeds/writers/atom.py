"""Atom documents. Source: RFC 4287; paging and archiving: RFC 5005; tombstones of removed texts: RFC 6721."""

import datetime as dt
from collections.abc import Sequence

from lxml import etree

from dateline.public.feeds.model import Entry, Feed, Person, Removed
from dateline.public.feeds.writers.xmlparts import (
    ATOM,
    LANGUAGE,
    NAMESPACES,
    document_links,
    element,
    history,
    inner,
    line,
    picture,
    plain,
    text,
    with_parts,
    without_invalid_characters,
)
from dateline.text.xmltext import rfc3339

_TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
_NAMESPACES = {None: ATOM, **NAMESPACES}


def write_feed(feed: Feed, entries: Sequence[bytes]) -> bytes:
    """Return the feed as an Atom document in UTF-8, with its written entries."""
    # validators warn of an unused namespace
    namespaces = _NAMESPACES | ({"at": _TOMBSTONES} if feed.removed else {})
    root = etree.Element(_atom("feed"), {LANGUAGE: feed.language}, nsmap=namespaces)
    text(root, _atom("id"), feed.id)
    plain(root, _atom("title"), feed.title, required=True)
    plain(root, _atom("subtitle"), feed.subtitle)
    text(root, _atom("updated"), rfc3339(feed.updated_at))
    _person(root, feed.author)
    page = {"rel": "alternate", "href": feed.page_url, "type": "text/html", "hreflang": feed.language}
    for link in (page, *document_links(feed, "application/atom+xml")):
        element(root, _atom("link"), link)
    text(root, _atom("logo"), feed.logo.url if feed.logo else "")
    text(root, _atom("generator"), "Dateline")
    history(root, feed)
    for removed in feed.removed:
        _removed(root, removed)
    return with_parts(root, b"</feed>", entries)


def write_entry(entry: Entry) -> bytes:
    """Return an ``entry`` element in UTF-8."""
    root = etree.Element(_atom("feed"), nsmap=_NAMESPACES)
    parent = element(root, _atom("entry"), {LANGUAGE: entry.language})
    text(parent, _atom("id"), entry.id)
    plain(parent, _atom("title"), entry.title, required=True)
    text(parent, _atom("published"), rfc3339(entry.published_at))
    text(parent, _atom("updated"), rfc3339(_unique_moment(entry)))
    _person(parent, entry.author)
    page = {"rel": "alternate", "href": entry.url, "type": "text/html", "hreflang": entry.language}
    element(parent, _atom("link"), page)
    for file in entry.files:
        attributes = {"href": file.url, "type": file.type, "hreflang": file.language, "title": line(file.title)}
        element(parent, _atom("link"), {"rel": "enclosure", "length": str(file.size_bytes), **attributes})
    for category in entry.categories:
        attributes = {"term": category.term, "scheme": category.scheme, "label": line(category.label)}
        element(parent, _atom("category"), attributes)
    plain(parent, _atom("summary"), entry.summary)
    text(parent, _atom("content"), entry.content, type="html")
    picture(parent, entry)
    return inner(root)


def _unique_moment(entry: Entry) -> dt.datetime:
    """Return when an entry changed, with microseconds by which it differs from other releases of the same second.

    Feed readers may miss one of two entries with the same moment (decision 0026).
    """
    return entry.updated_at + dt.timedelta(microseconds=entry.number % 1_000_000)


def _removed(root: etree._Element, removed: Removed) -> None:
    attributes = {"ref": removed.id, "when": rfc3339(removed.at)}
    parent = element(root, f"{{{_TOMBSTONES}}}deleted-entry", attributes)
    if removed.note:
        comment = element(parent, f"{{{_TOMBSTONES}}}comment", {"type": "text", LANGUAGE: removed.note.language})
        comment.text = without_invalid_characters(removed.note.text)


def _person(parent: etree._Element, person: Person) -> None:
    author = element(parent, _atom("author"), {})
    text(author, _atom("name"), line(person.name))
    text(author, _atom("uri"), person.uri)


def _atom(name: str) -> str:
    return f"{{{ATOM}}}{name}"
