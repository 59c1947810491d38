"""What is looked for and found in one generation for the words of a filter; remembered for who turns the page."""

from collections.abc import Mapping, Sequence

import msgspec
from pyroaring import BitMap

from dateline.archive.embedded.answering.memory import LruCache
from dateline.archive.embedded.answering.text_search import TextHits, TextSearch
from dateline.archive.query import Filter
from dateline.archive.search_terms import TermQuery, minimum_hits, parse_terms

REACHABLE = 1_000
"""Ranked hits that can be paged to."""

FIRST = 100  # of them are ranked for who asks for no more: a quarter of the work
ASKED = 64  # queries for words whose hits are remembered; a million hits take 125 KB


class Ranking(msgspec.Struct, frozen=True):
    """What an order by relevance depends on besides the generation."""

    filter: Filter
    sought: TermQuery
    reader: str


class SearchCache:
    """The searches of one generation; ``finder`` is None where there is nothing to be found."""

    def __init__(self, finder: TextSearch | None) -> None:
        self._finder = finder
        self._found: LruCache[TermQuery, TextHits] = LruCache(ASKED)
        self._relaxed: LruCache[TermQuery, TermQuery] = LruCache(ASKED)
        self._ranked: LruCache[tuple[Ranking, int], list[int]] = LruCache(ASKED)

    def found(self, sought: TermQuery | None) -> TextHits | None:
        """Return the hits; None where nothing is sought."""
        finder = self._finder
        if sought is None or finder is None:
            return None if sought is None else TextHits({}, BitMap())
        return self._found.get(sought, lambda: finder.find(sought))

    def relaxed(self, sought: TermQuery) -> TermQuery:
        """Return the same, or less where not enough releases hold all, and more of them hold some.

        It does not depend on other filters, nor on the page, so that all pages agree.
        """
        finder, least = self._finder, minimum_hits(sought.terms)
        if finder is None or not least:
            return sought
        whole = self._count(sought)
        if whole >= least:
            return sought
        eased = self._relaxed.get(sought, lambda: finder.relaxed(sought.terms))
        return eased if self._count(eased) > whole else sought

    def _count(self, sought: TermQuery) -> int:
        found = self.found(sought)
        return len(found.all) if found is not None else 0

    def ranked(self, ranking: Ranking, within: Mapping[str, BitMap], reached: int) -> Sequence[int]:
        """Return ordinals, the best first, so many of them at least where there are.

        What stands first does not depend on how many are asked for.
        """
        first = self._ranked_to(FIRST, ranking, within)
        if reached <= FIRST or len(first) < FIRST:
            return first
        return list(dict.fromkeys([*first, *self._ranked_to(REACHABLE, ranking, within)]))[:REACHABLE]

    def _ranked_to(self, limit: int, ranking: Ranking, within: Mapping[str, BitMap]) -> list[int]:
        if self._finder is None:
            return []
        find = self._finder.ranked
        return self._ranked.get(
            (ranking, limit), lambda: find(ranking.sought, within, reader=ranking.reader, limit=limit)
        )


def term_query_of(filter_: Filter) -> TermQuery | None:
    """Return what a filter's words look for: all of them; None where none were typed."""
    if not filter_.words.strip():
        return None
    terms = parse_terms(filter_.words)
    return TermQuery(terms, len(terms))
