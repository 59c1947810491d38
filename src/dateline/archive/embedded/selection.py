"""Selections: the releases that match a filter, and their facet counts."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property

from pyroaring import BitMap

from dateline.archive.embedded.listing import FACETS, Listing
from dateline.archive.embedded.search.text_search import TextHits
from dateline.archive.embedded.text_records import microseconds
from dateline.archive.embedded.vocabulary import Vocabulary
from dateline.archive.matching import zone_of
from dateline.archive.port import Count, Facets
from dateline.archive.query import Filter
from dateline.archive.search_terms import Day
from dateline.storage.shared_cache import SharedCache
from dateline.text.languages import is_within

_DAYS = "days"
CACHED_COUNTS = 1_000  # counts of one facet within values of another one; a generation has a few thousand


class FacetValues:
    """The bitmaps of a listing with those of topics widened: a topic includes its descendants."""

    def __init__(self, listing: Listing, vocabulary: Vocabulary) -> None:
        self.listing = listing
        self.pairs: SharedCache[tuple[str, str, tuple[str, ...]], tuple[Count, ...]] = SharedCache(CACHED_COUNTS)
        self._descendants = vocabulary.descendants
        self._zone = zone_of(vocabulary.newsroom)

    @cached_property
    def all(self) -> Mapping[str, Mapping[str, BitMap]]:
        """Ordinals by value and facet, without empty ones."""
        own = self.listing.bitmaps["topics"]
        topics = {}
        for slug in own.keys() | self._descendants.keys():
            parts = [own[below] for below in self._descendants.get(slug, (slug,)) if below in own]
            if parts:
                topics[slug] = BitMap.union(*parts) if len(parts) > 1 else parts[0]
        return {**self.listing.bitmaps, "topics": topics}

    @cached_property
    def totals(self) -> Mapping[str, tuple[Count, ...]]:
        """Counts by facet, without any filter."""
        return {facet: _counts({v: len(b) for v, b in self.all[facet].items()}) for facet in FACETS}

    def days(self, filter_: Filter) -> BitMap | None:
        """Return the ordinals of the releases published on the days of a filter; None for a filter without days."""
        if filter_.from_on is None and filter_.until_on is None:
            return None
        start, end = 0, len(self.listing)
        if filter_.from_on is not None:
            start = self.listing.since(self._midnight(filter_.from_on))
        if filter_.until_on is not None and filter_.until_on < dt.date.max:
            end = self.listing.since(self._midnight(filter_.until_on + dt.timedelta(days=1)))
        return BitMap(range(start, max(start, end)))

    def moments(self, day: Day) -> list[tuple[int, int]]:
        """Return (first moment, last moment) of a day in the newsroom's time zone.

        A day without a year gives one pair for each year of the archive; one without month and day (both 0) gives the
        whole year. A day that does not exist, such as 31 June, gives nothing.
        """
        if not len(self.listing):
            return []
        first, last = (dt.datetime.fromtimestamp(self.listing.moments[at] / 1e6, dt.UTC).year for at in (0, -1))
        years = [day.year] if day.year else range(first - 1, last + 2)
        return [span for year in years for span in self._span(year, day.month, day.day)]

    def _span(self, year: int, month: int, day: int) -> Iterator[tuple[int, int]]:
        with suppress(ValueError):
            first, last = dt.date(year, month or 1, day or 1), dt.date(year, month or 12, day or 31)
            yield self._midnight(first), self._midnight(last + dt.timedelta(days=1)) - 1

    def _midnight(self, day: dt.date) -> int:
        if not dt.date(1, 1, 3) < day < dt.date(9999, 12, 30):  # the day in UTC would be out of range
            return microseconds(dt.datetime.combine(day, dt.time(), dt.UTC))
        return microseconds(dt.datetime.combine(day, dt.time(), self._zone).astimezone(dt.UTC))


class Selection:
    """The releases that match one filter.

    Args:
        values: of the generation.
        filter_: the filter; its words are ignored.
        hits: the texts that match its words; None for a filter without words.
    """

    def __init__(self, values: FacetValues, filter_: Filter, hits: TextHits | None) -> None:
        self._values = values
        self._hits = hits
        self.filter = filter_
        self._parts: dict[str, BitMap] = {}
        for facet in ("kinds", "offices", "topics"):
            self._narrow(facet, getattr(filter_, facet), values.all[facet])
        by_language = hits.by_language if hits else values.all["languages"]
        varieties = tuple(tag for tag in by_language if is_within(tag, filter_.languages))
        self._narrow("languages", varieties or filter_.languages, by_language)
        if hits and not filter_.languages:
            self._parts["languages"] = hits.all
        days = values.days(filter_)
        if days is not None:
            self._parts[_DAYS] = days

    def _narrow(self, facet: str, chosen: tuple[str, ...], values: Mapping[str, BitMap]) -> None:
        parts = [values[value] for value in chosen if value in values]
        if chosen:
            self._parts[facet] = BitMap.union(*parts) if parts else BitMap()

    @cached_property
    def ordinals(self) -> BitMap | None:
        """The matching releases; None for all."""
        return _intersection(self._parts.values())

    def __len__(self) -> int:
        return len(self._values.listing) if self.ordinals is None else len(self.ordinals)

    def newest(self, start: int, size: int) -> list[int]:
        """Return the ordinals of a page by date, newest first; empty past the end."""
        end = len(self) - start
        low = max(0, end - size)
        if end <= 0:
            return []
        if self.ordinals is None:
            return list(range(end - 1, low - 1, -1))
        return list(self.ordinals[low:end])[::-1]

    def by_language(self) -> Mapping[str, BitMap]:
        """Return the matching releases by the language of the text with the words; empty without words."""
        if self._hits is None:
            return {}
        return {
            language: bitmap if self.ordinals is None else bitmap & self.ordinals
            for language, bitmap in self._hits.by_language.items()
            if not self.filter.languages or is_within(language, self.filter.languages)
        }

    def facets(self) -> Facets:
        """Return the counts of every facet, each ignoring the filter on its own facet."""
        return Facets(**{facet: self._counts(facet) for facet in FACETS})

    def _counts(self, facet: str) -> tuple[Count, ...]:
        others = [name for name in self._parts if name != facet]
        if self._hits is None and not others:
            return self._values.totals[facet]
        if self._hits is None and len(others) == 1 and others[0] != _DAYS:
            within = others[0]
            key = (facet, within, tuple(sorted(getattr(self.filter, within))))
            return self._values.pairs.get(key, lambda: self._count(facet, others))
        return self._count(facet, others)

    def _count(self, facet: str, others: list[str]) -> tuple[Count, ...]:
        values = self._values.all[facet]
        if facet == "languages" and self._hits is not None:
            values = self._hits.by_language
        whole = len(others) == len(self._parts)
        base = self.ordinals if whole else _intersection(self._parts[name] for name in others)
        if base is None:
            return _counts({value: len(bitmap) for value, bitmap in values.items()})
        return _counts({value: base.intersection_cardinality(bitmap) for value, bitmap in values.items()})


def _intersection(parts: Iterable[BitMap]) -> BitMap | None:
    ordered = sorted(parts, key=len)
    if not ordered:
        return None
    return ordered[0] if len(ordered) == 1 else BitMap.intersection(*ordered)


def _counts(counted: Mapping[str, int]) -> tuple[Count, ...]:
    pairs = sorted((-count, value) for value, count in counted.items() if count)
    return tuple(Count(value, -count) for count, value in pairs)
