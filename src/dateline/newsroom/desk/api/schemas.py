"""Request and response bodies of the API. The OpenAPI description is generated from them."""

import datetime as dt
import uuid
from typing import Annotated, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from dateline.newsroom.desk.api.field_types import Day, Headline, Html, Language, Line, Phone, Place, Slug, Terms, Words

LEFT_OUT = "What of the HTML in this request the text does not hold, as sentences; empty in answers to other requests."


class Strict(Schema):
    """A request body. Unknown fields are errors, so that none is ignored silently."""

    model_config = ConfigDict(extra="forbid")


class TextBlock(Strict):
    """Running text as HTML. It is cleaned as pasted text is; tables in it become table blocks."""

    type: Literal["text"]
    html: Html


class QuoteBlock(Strict):
    """A quotation in plain text."""

    type: Literal["quote"]
    text: Words
    speaker: Line = ""
    role: Line = ""


class PictureBlock(Strict):
    """A picture of the library. Without alternative text or caption, the picture's own are used."""

    type: Literal["picture"]
    picture: int
    alt: Words = ""
    caption: Words = ""


class RecordingBlock(Strict):
    """A video or audio recording of the library. Without a caption, the recording's own is used."""

    type: Literal["recording"]
    recording: int
    caption: Words = ""


class EmbedBlock(Strict):
    """An embed from an allowed provider."""

    type: Literal["embed"]
    url: Line
    title: Line


class TableBlock(Strict):
    """A table as HTML. Text around it becomes text blocks."""

    type: Literal["table"]
    html: Html


class DownloadBlock(Strict):
    """A file of the library to download. Without a title, the file's own is used."""

    type: Literal["download"]
    file: int
    title: Line = ""


Block = Annotated[
    TextBlock | QuoteBlock | PictureBlock | RecordingBlock | EmbedBlock | TableBlock | DownloadBlock,
    Field(discriminator="type"),
]
"""A block of the body; responses and requests have the same form."""


class ContactIn(Strict):
    """A press contact."""

    name: Line = ""
    role: Line = ""
    email: Line = ""
    phone: Phone = ""


class TextIn(Strict):
    """The fields of a text to set. Missing fields keep their value, or stay empty in a new text.

    ``body`` replaces the whole body.
    """

    headline: Headline | None = None
    lead: Words | None = None
    dateline_places: Annotated[list[Place], Field(max_length=10)] | None = None
    dateline_on: Day | None = None
    body: Annotated[list[Block], Field(max_length=200)] | None = None
    boilerplate: Html | None = None
    notes: Html | None = None
    contacts: Annotated[list[ContactIn], Field(max_length=20)] | None = None
    picture: int | None = None


class NewTextIn(TextIn):
    """A text in a new language. ``translated_from`` is the language of its original."""

    language: Language
    headline: Headline
    translated_from: Language | None = None


class FactsIn(Strict):
    """The shared fields of a release. Missing fields keep their value; ``topics`` and ``offices`` replace the lists."""

    kind: Slug | None = None
    offices: Annotated[list[Slug], Field(max_length=20)] | None = None
    topics: Annotated[list[Slug], Field(max_length=20)] | None = None
    issuer: Line | None = None
    event_from_on: Day | None = None
    event_until_on: Day | None = None


class ReleaseIn(FactsIn):
    """A new release with its first texts. ``office`` leads and must be one of the token's; ``offices`` join it."""

    office: Slug
    kind: Slug
    texts: Annotated[list[NewTextIn], Field(min_length=1, max_length=30)]


class PictureIn(Strict):
    """Metadata of an uploaded picture. ``alt`` and ``caption`` are in ``language``; ``office`` owns the shelf."""

    alt: Words = ""
    caption: Words = ""
    language: Language = "en"
    title: Line = ""
    credit: Line = ""
    rights_holder: Line = ""
    usage_terms: Terms = ""
    expires_on: Day | None = None
    office: Slug = ""


class FindingOut(Schema):
    """A finding of the desk check. An ``error`` blocks approval; ``repair`` is a replacement for the quote."""

    check: str
    severity: Literal["error", "warning", "hint"]
    field: str
    sentence: str
    quote: str
    repair: str | None


class TextOut(Schema):
    """The latest draft of a text.

    ``stage`` is draft, review, approved or scheduled; empty if there is no draft besides the public edition. Only
    drafts that were never public can be changed here. Send ``etag`` back as ``If-Match``.
    """

    language: str
    public: Literal["", "published", "withdrawn", "removed", "erased"]
    stage: Literal["", "draft", "review", "approved", "scheduled"]
    etag: str
    headline: str
    lead: str
    dateline_places: list[str]
    dateline_on: dt.date | None
    body: list[Block]
    boilerplate: str
    notes: str
    contacts: list[ContactIn]
    picture: int | None
    translated_from: str
    desk_url: str
    findings: list[FindingOut]
    unchecked: str = Field(description="Why the desk check could not run; empty if it ran.")
    left_out: list[str] = Field(default=[], description=LEFT_OUT)


class Summary(Schema):
    """A text in a list of texts."""

    language: str
    headline: str
    public: str
    stage: str
    etag: str
    left_out: list[str] = Field(default=[], description=LEFT_OUT)


class ReleaseOut(Schema):
    """A release; ``number`` is null until it is public.

    Nothing of it becomes public before ``embargo_until``, which only the desk sets and lifts.
    """

    id: uuid.UUID
    number: int | None
    office: str
    kind: str
    offices: list[str]
    topics: list[str]
    issuer: str
    event_from_on: dt.date | None
    event_until_on: dt.date | None
    embargo_until: dt.datetime | None
    embargo_text: str
    etag: str
    texts: list[Summary]


class ReleasesOut(Schema):
    """Releases that the token's offices lead, newest first."""

    releases: list[ReleaseOut]
    next: int | None


class PictureOut(Schema):
    """A picture of the library. Fields missing from the upload are read from the file."""

    id: int
    title: str
    width: int
    height: int
    alt: dict[str, str]
    caption: dict[str, str]
    credit: str
    rights_holder: str
    usage_terms: str
    expires_on: dt.date | None


class Name(Schema):
    """A slug and its names by language."""

    slug: str
    names: dict[str, str]


class TokenOut(Schema):
    """The scopes of a token and the slugs it may use. ``own_offices`` may lead a release; all ``offices`` may join."""

    name: str
    scopes: list[Literal["read", "write", "submit", "media"]]
    expires_at: dt.datetime
    own_offices: list[Name]
    offices: list[Name]
    kinds: list[Name]
    topics: list[Name]


class Problem(Schema):
    """Why a request was refused; ``detail`` is a sentence. Source: RFC 9457."""

    title: str
    status: int
    detail: str
    type: Literal["about:blank"] = "about:blank"
