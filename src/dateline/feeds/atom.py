"""Atom documents, from values to bytes. Source: RFC 4287; paging: RFC 5005, section 3."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from lxml import etree

from dateline.feeds.xmltext import carried, moment

NAMESPACE = "http://www.w3.org/2005/Atom"
# the stubs know no default namespace
_NAMESPACES: Any = {None: NAMESPACE}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """An absolute address and what it is to the feed or entry; empty fields are left out."""

    rel: str
    href: str
    type: str = ""
    hreflang: str = ""
    title: str = ""
    length: str = ""


class Category(msgspec.Struct, frozen=True, kw_only=True):
    """What an entry is about: a slug, the vocabulary it is from (an address), and its name."""

    term: str
    scheme: str
    label: str


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Who speaks; the name is not empty."""

    name: str
    uri: str = ""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry; ``content`` is HTML."""

    id: str
    language: str
    title: str
    author: Person
    published_at: dt.datetime
    updated_at: dt.datetime
    summary: str
    content: str
    links: tuple[Link, ...]
    categories: tuple[Category, ...]


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """One page of a feed, in the language of its reader; entries in the order given."""

    id: str
    language: str
    title: str
    subtitle: str
    author: Person
    updated_at: dt.datetime
    logo: str
    links: tuple[Link, ...]
    entries: tuple[Entry, ...]


def document(feed: Feed) -> bytes:
    """Return the feed as an Atom document in UTF-8."""
    root = etree.Element(f"{{{NAMESPACE}}}feed", {_LANGUAGE: feed.language}, nsmap=_NAMESPACES)
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    _text(root, "subtitle", feed.subtitle)
    _text(root, "updated", moment(feed.updated_at))
    _person(root, feed.author)
    _links(root, feed.links)
    _text(root, "logo", feed.logo)
    _text(root, "generator", "Dateline")
    for entry in feed.entries:
        _entry(root, entry)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _entry(root: etree._Element, entry: Entry) -> None:
    element = etree.SubElement(root, f"{{{NAMESPACE}}}entry", {_LANGUAGE: entry.language})
    _text(element, "id", entry.id)
    _text(element, "title", entry.title, required=True)
    _text(element, "published", moment(entry.published_at))
    _text(element, "updated", moment(entry.updated_at))
    _person(element, entry.author)
    _links(element, entry.links)
    for category in entry.categories:
        _element(element, "category", msgspec.structs.asdict(category))
    _text(element, "summary", entry.summary)
    _text(element, "content", entry.content, type="html")


def _person(parent: etree._Element, person: Person) -> None:
    author = _element(parent, "author", {})
    _text(author, "name", person.name)
    _text(author, "uri", person.uri)


def _links(parent: etree._Element, links: Iterable[Link]) -> None:
    for link in links:
        _element(parent, "link", msgspec.structs.asdict(link))


def _text(parent: etree._Element, name: str, text: str, *, required: bool = False, **attributes: str) -> None:
    if text or required:
        _element(parent, name, attributes).text = carried(text)


def _element(parent: etree._Element, name: str, attributes: Mapping[str, str]) -> etree._Element:
    given = {key: carried(value) for key, value in attributes.items() if value}
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", given)
