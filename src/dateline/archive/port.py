"""The port of the archive: the protocols that every engine implements.

Readers depend on the smallest protocol that serves them; ``Archive`` is all of them together. An object of these
protocols is one generation: every answer comes from the same log position. ``archive.embedded`` is the one engine
so far; an engine that passes ``tests/contracts`` can take its place.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, Protocol

import msgspec

from dateline.archive.query import Filter, Query
from dateline.editions.edition import Edition
from dateline.editions.entry import Change, Record
from dateline.editions.newsroom import Address, Kind, Newsroom, Office, Topic


class Note(msgspec.Struct, frozen=True):
    """A public notice of a correction, withdrawal, restoration or removal, published ``at`` (aware, UTC)."""

    change: Change
    at: dt.datetime
    text: str
    language: str


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A release as a list shows it.

    Attributes:
        edition: the text in the reader's language; else in the language that suits best.
        languages: all languages in which the release is public now, sorted.
        notes: notices of the shown text, oldest first.
        headline_html, extract_html: HTML with the matches in ``<mark>``, the rest escaped; None where the query has
            no words. The extract is from the first matching passage that readers see, else from the lead.
        partial: whether the release matches only some of the words; see ``ResultPage.relaxed``.
    """

    edition: Edition
    languages: tuple[str, ...]
    notes: tuple[Note, ...] = ()
    headline_html: str | None = None
    extract_html: str | None = None
    partial: bool = False


class Count(msgspec.Struct, frozen=True):
    """The number of releases that a facet value would select."""

    slug: str
    count: int


class Facets(msgspec.Struct, frozen=True, kw_only=True):
    """Counts per facet, each ignoring the filter on its own facet; values without releases are omitted.

    Sorted by count, highest first, then by slug. A topic includes its descendants and counts each release once.
    The slugs of ``languages`` are BCP 47 tags.
    """

    kinds: tuple[Count, ...] = ()
    offices: tuple[Count, ...] = ()
    topics: tuple[Count, ...] = ()
    languages: tuple[Count, ...] = ()


class ResultPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of a list with its counts, all from one generation.

    Attributes:
        total: number of releases that match the query with all of its words.
        reachable: number of items that paging can reach: at most 1,000 if ranked; may exceed ``total`` if relaxed.
        items: empty when the page is past the end.
        facets: counted over ``total``.
        suggestion: if the typed words match nothing, corrected words that match something, preferably in the reader's
            language; else empty.
        relaxed: whether too few releases match all words, so that items with only some of them are included. All are
            ranked together.
    """

    total: int
    reachable: int
    items: tuple[Item, ...]
    facets: Facets
    suggestion: str = ""
    relaxed: bool = False


class ReleaseText(msgspec.Struct, frozen=True, kw_only=True):
    """One text of a release: what its own page shows.

    Attributes:
        state: ``public``, ``withdrawn`` (the edition is shown under a banner), ``removed`` or ``erased``
            (``edition`` is None, only the notes are left).
        languages: slug by language of every public or withdrawn text of the release, sorted, for links to the
            translations.
        versions: (version, change, moment) of each edition of this text, oldest first.
        release: UUID of the release.
    """

    state: Literal["public", "withdrawn", "removed", "erased"]
    number: int
    language: str
    edition: Edition | None
    languages: Mapping[str, str]
    notes: tuple[Note, ...]
    versions: tuple[tuple[int, Change, dt.datetime], ...]
    release: str = ""


class RecentChange(msgspec.Struct, frozen=True, kw_only=True):
    """The last change of a text since its first publication, ``at`` (aware, UTC); ``text`` is its present state."""

    change: Change
    at: dt.datetime
    text: ReleaseText


class Completion(msgspec.Struct, frozen=True):
    """A release that autocompletion offers."""

    number: int
    language: str
    slug: str
    headline: str


class Removal(msgspec.Struct, frozen=True, kw_only=True):
    """A release that the archive treats as removed although no log entry removes it yet (decision 0007).

    Attributes:
        languages: BCP 47 tags of the texts it covers; empty for all, future ones included.
        notice: the public notice; empty where there is none.
        notices: (language, notice) for languages with a notice of their own.
        at: moment of the removal, aware, UTC.
    """

    number: int
    languages: tuple[str, ...] = ()
    notice: str = ""
    notices: tuple[tuple[str, str], ...] = ()
    at: dt.datetime

    def covers(self, language: str) -> bool:
        """Return whether the text in a language is treated as removed."""
        return not self.languages or language in self.languages

    def notes(self, language: str) -> tuple[Note, ...]:
        """Return the notice for a language as notes: its own, else the common one, else any; empty if there is none."""
        own = dict(self.notices)
        if language in own or self.notice:
            return (Note("removed", self.at, own.get(language, self.notice), language),)
        return tuple(Note("removed", self.at, notice, tag) for tag, notice in self.notices[:1])


LOG_PAGE_BYTES = 1_000_000
"""Most bytes of the log that one call returns; a single longer entry is returned whole."""


class StoredEntry(msgspec.Struct, frozen=True):
    """An entry of the publication log, as stored bytes.

    Attributes:
        entry: canonical bytes, the input of its digest.
        edition, notice: canonical bytes; None where there are none, or where they were removed later.
        withheld: whether an override withholds edition and notice.
    """

    position: int
    entry: bytes
    edition: bytes | None = None
    notice: bytes | None = None
    withheld: bool = False


class Vocabularies(Protocol):
    """The newsroom and the values of its facets, as last set."""

    @property
    def position(self) -> int:
        """Position of the last log entry in this generation; 0 when empty."""

    @property
    def newsroom(self) -> Newsroom | None:
        """The newsroom; None before the first entry about it."""

    @property
    def offices(self) -> Mapping[str, Office]:
        """All offices by slug, closed ones included."""

    @property
    def topics(self) -> Mapping[str, Topic]:
        """All topics by slug."""

    @property
    def kinds(self) -> Mapping[str, Kind]:
        """All kinds by slug, in their own order."""


class Lists(Protocol):
    """Lists of public releases: filters, facets, full-text search."""

    def query(self, query: Query) -> ResultPage:
        """Return a page of a list with its facet counts.

        Order ``date`` is (published_at, number), newest first.
        """

    def total(self, filter_: Filter) -> int:
        """Return how many releases match a filter."""

    def filter_items(self, filter_: Filter, reader: str, numbers: Sequence[int]) -> Sequence[Item]:
        """Return those of the numbered releases that match a filter, in the order given, as a list shows them."""

    def autocomplete(self, prefix: str, reader: str, limit: int = 8) -> Sequence[Completion]:
        """Return releases whose headline has words that begin with the typed ones, newest first."""


class Texts(Protocol):
    """Single texts and the releases around them. Unknown numbers and languages give None or nothing, never an error."""

    def text(self, number: int, language: str) -> ReleaseText | None:
        """Return a text by release number and exact language; None if it never was public."""

    def public_editions(self, number: int, language: str) -> Sequence[Edition]:
        """Return the editions of a public text that may be read, oldest first; the last one is the present one.

        They begin after the last withdrawal, removal or erasure: nobody is shown again what one of them took back.
        Empty for a text that is not public.
        """

    def languages_of(self, number: int) -> Mapping[str, str]:
        """Return slug by language of every public or withdrawn text of a release; empty if there is none."""

    def languages_ever(self, number: int) -> Sequence[str]:
        """Return every language in which a release was ever public, sorted; removed texts count."""

    def neighbours(self, number: int, reader: str) -> tuple[Item | None, Item | None]:
        """Return the (previous, next) release in time, in the reader's language where possible."""

    def related(self, number: int, reader: str, limit: int = 4) -> Sequence[Item]:
        """Return other releases that share topics or offices with this one, most shared first, then newest first."""

    def recent_changes(self, limit: int = 50) -> Sequence[RecentChange]:
        """Return the last change of each text that changed after its first publication: the last 200, latest first."""

    def texts(
        self, after: tuple[int, str] | None = None, limit: int = 10_000
    ) -> Sequence[tuple[int, str, str, dt.datetime]]:
        """Return (number, language, slug, edited_at) of public texts in (number, language) order, for sitemaps."""

    def naming(self, file: str, limit: int) -> Sequence[int]:
        """Return numbers of releases that name a public file, ascending, from at most ``limit`` of their texts."""

    def address(self, path: str) -> Address | None:
        """Return where an old path leads now; None where it leads nowhere."""


class StoredLog(Protocol):
    """The archive's copy of the publication log, for mirrors and other followers that have no database."""

    @property
    def position(self) -> int:
        """Position of the last entry; 0 when empty."""

    def entries(self, after: int, limit: int = 100, size_bytes: int = LOG_PAGE_BYTES) -> Sequence[StoredEntry]:
        """Return entries after a position, in order: at most ``limit`` and ``size_bytes``, but one if there is any."""


class Archive(Vocabularies, Lists, Texts, StoredLog, Protocol):
    """One generation of the archive. No method raises for values that a reader may pass."""

    def with_removals(self, removals: Sequence[Removal]) -> "Archive":
        """Return the same generation as if these releases had been removed with these notices.

        Texts that are removed or erased already, or never were public, stay as they are. So does the position.
        """


class Writer(Protocol):
    """The one process that applies log entries to the archive; a lock keeps out a second one."""

    @property
    def position(self) -> int:
        """Position of the last entry applied durably."""

    def apply(self, records: Iterable[Record]) -> int:
        """Apply records in order, publish one new generation, and return the position reached.

        Records at or below ``position`` are skipped, so applying twice changes nothing.

        Raises:
            OutOfOrderError: a position is missing.
            UnreadableRecordError: this version cannot read a record; the records before it are applied.
        """
