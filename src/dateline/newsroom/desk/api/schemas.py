"""What is sent and answered; the description in OpenAPI is generated from these."""

import datetime as dt
import uuid
from typing import Annotated, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from dateline.newsroom.desk.api.fields import Day, Headline, Html, Language, Line, Phone, Place, Slug, Terms, Words


class Strict(Schema):
    """Something that is sent; what it does not know is an error, so that nothing is dropped unseen."""

    model_config = ConfigDict(extra="forbid")


class TextBlock(Strict):
    """Running text; tidied as pasted text is, and tables in it become tables."""

    type: Literal["text"]
    html: Html


class QuoteBlock(Strict):
    """Somebody's words set apart, plain text."""

    type: Literal["quote"]
    text: Words
    speaker: Line = ""
    role: Line = ""


class PictureBlock(Strict):
    """A picture of the library; empty alternative text and caption: the picture's own."""

    type: Literal["picture"]
    picture: int
    alt: Words = ""
    caption: Words = ""


class RecordingBlock(Strict):
    """Video or sound of the library; empty caption: the recording's own."""

    type: Literal["recording"]
    recording: int
    caption: Words = ""


class EmbedBlock(Strict):
    """Something at an allowed provider."""

    type: Literal["embed"]
    url: Line
    title: Line


class TableBlock(Strict):
    """A table as HTML; around it is text of its own."""

    type: Literal["table"]
    html: Html


class DownloadBlock(Strict):
    """A file of the library to take away; empty title: the file's own."""

    type: Literal["download"]
    file: int
    title: Line = ""


Block = Annotated[
    TextBlock | QuoteBlock | PictureBlock | RecordingBlock | EmbedBlock | TableBlock | DownloadBlock,
    Field(discriminator="type"),
]
"""A part of the body. What is read may be sent back."""


class ContactIn(Strict):
    """A press contact."""

    name: Line = ""
    role: Line = ""
    email: Line = ""
    phone: Phone = ""


class TextIn(Strict):
    """What of a text is to be set; what is left out stays as it is, or empty in a new text.

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
    """A text in a language that its release lacks. ``translated_from`` is the language of its original."""

    language: Language
    headline: Headline
    translated_from: Language | None = None


class FactsIn(Strict):
    """What the languages of a release share; what is left out stays. ``topics`` and ``offices`` replace all."""

    kind: Slug | None = None
    offices: Annotated[list[Slug], Field(max_length=20)] | None = None
    topics: Annotated[list[Slug], Field(max_length=20)] | None = None
    issuer: Line | None = None
    event_from_on: Day | None = None
    event_until_on: Day | None = None


class ReleaseIn(FactsIn):
    """A new release with its first texts. ``office`` leads and is one of the token's; ``offices`` join it."""

    office: Slug
    kind: Slug
    texts: Annotated[list[NewTextIn], Field(min_length=1, max_length=30)]


class PictureIn(Strict):
    """What is said of a picture; ``alt`` and ``caption`` are in ``language``. ``office``: whose shelf it comes to."""

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
    """What the desk check found. ``error`` stands in the way of approval; ``repair`` would mend the quote."""

    check: str
    severity: Literal["error", "warning", "hint"]
    field: str
    sentence: str
    quote: str
    repair: str | None


class TextOut(Schema):
    """A text as its latest draft stands.

    ``stage`` is draft, review, approved or scheduled; empty where there is no draft beside what readers have. Only
    drafts that never were public can be changed here. ``etag`` is sent back as ``If-Match``.
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
    unchecked: str = Field(description="Why the desk check could not look at it; empty where it did.")


class Summary(Schema):
    """A text in a list."""

    language: str
    headline: str
    public: str
    stage: str
    etag: str


class ReleaseOut(Schema):
    """A release; ``number`` is null before it is public.

    Before ``embargo_until`` nothing of it may become public; the desk alone sets and lifts it.
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
    """Releases that the token's offices lead, the one changed last first."""

    releases: list[ReleaseOut]
    next: int | None


class PictureOut(Schema):
    """A picture of the library. What was left out when it was sent is read from the file."""

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
    """A slug and what it is called, by language."""

    slug: str
    names: dict[str, str]


class TokenOut(Schema):
    """What the token may do, and the words it may use. ``own_offices`` may lead; all may join."""

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
