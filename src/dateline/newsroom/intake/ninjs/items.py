"""What a document says, understood; nothing is looked up and nothing written."""

import datetime as dt
import uuid
from dataclasses import dataclass, replace
from typing import Literal

from dateline.editions.entry import Change


@dataclass(frozen=True)
class Term:
    """An office, topic or kind; ``slug`` and ``media_topic`` (a code) where the document says them."""

    name: str
    slug: str = ""
    media_topic: str = ""


@dataclass(frozen=True)
class File:
    """A file at an address, which need not be reachable: exports bring their files along."""

    href: str
    type: str = ""
    title: str = ""
    language: str = ""


@dataclass(frozen=True)
class Image:
    """A picture: the file to keep, and others made of it (recipe as ``PublicFile`` names them, file)."""

    original: File
    made: tuple[tuple[str, File], ...] = ()
    alt: str = ""
    caption: str = ""
    credit: str = ""
    rights_holder: str = ""
    usage_terms: str = ""
    expires_on: dt.date | None = None


@dataclass(frozen=True)
class Running:
    """Running text as clean HTML; ``is_ours``: as Dateline wrote it, to be kept to the letter."""

    html: str
    is_ours: bool = False


@dataclass(frozen=True)
class Said:
    """Somebody's words set apart."""

    text: str
    speaker: str
    role: str


@dataclass(frozen=True)
class Shown:
    """Something at another site."""

    url: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Played:
    """Sound or moving pictures.

    Attributes:
        file: None where it is at another site, and ``url`` says where.
        sort: ``video`` or ``audio``.
        captions: files, each with its language.
        transcript: plain text in ``transcript_language``.
    """

    title: str
    sort: str
    file: File | None = None
    url: str = ""
    poster: Image | None = None
    captions: tuple[File, ...] = ()
    transcript: str = ""
    transcript_language: str = ""
    caption: str = ""
    credit: str = ""
    rights_holder: str = ""
    usage_terms: str = ""
    expires_on: dt.date | None = None


Piece = Running | Said | Shown | Image | File | Played
"""A part of the body; a file is one to take away."""


@dataclass(frozen=True)
class Told:
    """A notice: how the text changed, when, and what was said."""

    change: Change
    at: dt.datetime
    text: str


@dataclass(frozen=True, kw_only=True)
class NinjsItem:
    """A text as a document tells of it.

    Attributes:
        where: file and place in it, or address, for people.
        uri: of the text, the same in all its versions.
        release: UUID of its release, where the document says one.
        number: of its release; 0: none is said.
        slug: last part of its address, where the document says one.
        translation_of: uri of the text that it translates; empty for an original.
        offices: the first one leads.
        remarks: what the document says and a text cannot, as sentences without stop.
    """

    where: str
    uri: str
    language: str
    state: Literal["published", "withdrawn", "removed"]
    published_at: dt.datetime
    precision: Literal["instant", "day"]
    edited_at: dt.datetime
    version: int = 1
    release: uuid.UUID | None = None
    number: int = 0
    translation_of: str = ""
    headline: str = ""
    slug: str = ""
    lead: str = ""
    kind: Term | None = None
    offices: tuple[Term, ...] = ()
    topics: tuple[Term, ...] = ()
    issuer: str = ""
    dateline_places: tuple[str, ...] = ()
    dateline_on: dt.date | None = None
    body: tuple[Piece, ...] = ()
    picture: Image | None = None
    boilerplate: str = ""
    notes: str = ""
    contacts: tuple[dict[str, str], ...] = ()
    event_from_on: dt.date | None = None
    event_until_on: dt.date | None = None
    machine_translated: bool = False
    notices: tuple[Told, ...] = ()
    remarks: tuple[str, ...] = ()

    def remarking(self, *remarks: str) -> "NinjsItem":
        """Return the item with further remarks."""
        return replace(self, remarks=(*self.remarks, *remarks))
