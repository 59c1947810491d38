"""What the API answers with; the description in OpenAPI is generated from these."""

import datetime as dt
from typing import Annotated, Literal

import msgspec

from dateline.editions.entry import Change
from dateline.editions.newsroom import NamePeriod, Names, Place
from dateline.editions.parts import Block, Contact, Dateline, Picture, Ref

Language = Annotated[str, msgspec.Meta(description="A BCP 47 tag.", examples=["en"])]
Address = Annotated[str, msgspec.Meta(description="An absolute address.")]
Html = Annotated[str, msgspec.Meta(description="HTML of a short allowed list; nothing in it runs.")]
State = Literal["public", "withdrawn", "removed", "erased"]


class Notice(msgspec.Struct, frozen=True):
    """A public notice that explains a correction, withdrawal, restoration or removal; plain text."""

    change: Change
    at: dt.datetime
    text: str
    language: Language


class Version(msgspec.Struct, frozen=True):
    """An edition in the history of a text, and how it came."""

    version: int
    change: Change
    at: dt.datetime


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A release as a list shows it, in the language that serves the reader best.

    Names of kind, offices and topics are those of the moment of publishing. ``headline_html`` and ``extract_html`` have
    the words that were searched for in ``mark`` elements; they are null where there were none.
    """

    id: str
    number: int
    language: Language
    languages: list[Language]
    version: int
    url: Address
    api_url: Address
    headline: str
    lead: str
    kind: Ref | None
    offices: list[Ref]
    topics: list[Ref]
    published_at: dt.datetime
    published_precision: Literal["instant", "day"]
    edited_at: dt.datetime
    picture: Picture | None
    notices: list[Notice]
    headline_html: Html | None = None
    extract_html: Html | None = None


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """The words of a release in one language. Files of pictures and downloads stand below ``/media/``."""

    headline: str
    lead: str
    kind: Ref | None
    offices: list[Ref]
    topics: list[Ref]
    dateline: Dateline | None
    picture: Picture | None
    body: list[Block]
    boilerplate: Html
    notes: Html
    contacts: list[Contact]
    event_from_on: dt.date | None
    event_until_on: dt.date | None
    issuer: str
    translated_from: Annotated[str, msgspec.Meta(description="Language of the original; empty for one.")]
    machine_translated: bool
    published_at: dt.datetime
    published_precision: Literal["instant", "day"]
    edited_at: dt.datetime


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """A text at its own address; ``text`` is null where it was removed, and nothing but the notices is left."""

    id: str
    number: int
    language: Language
    state: State
    version: int
    url: Address
    translations: Annotated[dict[str, Address], msgspec.Meta(description="By language: where to ask for the text.")]
    notices: list[Notice]
    history: list[Version]
    text: Text | None


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """A release: by language, where to ask for its texts."""

    number: int
    texts: dict[str, Address]


class Count(msgspec.Struct, frozen=True):
    """How many releases a value of a facet would show."""

    slug: str
    count: int


class Facets(msgspec.Struct, frozen=True):
    """Counts per facet, each ignoring its own filter, the largest first."""

    kinds: list[Count]
    offices: list[Count]
    topics: list[Count]
    languages: list[Count]


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """A page of a list. ``next`` is the address of the page after it; null on the last one."""

    total: int
    next: Address | None
    items: list[Item]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A page of what was searched for; ``suggestion`` are other words where these found nothing.

    ``eased`` says that few or no texts hold all of many words, and that those with some of them are given as well, all
    in one ranking; only in the order ``relevance``.
    """

    total: int
    reachable: int
    next: Address | None
    items: list[Item]
    facets: Facets
    suggestion: str
    eased: bool


class ChangedText(msgspec.Struct, frozen=True, kw_only=True):
    """A text that changed after its first publication, and where to ask for it."""

    id: str
    number: int
    language: Language
    change: Change
    at: dt.datetime
    state: State
    api_url: Address


class Changes(msgspec.Struct, frozen=True):
    """Texts that changed of late, the latest first."""

    items: list[ChangedText]


class Office(msgspec.Struct, frozen=True, kw_only=True):
    """An office as it is now, with its names over time, the current ones last."""

    slug: str
    url: Address
    names: Names
    periods: list[NamePeriod]
    unit: str
    status: Literal["open", "closed"]
    closed_on: dt.date | None
    successor: str
    parent: str
    place: Place
    time_zone: str
    contacts: list[Contact]


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """A subject the organisation works on; ``media_topic`` is its IPTC code, or empty."""

    slug: str
    url: Address
    names: Names
    parent: str
    media_topic: str


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader sees as content type."""

    slug: str
    names: Names


class Offices(msgspec.Struct, frozen=True):
    """All offices, closed ones included, by slug."""

    items: list[Office]


class Topics(msgspec.Struct, frozen=True):
    """All topics, by slug."""

    items: list[Topic]


class Kinds(msgspec.Struct, frozen=True):
    """All kinds, in their order."""

    items: list[Kind]


class Newsroom(msgspec.Struct, frozen=True, kw_only=True):
    """The organisation, and the position of the publication log that all answers are of."""

    name: Names
    short_name: Names
    title: Names
    languages: list[Language]
    time_zone: str
    home_url: str
    position: int


Canonical = Annotated[str, msgspec.Meta(description="Canonical JSON (RFC 8785); the digest is over its UTF-8 bytes.")]
Digest = Annotated[str, msgspec.Meta(description="A SHA-256 in hexadecimal digits.")]


class LogEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the publication log with its words, to the letter.

    ``entry`` names the digest of the entry before it in ``previous``, and those of edition and notice. These two are
    null where there are none and where they went away: removed or erased later, or withheld until the log says so.
    """

    position: int
    digest: Annotated[Digest, msgspec.Meta(description="Of ``entry``.")]
    entry: Canonical
    edition: Canonical | None
    notice: Canonical | None
    withheld: bool


class Log(msgspec.Struct, frozen=True, kw_only=True):
    """Entries of the publication log, the earliest first. ``position`` is where the log ends now."""

    site: Annotated[str, msgspec.Meta(description="Address of the site whose log this is.")]
    position: int
    next: Annotated[Address, msgspec.Meta(description="Where to ask for what follows.")]
    entries: list[LogEntry]


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with a question. Source: RFC 9457."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
