"""What a feed says, whatever it is written in."""

import datetime as dt
from typing import Literal

import msgspec

from dateline.archive.port import Note

Rel = Literal["self", "first", "previous", "next", "last", "current", "prev-archive", "next-archive"]
"""What another document of the same feed is to this one. Source: RFC 4287; RFC 5005, sections 3 and 4."""


class File(msgspec.Struct, frozen=True, kw_only=True):
    """A public file; empty and 0 is what is not known."""

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
    """What an entry is about: a slug, the vocabulary it is from (an address), and its name."""

    term: str
    scheme: str
    label: str


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Who speaks; the name is not empty."""

    name: str
    uri: str = ""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry.

    Attributes:
        number: of the release.
        url: of the page, absolute.
        content: HTML; empty where only the summary is to be told.
        picture: the one lists show.
        files: to take away, each once.
        notes: public notices, oldest first.
        is_withdrawn: whether the content is no more than the reason why it is withdrawn.
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
    """A text that is no longer public; ``note`` is what was said about it, or None."""

    id: str
    url: str
    language: str
    at: dt.datetime
    note: Note | None


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """One document of a feed, in the language of its reader; entries in the order given.

    Attributes:
        id: the same for all documents and forms of the feed.
        logo: a file, or None.
        page_url: of the list that it follows.
        links: absolute addresses of the documents around this one, this one included.
        hub: where it can be subscribed to; empty where it cannot. Source: W3C WebSub, section 4.
        is_archive: whether its entries are here for good. Source: RFC 5005, section 4.
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
