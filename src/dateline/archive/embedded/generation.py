"""One generation of the embedded archive, which answers everything in the port from one position."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import cast

import msgspec

from dateline.archive.embedded.log import Entries
from dateline.archive.embedded.redaction import RedactedTexts, keys_of, redacted_changes, redacted_listing
from dateline.archive.embedded.search.did_you_mean import suggestion
from dateline.archive.embedded.search.highlight import Highlighter
from dateline.archive.embedded.search.search_cache import REACHABLE, Ranking, SearchCache
from dateline.archive.embedded.search.text_search import TextSearch
from dateline.archive.embedded.selection import FacetValues, Selection
from dateline.archive.embedded.storage import ArchiveState
from dateline.archive.embedded.text_index.index import Texts, key
from dateline.archive.embedded.text_records import DecodedText, TextRecord, decoded, not_found
from dateline.archive.passages import quotable
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
from dateline.archive.search_parser import parse_query, search_languages, short_names
from dateline.archive.search_terms import TermQuery
from dateline.editions.edition import Edition
from dateline.editions.newsroom import Address, Kind, Newsroom, Office, Topic
from dateline.storage.shared_cache import SharedCache
from dateline.text.languages import best, is_within

EVERYTHING = Filter()  # matches every release
CACHED_TEXTS = 800  # decoded, about 8 MB


class Generation:
    """Implements ``dateline.archive.port.Archive``, which documents the methods.

    Args:
        state: listing, vocabularies and recent changes.
        texts: the text index; None for an empty archive.
        cached: decoded texts of the generation before that have not changed.
        log: up to the position of ``state``.
    """

    def __init__(
        self,
        state: ArchiveState,
        texts: Texts | None,
        cached: SharedCache[int, DecodedText | None] | None = None,
        *,
        log: Entries | None = None,
    ) -> None:
        self.state = state
        self.log = log or Entries(None, state.position)
        self.cached: SharedCache[int, DecodedText | None] = cached if cached is not None else SharedCache(CACHED_TEXTS)
        self._texts = texts
        self._listing = state.listing
        self._values = FacetValues(state.listing, state.vocabulary)
        moments = self._values.moments
        self._search = TextSearch(texts, state.listing, state.languages, moments) if texts is not None else None
        self._searches = SearchCache(self._search)
        self._query_context = search_languages(state.languages), short_names(self.newsroom)
        self._codes = {tag: code for code, tag in enumerate(state.languages)}

    @property
    def position(self) -> int:
        """Position of the last entry."""
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

    def naming(self, file: str, limit: int) -> Sequence[int]:
        """Return the numbers of releases that name a public file."""
        return self._texts.naming(file, limit) if self._texts else ()

    def entries(self, after: int, limit: int = 100, size_bytes: int = LOG_PAGE_BYTES) -> Sequence[StoredEntry]:
        """Return the entries of the log after a position."""
        return self.log.read(after, limit, size_bytes)

    def query(self, query: Query) -> ResultPage:
        """Return a page of a list with its facet counts."""
        filter_ = query.filter
        all_terms = self._terms(filter_)
        terms = self._searches.relaxed(all_terms) if all_terms and query.lenient else all_terms
        is_relaxed = terms != all_terms
        full = self._selection(filter_, all_terms)
        shown = self._selection(filter_, terms) if is_relaxed else full
        total = len(full)
        start, end = max(0, query.page - 1) * query.size, max(1, query.page) * query.size
        is_ranked = terms is not None and (is_relaxed or query.order == "relevance")
        if terms is not None and is_ranked:
            ranking = Ranking(filter_, terms, query.reader)
            ordinals = self._searches.ranked(ranking, shown.by_language(), end)[start:end]
        else:
            ordinals = shown.newest(start, query.size)
        return ResultPage(
            total=total,
            reachable=min(len(shown), REACHABLE) if is_ranked else total,
            items=self._items(ordinals, query.reader, full, shown),
            facets=full.facets(),
            suggestion=self._suggestion(filter_, query.reader) if not total else "",
            relaxed=is_relaxed,
        )

    def total(self, filter_: Filter) -> int:
        """Return how many releases match a filter."""
        return len(self._selection(filter_, self._terms(filter_)))

    def filter_items(self, filter_: Filter, reader: str, numbers: Sequence[int]) -> Sequence[Item]:
        """Return those of the numbered releases that match a filter, in the order given."""
        selection = self._selection(filter_, self._terms(filter_))
        known = (self._listing.ordinal(number) for number in numbers)
        ordinals = [ordinal for ordinal in known if ordinal is not None]
        if selection.ordinals is not None:
            ordinals = [ordinal for ordinal in ordinals if ordinal in selection.ordinals]
        return self._items(ordinals, reader, selection)

    def text(self, number: int, language: str) -> ReleaseText | None:
        """Return a text by release number and exact language."""
        text = self._text(number, language)
        if text is None:
            return None
        stored, languages = text.stored, self.languages_of(number)
        return ReleaseText(
            state=stored.state,
            number=stored.number,
            language=stored.language,
            edition=text.edition,
            languages=languages,
            notes=stored.notes,
            versions=tuple(
                (version, change, edited_at if stored.edition else at)
                for version, (_, change, edited_at, at) in enumerate(stored.versions, start=1)
            ),
            release=stored.release,
        )

    def public_editions(self, number: int, language: str) -> Sequence[Edition]:
        """Return the editions of a public text since its last withdrawal or removal, oldest first."""
        text = self._text(number, language)
        return self.log.editions(text.stored.release, language) if text and text.stored.state == "public" else []

    def languages_of(self, number: int) -> Mapping[str, str]:
        """Return language → slug of every public or withdrawn text of a release."""
        return {text.language: text.slug for text in self._texts_of(number) if text.edition}

    def languages_ever(self, number: int) -> Sequence[str]:
        """Return the languages in which a release ever was public."""
        return [text.language for text in self._texts_of(number)]

    def neighbours(self, number: int, reader: str) -> tuple[Item | None, Item | None]:
        """Return the (previous, next) release in time."""
        ordinal = self._listing.ordinal(number)
        if ordinal is None:
            return None, None
        near = [place for place in (ordinal - 1, ordinal + 1) if 0 <= place < len(self._listing)]
        items = dict(zip(near, self._items(near, reader), strict=True))
        return items.get(ordinal - 1), items.get(ordinal + 1)

    def related(self, number: int, reader: str, limit: int = 4) -> Sequence[Item]:
        """Return other releases that share topics or offices with this one."""
        ordinal = self._listing.ordinal(number)
        return () if ordinal is None else self._items(self._listing.related(ordinal, limit), reader)

    def autocomplete(self, prefix: str, reader: str, limit: int = 8) -> Sequence[Completion]:
        """Return releases whose headline has words that begin with the typed ones."""
        by_release: dict[int, list[str]] = {}
        for ordinal, code in self._search.headlines_with(prefix, limit) if self._search else ():
            if ordinal not in by_release and len(by_release) == limit:
                break
            by_release.setdefault(ordinal, []).append(self.state.languages[code])
        texts = [self._text(self._listing.at(o), best(reader, tags)) for o, tags in by_release.items()]
        editions = [text.edition for text in texts if text and text.edition]
        return tuple(Completion(one.number, one.language, one.slug, one.headline) for one in editions)

    def recent_changes(self, limit: int = 50) -> Sequence[RecentChange]:
        """Return the last change of each text that changed after its first publication, latest first."""
        changes = ((one, self.text(one.number, one.language)) for one in self.state.changes[: -limit - 1 : -1])
        return [RecentChange(change=one.change, at=one.at, text=text) for one, text in changes if text is not None]

    def texts(
        self, after: tuple[int, str] | None = None, limit: int = 10_000
    ) -> Sequence[tuple[int, str, str, dt.datetime]]:
        """Return (number, language, slug, edited_at) of public texts in (number, language) order."""
        rows: list[tuple[int, str, str, dt.datetime]] = []
        for ordinal in self._listing.by_number(from_number=after[0] if after else 0):
            number = self._listing.at(ordinal)
            for language in sorted(self._listing.values("languages", ordinal)):
                if after is not None and (number, language) <= after:
                    continue
                stored = self._texts.by_key(key(number, self._codes[language])) if self._texts else None
                if stored is None or stored.edited_at is None or stored.language != language:
                    raise not_found(number, language)
                rows.append((number, language, stored.slug, stored.edited_at))
            if len(rows) >= limit:
                break
        return rows[:limit]

    def with_removals(self, removals: Sequence[Removal]) -> "Generation":
        """Return the same generation as if these releases had been removed."""
        if self._texts is None or not removals:
            return self
        keys = keys_of(removals, self.state.languages)
        texts = RedactedTexts(self._texts, removals, keys)
        listing = redacted_listing(self._listing, texts, removals)
        changes = redacted_changes(self.state.changes, self._texts, removals)
        state = msgspec.structs.replace(self.state, listing=listing, changes=changes)
        releases = {text.release for one in removals for text in self._texts.by_number(one.number)}
        return Generation(state, texts, self.cached.without(keys), log=self.log.with_removals(removals, releases))

    def _terms(self, filter_: Filter) -> TermQuery | None:
        """Return the search terms of a filter's words; None where it has none."""
        if not filter_.words.strip():
            return None
        return self._searches.widened(parse_query(filter_.words, *self._query_context))

    def _selection(self, filter_: Filter, terms: TermQuery | None) -> Selection:
        return Selection(self._values, filter_, self._searches.hits(terms))

    def _suggestion(self, filter_: Filter, reader: str) -> str:
        """Return corrected words that find something together with the rest of the filter; empty for none."""
        if self._texts is None or not filter_.words.strip():
            return ""
        words = suggestion(self._texts, filter_.words, reader=reader)
        return words if words and self.total(msgspec.structs.replace(filter_, words=words)) else ""

    def _items(
        self, ordinals: Iterable[int], reader: str, full: Selection | None = None, shown: Selection | None = None
    ) -> tuple[Item, ...]:
        """Return the items of releases; ``full`` has the full matches of a filter, ``shown`` partial ones too."""
        full = self._selection(EVERYTHING, None) if full is None else full
        terms = self._terms(full.filter)
        hits = [full.by_language(), (full if shown is None else shown).by_language()] if terms else []
        languages = self._listing.bitmaps["languages"]
        highlighters: dict[str, Highlighter] = {}
        items = []
        for ordinal in ordinals:
            public = sorted(language for language, bitmap in languages.items() if ordinal in bitmap)
            choices = [[tag for tag, bitmap in one.items() if ordinal in bitmap] for one in hits]
            choices.append([language for language in public if is_within(language, full.filter.languages)])
            tag = best(reader, next(filter(None, choices), public))
            text = self._text(self._listing.at(ordinal), tag)
            if text is None or text.edition is None:
                raise not_found(self._listing.at(ordinal), tag)
            if terms and self._search and tag not in highlighters:
                highlighters[tag] = self._search.highlighter(terms, tag)
            is_partial = full.ordinals is not None and ordinal not in full.ordinals
            items.append(_item(text, tuple(public), highlighters.get(tag), partial=is_partial))
        return tuple(items)

    def _texts_of(self, number: int) -> list[TextRecord]:
        texts = self._texts.by_number(number) if self._texts and 0 < number < 1 << 32 else []
        return sorted(texts, key=attrgetter("language"))

    def _text(self, number: int, language: str) -> DecodedText | None:
        code = self._codes.get(language)
        if self._texts is None or code is None or not 0 < number < 1 << 32:
            return None
        texts, key_ = self._texts, key(number, code)
        return self.cached.get(key_, lambda: decoded(texts.by_key(key_), language))


def _item(text: DecodedText, languages: tuple[str, ...], highlighter: Highlighter | None, *, partial: bool) -> Item:
    edition = cast("Edition", text.edition)
    item = Item(edition=edition, languages=languages, notes=text.stored.notes, partial=partial)
    if highlighter is None:
        return item
    extract = highlighter.extract(quotable(edition)[1:])
    return msgspec.structs.replace(item, headline_html=highlighter.headline(edition.headline), extract_html=extract)
