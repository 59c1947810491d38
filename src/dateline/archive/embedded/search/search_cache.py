"""Searches of one generation with their results cached, so that paging and facets do not search again."""

from collections.abc import Mapping, Sequence

import msgspec
from pyroaring import BitMap

from dateline.archive.embedded.search.text_search import TextHits, TextSearch
from dateline.archive.query import Filter
from dateline.archive.search_terms import TermQuery, minimum_hits
from dateline.storage.shared_cache import SharedCache

REACHABLE = 1_000
"""Ranked hits that can be paged to."""

FIRST_RANKED = 100  # hits ranked for the first pages: a quarter of the work of ranking all that are reachable
CACHED_QUERIES = 64  # a million hits take 125 KB


class Ranking(msgspec.Struct, frozen=True):
    """The cache key of a ranking by relevance: everything it depends on, apart from the generation."""

    filter: Filter
    terms: TermQuery
    reader: str


class SearchCache:
    """The searches of one generation.

    Args:
        search: None for an empty archive, in which nothing matches.
    """

    def __init__(self, search: TextSearch | None) -> None:
        self._search = search
        self._hits: SharedCache[TermQuery, TextHits] = SharedCache(CACHED_QUERIES)
        self._widened: SharedCache[TermQuery, TermQuery] = SharedCache(CACHED_QUERIES)
        self._relaxed: SharedCache[TermQuery, TermQuery] = SharedCache(CACHED_QUERIES)
        self._ranked: SharedCache[tuple[Ranking, int], list[int]] = SharedCache(CACHED_QUERIES)

    def hits(self, terms: TermQuery | None) -> TextHits | None:
        """Return the hits; None without a query, which is no restriction."""
        search = self._search
        if terms is None:
            return None
        return self._hits.get(terms, lambda: search.find(terms)) if search else TextHits({}, BitMap())

    def widened(self, terms: TermQuery) -> TermQuery:
        """Return the query with its unknown words widened if no release matches all terms; else the same query."""
        search = self._search
        if search is None or not terms.terms or self._count(terms):
            return terms
        return self._widened.get(terms, lambda: search.widened(terms))

    def relaxed(self, terms: TermQuery) -> TermQuery:
        """Return the relaxed query where too few releases match all terms and more match some; else the same query.

        The decision does not depend on other filters or on the page, so that all pages agree.
        """
        search, minimum = self._search, minimum_hits(terms.terms)
        if search is None or not minimum:
            return terms
        full_matches = self._count(terms)
        if full_matches >= minimum:
            return terms
        relaxed = self._relaxed.get(terms, lambda: search.relaxed(terms))
        return relaxed if self._count(relaxed) > full_matches else terms

    def _count(self, terms: TermQuery) -> int:
        hits = self.hits(terms)
        return len(hits.all) if hits is not None else 0

    def ranked(self, ranking: Ranking, within: Mapping[str, BitMap], count: int) -> Sequence[int]:
        """Return the ordinals of the matching texts, best match first.

        The result has at least ``count`` ordinals if so many texts match, and at most ``REACHABLE``. A larger ``count``
        only adds ordinals at the end, so the pages of one search agree.
        """
        first = self._ranked_to(FIRST_RANKED, ranking, within)
        if count <= FIRST_RANKED or len(first) < FIRST_RANKED:
            return first
        return list(dict.fromkeys([*first, *self._ranked_to(REACHABLE, ranking, within)]))[:REACHABLE]

    def _ranked_to(self, limit: int, ranking: Ranking, within: Mapping[str, BitMap]) -> list[int]:
        if self._search is None:
            return []
        rank = self._search.ranked
        return self._ranked.get(
            (ranking, limit), lambda: rank(ranking.terms, within, reader=ranking.reader, limit=limit)
        )
