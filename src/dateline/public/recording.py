"""An archive that records which texts its answers hold, so that a response can say which texts it names."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from dateline.archive.port import (
    LOG_PAGE_BYTES,
    Archive,
    Completion,
    Item,
    RecentChange,
    ReleaseText,
    Removal,
    ResultPage,
    StoredEntry,
)
from dateline.archive.query import Filter, Query
from dateline.editions.edition import Edition
from dateline.editions.newsroom import Address, Kind, Newsroom, Office, Topic
from dateline.web.http import NamedText


class RecordingArchive:
    """Answers as another archive does, and records the texts in its answers.

    A page reads all its content from this archive, so the record contains every text that the page names. It may
    contain more: a feed reads all recent changes and shows only those that match its filter.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._read: set[NamedText] = set()

    @property
    def texts_read(self) -> frozenset[NamedText]:
        """The texts in the answers so far."""
        return frozenset(self._read)

    @property
    def position(self) -> int:
        """See ``Archive.position``."""
        return self._archive.position

    @property
    def newsroom(self) -> Newsroom | None:
        """See ``Archive.newsroom``."""
        return self._archive.newsroom

    @property
    def offices(self) -> Mapping[str, Office]:
        """See ``Archive.offices``."""
        return self._archive.offices

    @property
    def topics(self) -> Mapping[str, Topic]:
        """See ``Archive.topics``."""
        return self._archive.topics

    @property
    def kinds(self) -> Mapping[str, Kind]:
        """See ``Archive.kinds``."""
        return self._archive.kinds

    def query(self, query: Query) -> ResultPage:
        """See ``Archive.query``."""
        page = self._archive.query(query)
        self._record(page.items)
        return page

    def total(self, filter_: Filter) -> int:
        """See ``Archive.total``."""
        return self._archive.total(filter_)

    def filter_items(self, filter_: Filter, reader: str, numbers: Sequence[int]) -> Sequence[Item]:
        """See ``Archive.filter_items``."""
        return self._record(self._archive.filter_items(filter_, reader, numbers))

    def autocomplete(self, prefix: str, reader: str, limit: int = 8) -> Sequence[Completion]:
        """See ``Archive.autocomplete``."""
        completions = self._archive.autocomplete(prefix, reader, limit)
        self._read.update((one.number, one.language) for one in completions)
        return completions

    def text(self, number: int, language: str) -> ReleaseText | None:
        """See ``Archive.text``."""
        text = self._archive.text(number, language)
        if text is not None:
            self._read.add((number, language))
        return text

    def public_editions(self, number: int, language: str) -> Sequence[Edition]:
        """See ``Archive.public_editions``."""
        self._read.add((number, language))
        return self._archive.public_editions(number, language)

    def languages_of(self, number: int) -> Mapping[str, str]:
        """See ``Archive.languages_of``."""
        languages = self._archive.languages_of(number)
        self._read.update((number, language) for language in languages)
        return languages

    def languages_ever(self, number: int) -> Sequence[str]:
        """See ``Archive.languages_ever``; no page names a text only because it was public once."""
        return self._archive.languages_ever(number)

    def neighbours(self, number: int, reader: str) -> tuple[Item | None, Item | None]:
        """See ``Archive.neighbours``."""
        before, after = self._archive.neighbours(number, reader)
        self._record(item for item in (before, after) if item is not None)
        return before, after

    def related(self, number: int, reader: str, limit: int = 4) -> Sequence[Item]:
        """See ``Archive.related``."""
        return self._record(self._archive.related(number, reader, limit))

    def recent_changes(self, limit: int = 50) -> Sequence[RecentChange]:
        """See ``Archive.recent_changes``."""
        changes = self._archive.recent_changes(limit)
        self._read.update((one.text.number, one.text.language) for one in changes)
        return changes

    def texts(
        self, after: tuple[int, str] | None = None, limit: int = 10_000
    ) -> Sequence[tuple[int, str, str, dt.datetime]]:
        """See ``Archive.texts``."""
        texts = self._archive.texts(after, limit)
        self._read.update((number, language) for number, language, *_ in texts)
        return texts

    def address(self, path: str) -> Address | None:
        """See ``Archive.address``."""
        return self._archive.address(path)

    def naming(self, file: str, limit: int) -> Sequence[int]:
        """See ``Archive.naming``; no page asks for it."""
        return self._archive.naming(file, limit)

    def entries(self, after: int, limit: int = 100, size_bytes: int = LOG_PAGE_BYTES) -> Sequence[StoredEntry]:
        """See ``Archive.entries``; pages of the log change with the position alone."""
        return self._archive.entries(after, limit, size_bytes)

    def with_removals(self, removals: Sequence[Removal]) -> Archive:
        """See ``Archive.with_removals``; the result does not record."""
        return self._archive.with_removals(removals)

    def _record(self, items: Iterable[Item]) -> Sequence[Item]:
        given = list(items)
        for item in given:
            self._read.update((item.edition.number, language) for language in (item.edition.language, *item.languages))
        return given
