"""A feed and its entries, independent of the format."""

import datetime as dt
from typing import Literal

import msgspec

from dateline.archive.port import Note

Rel = Literal["self", "first", "previous", "next", "last", "current", "prev-archive", "next-archive"]
"""Relation of another document of the same feed to this one. Source: RFC 4287; RFC 5005, sections 3 and 4."""


class File(msgspec.Struct, frozen=True, kw_only=True):
    """A public file; unknown facts are empty or 0."""

    url: str
    type: str
    size_bytes: int
    title: str = ""
    language: str = ""
    width: int = 0
    height: int = 0
    duration_s: int = 0
    alt: str = ""
    credit: str = ""


class Category(msgspec.Struct, frozen=True, kw_only=True):
    """A category: its slug, the address of its vocabulary, and its name."""

    term: str
    scheme: str
    label: str


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """An author; the name is not empty."""

    name: str
    uri: str = ""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry.

    Attributes:
        number: of the release.
        url: of the page, absolute.
        content: HTML.
        picture: the picture that lists show.
        files: downloads and recordings, each once.
        notes: public notices, oldest first.
        is_withdrawn: whether the content has only the notices.
    """

    id: str
    number: int
    url: str
    language: str
    title: str
    author: Person
    published_at: dt.datetime
    updated_at: dt.datetime
    summary: str
    content: str
    picture: File | None = None
    files: tuple[File, ...] = ()
    categories: tuple[Category, ...] = ()
    notes: tuple[Note, ...] = ()
    is_withdrawn: bool = False


class Removed(msgspec.Struct, frozen=True, kw_only=True):
    """A text that is no longer public; ``note`` is its last public notice, or None."""

    id: str
    url: str
    language: str
    at: dt.datetime
    note: Note | None


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """One document of a feed, in the language of its reader.

    Attributes:
        id: the same for all documents and formats of the feed.
        page_url: absolute address of the list that the feed follows.
        links: absolute addresses of this document and those around it.
        entries: in the order to write them.
        hub: address of its WebSub hub; empty without one. Source: W3C WebSub, section 4.
        is_archive: whether its entries never change. Source: RFC 5005, section 4.
    """

    id: str
    language: str
    title: str
    subtitle: str
    author: Person
    updated_at: dt.datetime
    logo: File | None
    page_url: str
    links: dict[Rel, str]
    entries: tuple[Entry, ...]
    removed: tuple[Removed, ...] = ()
    is_archive: bool = False
    hub: str = ""
