"""The port of the archive: what every engine answers, from one generation of its folder."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, Protocol

import msgspec

from dateline.archive.query import Filter, Query
from dateline.editions.edition import Edition
from dateline.editions.entry import Change, Record
from dateline.editions.newsroom import Address, Kind, Newsroom, Office, Topic


class Note(msgspec.Struct, frozen=True):
    """A public notice in the history of a text: of a correction, withdrawal, restoration or removal."""

    change: Change
    at: dt.datetime
    text: str
    language: str


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A release as a list shows it.

    Attributes:
        edition: in the reader's language where there is one, else in the best other.
        languages: all languages in which the release is public now, sorted.
        notes: notices of the shown text, oldest first.
        headline_html, extract_html: with hits marked by ``<mark>``, everything else escaped; None where the
            query had no words. The extract is of the lead or body, whichever holds the words.
    """

    edition: Edition
    languages: tuple[str, ...]
    notes: tuple[Note, ...] = ()
    headline_html: str | None = None
    extract_html: str | None = None


class Count(msgspec.Struct, frozen=True):
    """How many releases a value of a facet would show."""

    slug: str
    count: int


class Facets(msgspec.Struct, frozen=True, kw_only=True):
    """Counts per facet, each ignoring its own filter; values with no release are left out.

    Sorted by count downwards, then slug. A topic counts what its descendants hold, each release once.
    ``languages`` are BCP 47 tags.
    """

    kinds: tuple[Count, ...] = ()
    offices: tuple[Count, ...] = ()
    topics: tuple[Count, ...] = ()
    languages: tuple[Count, ...] = ()


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A page of a list with its counts, all from one generation.

    Attributes:
        total: releases the filter means.
        reachable: how many of them can be paged to; below ``total`` only when ranked (1,000).
        items: empty when the page lies behind the end.
        suggestion: other words that would find something, when these found nothing, the reader's
            language first; else empty.
        eased: whether few or no releases hold all of the words, and those with some of them are given as well,
            all in one ranking.
        whole: how many of those meant hold all of the words in one text; below ``total`` only where eased.
    """

    total: int
    reachable: int
    items: tuple[Item, ...]
    facets: Facets
    suggestion: str = ""
    eased: bool = False
    whole: int = 0


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """A text at its own address.

    Attributes:
        state: ``public``, ``withdrawn`` (edition shown under a banner), ``removed`` or ``erased``
            (edition None, nothing but the notes).
        languages: all languages in which the release is public or withdrawn now, sorted, with the slug of
            each, so that the translations can be linked.
        versions: (version, change, moment) of each edition of this text, oldest first.
        release: UUID of its release.
    """

    state: Literal["public", "withdrawn", "removed", "erased"]
    number: int
    language: str
    edition: Edition | None
    languages: Mapping[str, str]
    notes: tuple[Note, ...]
    versions: tuple[tuple[int, Change, dt.datetime], ...]
    release: str = ""


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """A text that changed after it was first published.

    Attributes:
        change: the last one; never ``published``.
        at: moment of that change.
        reading: the text as it stands now.
    """

    change: Change
    at: dt.datetime
    reading: Reading


class Hint(msgspec.Struct, frozen=True):
    """A release offered while somebody types."""

    number: int
    language: str
    slug: str
    headline: str


class Gone(msgspec.Struct, frozen=True, kw_only=True):
    """A release to be answered for as removed, whatever the archive holds of it.

    Attributes:
        languages: those that are meant, BCP 47; empty for every one, those to come included.
        notice: what the public is told; empty where nobody could say it.
        notices: (language, notice) where a language has its own.
        at: moment of the removal, aware, UTC.
    """

    number: int
    languages: tuple[str, ...] = ()
    notice: str = ""
    notices: tuple[tuple[str, str], ...] = ()
    at: dt.datetime

    def means(self, language: str) -> bool:
        """Say whether the text in a language is meant."""
        return not self.languages or language in self.languages

    def note(self, language: str) -> tuple[Note, ...]:
        """Return the notice for the text in a language: its own, else the common one, else any; none without one."""
        own = dict(self.notices)
        if language in own or self.notice:
            return (Note("removed", self.at, own.get(language, self.notice), language),)
        return tuple(Note("removed", self.at, said, tag) for tag, said in self.notices[:1])


PAGE_BYTES = 1_000_000
"""Of the log that one question gets at most, unless a single entry is longer."""


class Logged(msgspec.Struct, frozen=True):
    """An entry of the publication log as it stands there.

    Attributes:
        entry: its canonical bytes, over which its digest is.
        edition, notice: canonical bytes; None where there are none, or where they went away later.
        withheld: whether there are words and an override closes them.
    """

    position: int
    entry: bytes
    edition: bytes | None = None
    notice: bytes | None = None
    withheld: bool = False


class Archive(Protocol):
    """One generation of the archive, to be read; every method answers from the same position.

    Missing things are None or empty; nothing here raises for what a reader may ask.
    """

    @property
    def position(self) -> int:
        """Position of the last entry it holds; 0 when empty."""

    @property
    def newsroom(self) -> Newsroom | None:
        """The newsroom as last set; None before the first entry about it."""

    @property
    def offices(self) -> Mapping[str, Office]:
        """All offices by slug, closed ones included."""

    @property
    def topics(self) -> Mapping[str, Topic]:
        """All topics by slug."""

    @property
    def kinds(self) -> Mapping[str, Kind]:
        """All kinds by slug, in their order."""

    def address(self, path: str) -> Address | None:
        """Return where an old path leads now."""

    def query(self, query: Query) -> Answer:
        """Return a page of a list with its facet counts.

        Order ``date`` is (published_at, number) downwards.
        """

    def total(self, filter_: Filter) -> int:
        """Return how many releases a filter means."""

    def meant(self, filter_: Filter, reader: str, numbers: Sequence[int]) -> Sequence[Item]:
        """Return those of some releases that a filter means, in the order given, as a list shows them."""

    def reading(self, number: int, language: str) -> Reading | None:
        """Return a text by release number and exact language; None if it never was public."""

    def languages_of(self, number: int) -> Mapping[str, str]:
        """Return language → slug of every public or withdrawn text of a release; empty if there is none."""

    def ever(self, number: int) -> Sequence[str]:
        """Return the languages in which a release ever was public, removed ones included, sorted; empty for none."""

    def around(self, number: int, reader: str) -> tuple[Item | None, Item | None]:
        """Return the (previous, next) release in time, as a reader of a language gets them."""

    def related(self, number: int, reader: str, limit: int = 4) -> Sequence[Item]:
        """Return other releases most like this one (topics, office, words), newest first among equals."""

    def hints(self, prefix: str, reader: str, limit: int = 8) -> Sequence[Hint]:
        """Return releases whose headline has words that begin like the ones typed."""

    def changed(self, limit: int = 50) -> Sequence[Changed]:
        """Return texts that changed after their first publication, the latest change first; 200 at most are known."""

    def texts(
        self, after: tuple[int, str] | None = None, limit: int = 10_000
    ) -> Sequence[tuple[int, str, str, dt.datetime]]:
        """Return (number, language, slug, edited_at) of public texts in (number, language) order, for sitemaps."""

    def entries(self, after: int, limit: int = 100, size_bytes: int = PAGE_BYTES) -> Sequence[Logged]:
        """Return the entries of the publication log behind a position, in order.

        At most ``limit`` of them and no more than ``size_bytes``, but one at least where there is one.
        """

    def without(self, gone: Sequence[Gone]) -> "Archive":
        """Return the same generation as if these releases had been removed with these notices.

        What is removed or erased already, or never was public, stays as it is. The position is the same.
        """


class Writer(Protocol):
    """The one that brings log entries into the archive's folder; one at a time, guarded by a lock."""

    @property
    def position(self) -> int:
        """Position of the last entry applied durably."""

    def apply(self, records: Iterable[Record]) -> int:
        """Apply records in order, publish one new generation, and return the position reached.

        Records at or below ``position`` are passed over, so applying twice changes nothing.

        Raises:
            OutOfOrderError: a position is missing.
            UnreadableRecordError: a record this version cannot read; what came before it is applied.
        """
