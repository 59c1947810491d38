"""Parsed documents: the values of a text, before names are mapped and files are fetched."""

import datetime as dt
import uuid
from dataclasses import dataclass, replace
from typing import Any, Literal

from dateline.editions.entry import Change


@dataclass(frozen=True)
class Term:
    """An office, topic or kind; ``slug`` and ``media_topic`` (a code) where the document has them."""

    name: str
    slug: str = ""
    media_topic: str = ""


@dataclass(frozen=True)
class FilePart:
    """A file at an address; the address need not be reachable, because exports contain their files."""

    href: str
    type: str = ""
    title: str = ""
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class CreditedPart:
    """Caption, credit and rights of a picture or a recording."""

    caption: str = ""
    credit: str = ""
    rights_holder: str = ""
    usage_terms: str = ""
    expires_on: dt.date | None = None

    @property
    def rights(self) -> dict[str, Any]:
        """Credit and rights as fields of the library's models, cut to their size."""
        return {
            "credit": self.credit[:200],
            "rights_holder": self.rights_holder[:200],
            "usage_terms": self.usage_terms[:1000],
            "expires_on": self.expires_on,
        }


@dataclass(frozen=True)
class ImagePart(CreditedPart):
    """A picture: the original, and its renditions as (recipe as in ``PublicFile``, file)."""

    original: FilePart
    renditions: tuple[tuple[str, FilePart], ...] = ()
    alt: str = ""


@dataclass(frozen=True)
class HtmlPart:
    """Running text as clean HTML; ``is_ours``: written by Dateline, to be stored unchanged."""

    html: str
    is_ours: bool = False


@dataclass(frozen=True)
class QuotePart:
    """A quotation."""

    text: str
    speaker: str
    role: str


@dataclass(frozen=True)
class EmbedPart:
    """Content embedded from another site."""

    url: str
    title: str


@dataclass(frozen=True, kw_only=True)
class RecordingPart(CreditedPart):
    """A video or audio recording.

    Attributes:
        file: None for a recording at another site, whose address is ``url``.
        sort: ``video`` or ``audio``.
        captions: files, each with its language.
        transcript: plain text in ``transcript_language``.
    """

    title: str
    sort: str
    file: FilePart | None = None
    url: str = ""
    poster: ImagePart | None = None
    captions: tuple[FilePart, ...] = ()
    transcript: str = ""
    transcript_language: str = ""


BodyPart = HtmlPart | QuotePart | EmbedPart | ImagePart | FilePart | RecordingPart
"""A part of the body; a ``FilePart`` is a download."""


@dataclass(frozen=True)
class Notice:
    """A public notice: the change of the text, its moment, and the words."""

    change: Change
    at: dt.datetime
    text: str


@dataclass(frozen=True, kw_only=True)
class NinjsItem:
    """A text as a document contains it.

    Attributes:
        where: file and place in it, or address, for messages.
        uri: of the text, the same in all its versions.
        release: UUID of its release, where the document has one.
        number: of its release; 0 without one.
        slug: last part of its address, where the document has one.
        translation_of: uri of the text that it translates; empty for an original.
        offices: the lead office first.
        remarks: what the document contains and a text cannot hold, as sentences without full stop.
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
    body: tuple[BodyPart, ...] = ()
    picture: ImagePart | None = None
    boilerplate: str = ""
    notes: str = ""
    contacts: tuple[dict[str, str], ...] = ()
    event_from_on: dt.date | None = None
    event_until_on: dt.date | None = None
    machine_translated: bool = False
    notices: tuple[Notice, ...] = ()
    remarks: tuple[str, ...] = ()

    def with_remarks(self, *remarks: str) -> "NinjsItem":
        """Return the item with further remarks."""
        return replace(self, remarks=(*self.remarks, *remarks))
