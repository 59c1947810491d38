"""The types of the API's answers; the OpenAPI description is generated from them."""

import datetime as dt
from typing import Annotated, Literal

import msgspec

from dateline.editions.entry import Change
from dateline.editions.newsroom import NamePeriod, Names, Place
from dateline.editions.parts import Block, Contact, Dateline, MediaKit, Picture, Ref

Language = Annotated[str, msgspec.Meta(description="A BCP 47 tag.", examples=["en"])]
Address = Annotated[str, msgspec.Meta(description="An absolute address.")]
Html = Annotated[str, msgspec.Meta(description="HTML with a few allowed elements and no script.")]
TextId = Annotated[str, msgspec.Meta(description="Of a text for ever, the same in feeds, ninjs, JSON-LD and the log.")]
ReleaseId = Annotated[str, msgspec.Meta(description="UUID of the release, shared by its languages, as in the log.")]
State = Literal["public", "withdrawn", "removed", "erased"]


class Notice(msgspec.Struct, frozen=True):
    """A public notice that explains a correction, withdrawal, restoration or removal; plain text."""

    change: Change
    at: dt.datetime
    text: str
    language: Language


class Version(msgspec.Struct, frozen=True):
    """An edition in the history of a text, and the change that made it."""

    version: int
    change: Change
    at: dt.datetime


class TextContent(msgspec.Struct, frozen=True, kw_only=True):
    """The content of a release in one language. ``media_kit`` is a ZIP of texts and pictures with their rights."""

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
    media_kit: MediaKit | None
    published_at: dt.datetime
    published_precision: Literal["instant", "day"]
    edited_at: dt.datetime


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A release in a list, in the language that suits the reader best.

    Names of kind, offices and topics are those at publication. ``headline_html`` and ``extract_html`` have the words
    of a search in ``mark`` elements; they are null without a search. ``text`` is null unless it is included.
    """

    id: TextId
    release: ReleaseId
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
    partial: bool = False
    text: TextContent | None = None


class ReleaseText(msgspec.Struct, frozen=True, kw_only=True):
    """A text with its history; ``text`` is null after its removal, when only the notices are left."""

    id: TextId
    release: ReleaseId
    number: int
    language: Language
    state: State
    version: int
    url: Address
    translations: Annotated[dict[str, Address], msgspec.Meta(description="Address in the API by language.")]
    notices: list[Notice]
    history: list[Version]
    text: TextContent | None


class Texts(msgspec.Struct, frozen=True, kw_only=True):
    """Texts of several releases in the order asked for; ``next`` is the address of the others, null for none.

    ``missing`` has the numbers of releases that were never public in one of the languages.
    """

    next: Address | None
    items: list[ReleaseText]
    missing: list[int]


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """A release, with the API addresses of its texts by language."""

    number: int
    texts: dict[str, Address]


class Count(msgspec.Struct, frozen=True):
    """The number of releases with a value of a facet."""

    slug: str
    count: int


class Facets(msgspec.Struct, frozen=True):
    """Counts per facet, each ignoring its own filter, the largest first."""

    kinds: list[Count]
    offices: list[Count]
    topics: list[Count]
    languages: list[Count]


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """A page of a list; ``next`` is the address of the next page, null on the last one."""

    total: int
    next: Address | None
    items: list[Item]


class SearchResults(msgspec.Struct, frozen=True, kw_only=True):
    """A page of search results; ``suggestion`` has other words where these had no results.

    ``total`` and ``facets`` count releases with all of the words. ``eased`` is true where few or no releases have all
    of them, so that items with some of them (``partial``) are included in the ranking and counted in ``reachable``;
    only in the order ``relevance``.
    """

    total: int
    reachable: int
    next: Address | None
    items: list[Item]
    facets: Facets
    suggestion: str
    eased: bool


class ChangedText(msgspec.Struct, frozen=True, kw_only=True):
    """A text, its last change and its present state.

    ``outside`` is true for a release that the filter does not select now: it may have left the filter. ``text`` is null
    unless it is included, the text is public and not ``outside``.
    """

    id: TextId
    release: ReleaseId
    number: int
    language: Language
    change: Change
    at: dt.datetime
    state: State
    version: int
    api_url: Address
    notices: list[Notice]
    outside: bool = False
    text: TextContent | None = None


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """Changed texts. ``next`` is the address of later changes, null where there are none yet.

    ``position`` is that in the publication log up to which the answer goes: ask for later changes ``after`` it.
    """

    position: int
    next: Address | None
    items: list[ChangedText]


class Office(msgspec.Struct, frozen=True, kw_only=True):
    """An office with its names over time, the current ones last."""

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
    """A content type."""

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
    """The organisation, and the position of the archive in the publication log."""

    name: Names
    short_name: Names
    title: Names
    languages: list[Language]
    time_zone: str
    home_url: str
    position: int


Canonical = Annotated[str, msgspec.Meta(description="Canonical JSON (RFC 8785); the digest is over its UTF-8 bytes.")]


class LogEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the publication log with its edition and notice, byte for byte.

    ``entry`` has the digest of the previous entry in ``previous``, and those of edition and notice. Edition and notice
    are null where the entry has none, and after they were removed, erased or withheld. ``id`` is that of the text; null
    for what is not a release. ``outside`` is true where the filter does not select the edition, which is left out.
    """

    position: int
    digest: Annotated[str, msgspec.Meta(description="The SHA-256 of ``entry`` in hexadecimal digits.")]
    id: TextId | None
    entry: Canonical
    edition: Canonical | None
    notice: Canonical | None
    withheld: bool
    outside: bool


class Log(msgspec.Struct, frozen=True, kw_only=True):
    """Entries of the publication log, the earliest first; ``position`` is that of the last entry of the log."""

    site: Annotated[str, msgspec.Meta(description="Address of the site.")]
    position: int
    next: Annotated[Address, msgspec.Meta(description="Address of the next entries.")]
    entries: list[LogEntry]


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Problem details of a failed request. Source: RFC 9457."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
