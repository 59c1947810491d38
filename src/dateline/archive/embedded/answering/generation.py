"""One generation of the embedded archive: the port's answers, all from one position."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, cast

import msgspec
from pyroaring import BitMap

from dateline.archive.embedded.answering.autocomplete import hints
from dateline.archive.embedded.answering.did_you_mean import suggestion
from dateline.archive.embedded.answering.highlight import Highlighter
from dateline.archive.embedded.answering.memory import LruCache
from dateline.archive.embedded.answering.redaction import TextsWithout, changed_without, keys_of, listing_without
from dateline.archive.embedded.answering.related import related
from dateline.archive.embedded.answering.searching import REACHABLE, Ranking, SearchCache, term_query_of
from dateline.archive.embedded.answering.selection import FacetValues, Selection
from dateline.archive.embedded.answering.text_search import TextSearch
from dateline.archive.embedded.log import Entries
from dateline.archive.embedded.storage import State
from dateline.archive.embedded.text_index.index import Texts, key
from dateline.archive.embedded.text_records import TextRecord
from dateline.archive.passages import passages
from dateline.archive.port import (
    LOG_PAGE_BYTES,
    Completion,
    Item,
    RecentChange,
    ReleaseText,
    Removal,
    ResultPage,
    StoredEntry,
)
from dateline.archive.query import Filter, Query
from dateline.archive.search_terms import TermQuery, parse_terms
from dateline.editions.edition import Edition
from dateline.editions.newsroom import Address, Kind, Newsroom, Office, Topic
from dateline.text.languages import best

EVERYTHING = Filter()
"""The filter that leaves everything."""

KEPT = 800  # decoded texts remembered, about 8 MB

_State = Literal["public", "withdrawn", "removed", "erased"]


class DecodedText(msgspec.Struct, frozen=True):
    """A text as stored, and its edition decoded."""

    kept: TextRecord
    edition: Edition | None


class Generation:
    """Implements ``dateline.archive.port.Archive``; see there for what the methods promise."""

    def __init__(
        self,
        state: State,
        texts: Texts | None,
        shown: LruCache[int, DecodedText | None] | None = None,
        *,
        log: Entries | None = None,
    ) -> None:
        self.state = state
        self.log = log or Entries(None, state.position)
        self.shown: LruCache[int, DecodedText | None] = shown if shown is not None else LruCache(KEPT)
        self._texts = texts
        self._listing = state.listing
        self._searches = SearchCache(TextSearch(texts, state.listing, state.languages) if texts is not None else None)
        self._values = FacetValues(state.listing, state.vocabulary)
        self._codes = {tag: code for code, tag in enumerate(state.languages)}

    @property
    def position(self) -> int:
        """Position of the last entry it holds."""
        return self.state.position

    @property
    def newsroom(self) -> Newsroom | None:
        """The newsroom as last set."""
        return self.state.vocabulary.newsroom

    @property
    def offices(self) -> Mapping[str, Office]:
        """All offices by slug."""
        return self.state.vocabulary.offices

    @property
    def topics(self) -> Mapping[str, Topic]:
        """All topics by slug."""
        return self.state.vocabulary.topics

    @property
    def kinds(self) -> Mapping[str, Kind]:
        """All kinds by slug, in their order."""
        return self.state.vocabulary.kinds

    def address(self, path: str) -> Address | None:
        """Return where an old path leads now."""
        return self._texts.address(path) if self._texts else None

    def entries(self, after: int, limit: int = 100, size_bytes: int = LOG_PAGE_BYTES) -> Sequence[StoredEntry]:
        """Return the entries of the log behind a position."""
        return self.log.read(after, limit, size_bytes)

    def query(self, query: Query) -> ResultPage:
        """Return a page of a list with its facet counts."""
        filter_ = query.filter
        whole = term_query_of(filter_)
        sought = self._searches.relaxed(whole) if whole and query.lenient else whole
        selection = self._selection(filter_, sought)
        total = len(selection)
        start, size = max(0, query.page - 1) * query.size, query.size
        is_relaxed = sought != whole
        holding = len(self._selection(filter_, whole)) if is_relaxed else total
        is_ranked = is_relaxed or query.order == "relevance"
        ranking = Ranking(filter_, sought, query.reader) if sought is not None and is_ranked else None
        if ranking is not None:
            ordinals = self._searches.ranked(ranking, selection.by_language(), start + size)[start : start + size]
        else:
            ordinals = selection.newest(start, size)
        return ResultPage(
            total=total,
            reachable=min(total, REACHABLE) if ranking is not None else total,
            items=self._items(ordinals, query.reader, filter_, selection.by_language()),
            facets=selection.facets(),
            suggestion=self._suggestion(filter_, query.reader) if not holding else "",
            relaxed=is_relaxed,
            full_matches=holding,
        )

    def total(self, filter_: Filter) -> int:
        """Return how many releases a filter means."""
        return len(self._selection(filter_, term_query_of(filter_)))

    def filter_items(self, filter_: Filter, reader: str, numbers: Sequence[int]) -> Sequence[Item]:
        """Return those of some releases that a filter means, in the order given."""
        selection = self._selection(filter_, term_query_of(filter_))
        known = (self._listing.ordinal(number) for number in numbers)
        ordinals = [ordinal for ordinal in known if ordinal is not None]
        if selection.ordinals is not None:
            ordinals = [ordinal for ordinal in ordinals if ordinal in selection.ordinals]
        return self._items(ordinals, reader, filter_, selection.by_language())

    def text(self, number: int, language: str) -> ReleaseText | None:
        """Return a text by release number and exact language."""
        shown = self._text(number, language)
        if shown is None:
            return None
        kept = shown.kept
        return ReleaseText(
            state=cast("_State", kept.state),
            number=kept.number,
            language=kept.language,
            edition=shown.edition,
            languages=self.languages_of(number),
            notes=kept.notes,
            versions=tuple(
                (version, change, edited_at if kept.edition else at)
                for version, (_, change, edited_at, at) in enumerate(kept.versions, start=1)
            ),
            release=kept.release,
        )

    def languages_of(self, number: int) -> Mapping[str, str]:
        """Return language → slug of every public or withdrawn text of a release."""
        if self._texts is None or not 0 < number < 1 << 32:
            return {}
        texts = sorted(self._texts.by_number(number), key=lambda text: text.language)
        return {text.language: text.slug for text in texts if text.edition}

    def languages_ever(self, number: int) -> Sequence[str]:
        """Return the languages in which a release ever was public."""
        if self._texts is None or not 0 < number < 1 << 32:
            return []
        return sorted(text.language for text in self._texts.by_number(number))

    def neighbours(self, number: int, reader: str) -> tuple[Item | None, Item | None]:
        """Return the (previous, next) release in time."""
        ordinal = self._listing.ordinal(number)
        if ordinal is None:
            return None, None
        older = self._items([ordinal - 1], reader) if ordinal else ()
        newer = self._items([ordinal + 1], reader) if ordinal + 1 < len(self._listing) else ()
        return next(iter(older), None), next(iter(newer), None)

    def related(self, number: int, reader: str, limit: int = 4) -> Sequence[Item]:
        """Return other releases most like this one."""
        ordinal = self._listing.ordinal(number)
        return self._items(related(self._listing, ordinal, limit), reader) if ordinal is not None else ()

    def autocomplete(self, prefix: str, reader: str, limit: int = 8) -> Sequence[Completion]:
        """Return releases whose headline has words that begin like the ones typed."""
        if self._texts is None:
            return ()
        by_release: dict[int, list[str]] = {}
        for ordinal, code in hints(self._texts, self._listing, prefix, limit):
            if ordinal not in by_release and len(by_release) == limit:
                break
            by_release.setdefault(ordinal, []).append(self.state.languages[code])
        found = [self._text(self._listing.at(o), best(reader, tags)) for o, tags in by_release.items()]
        editions = [shown.edition for shown in found if shown and shown.edition]
        return tuple(Completion(one.number, one.language, one.slug, one.headline) for one in editions)

    def recent_changes(self, limit: int = 50) -> Sequence[RecentChange]:
        """Return texts that changed after their first publication, the latest change first."""
        found = []
        for latest in self.state.changed[: -limit - 1 : -1]:
            reading = self.text(latest.number, latest.language)
            if reading is not None:
                found.append(RecentChange(change=latest.change, at=latest.at, text=reading))
        return found

    def texts(
        self, after: tuple[int, str] | None = None, limit: int = 10_000
    ) -> Sequence[tuple[int, str, str, dt.datetime]]:
        """Return (number, language, slug, edited_at) of public texts in (number, language) order."""
        found: list[tuple[int, str, str, dt.datetime]] = []
        for ordinal in self._listing.by_number(from_number=after[0] if after else 0):
            number = self._listing.at(ordinal)
            for language in sorted(self._listing.values("languages", ordinal)):
                if after is not None and (number, language) <= after:
                    continue
                shown = self._texts.by_key(key(number, self._codes[language])) if self._texts else None
                if shown is not None and shown.edited_at is not None:
                    found.append((number, language, shown.slug, shown.edited_at))
            if len(found) >= limit:
                break
        return found[:limit]

    def with_removals(self, removals: Sequence[Removal]) -> "Generation":
        """Return the same generation as if these releases had been removed."""
        if self._texts is None or not removals:
            return self
        keys = keys_of(removals, self.state.languages)
        texts = TextsWithout(self._texts, removals, keys)
        listing = listing_without(self._listing, texts, removals)
        changed = changed_without(self.state.changed, self._texts, removals)
        state = msgspec.structs.replace(self.state, listing=listing, changed=changed)
        releases = {kept.release for one in removals for kept in self._texts.by_number(one.number)}
        return Generation(state, texts, self.shown.without(keys), log=self.log.without(removals, releases))

    def _selection(self, filter_: Filter, sought: TermQuery | None) -> Selection:
        return Selection(self._values, filter_, self._searches.found(sought))

    def _suggestion(self, filter_: Filter, reader: str) -> str:
        """Other words that find something with the same filter; empty without words."""
        if self._texts is None or not filter_.words.strip():
            return ""
        words = suggestion(self._texts, filter_.words, reader=reader)
        return words if words and self.total(msgspec.structs.replace(filter_, words=words)) else ""

    def _items(
        self,
        ordinals: Iterable[int],
        reader: str,
        filter_: Filter = EVERYTHING,
        hits: Mapping[str, BitMap] | None = None,
    ) -> tuple[Item, ...]:
        terms = parse_terms(filter_.words)
        languages = self._listing.bitmaps["languages"]
        markers: dict[str, Highlighter] = {}
        items = []
        for ordinal in ordinals:
            public = sorted(language for language, bitmap in languages.items() if ordinal in bitmap)
            if hits:
                choice = [language for language, bitmap in hits.items() if ordinal in bitmap]
            else:
                choice = [language for language in public if language in filter_.languages]
            shown = self._text(self._listing.at(ordinal), best(reader, choice or public))
            if shown is not None and shown.edition is not None:
                tag = shown.edition.language
                if terms and tag not in markers:
                    markers[tag] = Highlighter(terms, tag)
                items.append(_item(shown.edition, shown.kept, tuple(public), markers.get(tag)))
        return tuple(items)

    def _text(self, number: int, language: str) -> DecodedText | None:
        code = self._codes.get(language)
        if self._texts is None or code is None or not 0 < number < 1 << 32:
            return None
        texts, key_ = self._texts, key(number, code)
        return self.shown.get(key_, lambda: _shown(texts.by_key(key_)))


def _shown(kept: TextRecord | None) -> DecodedText | None:
    if kept is None:
        return None
    return DecodedText(kept, msgspec.json.decode(kept.edition, type=Edition) if kept.edition else None)


def _item(edition: Edition, kept: TextRecord, public: tuple[str, ...], marker: Highlighter | None) -> Item:
    if marker is None:
        return Item(edition=edition, languages=public, notes=kept.notes)
    return Item(
        edition=edition,
        languages=public,
        notes=kept.notes,
        headline_html=marker.headline(edition.headline),
        extract_html=marker.extract(passages(edition)[1:]),
    )
