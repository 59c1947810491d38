"""Atom documents, from values to bytes.

Source: RFC 4287; paged and archived feeds: RFC 5005; what was removed: RFC 6721.
"""

import datetime as dt

from lxml import etree

from dateline.public.feeds.model import Entry, Feed, Person, Removed
from dateline.public.feeds.writers.xmlparts import (
    ATOM,
    LANGUAGE,
    NAMESPACES,
    around,
    element,
    history,
    inner,
    line,
    picture,
    plain,
    remembering,
    sound,
    text,
    with_parts,
)
from dateline.text.xmltext import moment

_TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
_NAMESPACES = {None: ATOM, **NAMESPACES}
_kept = remembering()


def document(feed: Feed) -> bytes:
    """Return the feed as an Atom document in UTF-8."""
    # a namespace that nothing is in makes programs wonder
    named = _NAMESPACES | ({"at": _TOMBSTONES} if feed.removed else {})
    root = etree.Element(_atom("feed"), {LANGUAGE: feed.language}, nsmap=named)
    text(root, _atom("id"), feed.id)
    plain(root, _atom("title"), feed.title, required=True)
    plain(root, _atom("subtitle"), feed.subtitle)
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
    plain(parent, _atom("title"), entry.title, required=True)
    text(parent, _atom("published"), moment(entry.published_at))
    text(parent, _atom("updated"), moment(_of_its_own(entry)))
    _person(parent, entry.author)
    page = {"rel": "alternate", "href": entry.url, "type": "text/html", "hreflang": entry.language}
    element(parent, _atom("link"), page)
    for file in entry.files:
        named = {"href": file.url, "type": file.type, "hreflang": file.language, "title": line(file.title)}
        element(parent, _atom("link"), {"rel": "enclosure", "length": str(file.size_bytes), **named})
    for category in entry.categories:
        attributes = {"term": category.term, "scheme": category.scheme, "label": line(category.label)}
        element(parent, _atom("category"), attributes)
    plain(parent, _atom("summary"), entry.summary)
    text(parent, _atom("content"), entry.content, type="html")
    picture(parent, entry)
    return inner(root)


def _of_its_own(entry: Entry) -> dt.datetime:
    """Return when an entry changed, later by a part of a second that no other release of that moment has.

    Of two entries with one moment a reader may miss one, so a feed should have none (decision 0026).
    """
    return entry.updated_at + dt.timedelta(microseconds=entry.number % 1_000_000)


def _removed(root: etree._Element, removed: Removed) -> None:
    attributes = {"ref": removed.id, "when": moment(removed.at)}
    parent = element(root, f"{{{_TOMBSTONES}}}deleted-entry", attributes)
    if removed.note:
        comment = element(parent, f"{{{_TOMBSTONES}}}comment", {"type": "text", LANGUAGE: removed.note.language})
        comment.text = sound(removed.note.text)


def _person(parent: etree._Element, person: Person) -> None:
    author = element(parent, _atom("author"), {})
    text(author, _atom("name"), line(person.name))
    text(author, _atom("uri"), person.uri)


def _atom(name: str) -> str:
    return f"{{{ATOM}}}{name}"
