"""The listing: all public releases in the order of publication, and a bitmap for each value of each facet.

An ordinal is a release's rank by (published_at, number); the oldest release has 0. A listing is immutable: ``changed``
returns another one that shares the unchanged bitmaps.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping

import msgspec
import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

FACETS = ("kinds", "offices", "topics", "languages")

Ordinals = NDArray[np.int64]

_ByNumber = tuple[NDArray[np.uint32], Ordinals]
"""All numbers, ascending, and the ordinal of each."""


class Row(msgspec.Struct, frozen=True, array_like=True):
    """A public release as the listing indexes it.

    Attributes:
        moment: ``published_at`` in microseconds since 1970, UTC.
        kinds: one slug, or none.
        topics: slugs as assigned; broader topics are not added.
        languages: tags of its public texts, at least one.
    """

    number: int
    moment: int
    kinds: tuple[str, ...]
    offices: tuple[str, ...]
    topics: tuple[str, ...]
    languages: tuple[str, ...]


class Listing:
    """One state of the listing, oldest release first."""

    def __init__(
        self, numbers: NDArray[np.uint32], moments: NDArray[np.int64], bitmaps: Mapping[str, Mapping[str, BitMap]]
    ) -> None:
        self.numbers = numbers
        self.moments = moments
        self.bitmaps = bitmaps
        self._by_number: _ByNumber | None = None

    @classmethod
    def empty(cls) -> "Listing":
        """Return a listing without releases."""
        return cls(np.empty(0, np.uint32), np.empty(0, np.int64), {facet: {} for facet in FACETS})

    def __len__(self) -> int:
        return len(self.numbers)

    def _sorted(self) -> "_ByNumber":
        if self._by_number is None:
            order = np.argsort(self.numbers, kind="stable")  # numbers mostly follow the order of time already
            self._by_number = (self.numbers[order], order)
        return self._by_number

    def by_number(self, from_number: int) -> Iterator[int]:
        """Yield ordinals in the order of their release numbers, starting at a number."""
        known, order = self._sorted()
        return (int(order[place]) for place in range(int(np.searchsorted(known, from_number)), len(known)))

    def ordinals(self, numbers: NDArray[np.uint32]) -> Ordinals:
        """Return the ordinal of each number; -1 where the release is not public."""
        if not len(self):
            return np.full(len(numbers), -1, np.int64)
        known, order = self._sorted()
        places = np.minimum(np.searchsorted(known, numbers), len(known) - 1)
        return np.where(known[places] == numbers, order[places], -1)

    def ordinal(self, number: int) -> int | None:
        """Return the ordinal of a release; None where it is not public."""
        if not 0 < number < 1 << 32:
            return None
        ordinal = int(self.ordinals(np.array([number], np.uint32))[0])
        return None if ordinal < 0 else ordinal

    def at(self, ordinal: int) -> int:
        """Return the number of the release at an ordinal."""
        return int(self.numbers[ordinal])

    def values(self, facet: str, ordinal: int) -> list[str]:
        """Return the values of a release in a facet, in no particular order."""
        return [value for value, bitmap in self.bitmaps[facet].items() if ordinal in bitmap]

    def since(self, moment: int) -> int:
        """Return the ordinal of the first release published at or after a moment in microseconds."""
        return int(np.searchsorted(self.moments, np.int64(moment)))

    def related(self, ordinal: int, limit: int) -> list[int]:
        """Return other releases that share topics or offices with one, most shared first, then newest first."""
        shared = [
            bitmap for facet in ("topics", "offices") for bitmap in self.bitmaps[facet].values() if ordinal in bitmap
        ]
        sharing: list[BitMap] = []  # sharing[n]: releases that share more than n topics or offices with this one
        for bitmap in shared:
            sharing.append(BitMap())
            for degree in range(len(sharing) - 1, 0, -1):
                sharing[degree] = sharing[degree] | (sharing[degree - 1] & bitmap)
            sharing[0] = sharing[0] | bitmap
        related: list[int] = []
        seen = BitMap([ordinal])
        for releases in reversed(sharing):
            new = releases - seen
            related += list(new[max(0, len(new) - limit) :])[::-1]
            seen = seen | releases
            if len(related) >= limit:
                break
        return related[:limit]

    def grown(
        self, numbers: NDArray[np.uint32], moments: NDArray[np.int64], bitmaps: Mapping[str, Mapping[str, BitMap]]
    ) -> "Listing":
        """Return a listing that begins with all releases of this one, at the same ordinals.

        It reuses the sorted numbers, because sorting a million takes longer than everything else.
        """
        grown = Listing(numbers, moments, bitmaps)
        if self._by_number is None or numbers is self.numbers:
            grown._by_number = self._by_number
            return grown
        known, order = self._by_number
        fresh = np.arange(len(self), len(numbers), dtype=np.int64)
        fresh = fresh[np.argsort(numbers[fresh])]
        places = np.searchsorted(known, numbers[fresh])
        grown._by_number = np.insert(known, places, numbers[fresh]), np.insert(order, places, fresh)
        return grown

    def changed(self, rows: Mapping[int, Row | None]) -> "Listing":
        """Return the listing with new rows by release number; None for a release that is not public any more."""
        return _Change(self, rows).apply()


def to_bitmap(ordinals: NDArray[np.integer]) -> BitMap:
    """Return a bitmap of ordinals, converted through an array, which takes an eighth of the time."""
    return BitMap(array("I", ordinals.astype(np.uint32).tobytes()))


class _Change:
    """The step from a listing to the next: clear changed releases, renumber shifted ordinals, set new values."""

    def __init__(self, before: Listing, rows: Mapping[int, Row | None]) -> None:
        self.before = before
        self.bitmaps: dict[str, dict[str, BitMap]] = {facet: dict(before.bitmaps[facet]) for facet in FACETS}
        touched = {number: place for number in rows if (place := before.ordinal(number)) is not None}
        self.staying = {
            number: place
            for number, place in touched.items()
            if (row := rows[number]) is not None and row.moment == before.moments[place]
        }
        self.leaving = np.array(sorted(set(touched.values()) - set(self.staying.values())), np.int64)
        self.arriving = sorted(
            (row for number, row in rows.items() if row is not None and number not in self.staying),
            key=lambda row: (row.moment, row.number),
        )
        self.touched = BitMap(touched.values())
        self.rows = rows

    def apply(self) -> Listing:
        numbers, moments = self.before.numbers, self.before.moments
        if len(self.leaving):
            numbers, moments = np.delete(numbers, self.leaving), np.delete(moments, self.leaving)
        places = _places(numbers, moments, self.arriving)
        self._clear()
        shifts = len(self.leaving) or np.any(places < len(numbers))  # rare: most changes append
        if shifts:
            self._renumber(places)
        arrived = {
            row.number: int(place) + index for index, (row, place) in enumerate(zip(self.arriving, places, strict=True))
        }
        for number, place in self.staying.items():
            remaining = place - int(np.searchsorted(self.leaving, place))
            arrived[number] = remaining + int(np.searchsorted(places, remaining, "right"))
        self._set(arrived)
        if self.arriving:
            numbers = np.insert(numbers, places, np.array([row.number for row in self.arriving], np.uint32))
            moments = np.insert(moments, places, np.array([row.moment for row in self.arriving], np.int64))
        return (Listing if shifts else self.before.grown)(numbers, moments, self.bitmaps)

    def _clear(self) -> None:
        for values in self.bitmaps.values() if self.touched else ():
            for value, bitmap in list(values.items()):
                if bitmap.intersect(self.touched):
                    values[value] = bitmap - self.touched
                    if not values[value]:
                        del values[value]

    def _renumber(self, places: Ordinals) -> None:
        """Renumber all ordinals from the first one that changes."""
        size = len(self.before)
        old = np.delete(np.arange(size, dtype=np.int64), self.leaving)
        moved = np.arange(len(old)) + np.searchsorted(places, np.arange(len(old)), "right")
        shifted = np.flatnonzero(moved != old)
        if not len(shifted):
            return
        first = int(old[shifted[0]])
        new_of = np.full(size, -1, np.int64)
        new_of[old] = moved
        above = BitMap(range(first, size))
        for values in self.bitmaps.values():
            for value, bitmap in list(values.items()):
                high = bitmap & above
                if high:
                    values[value] = (bitmap - above) | to_bitmap(new_of[np.frombuffer(high.to_array(), np.uint32)])

    def _set(self, ordinals: Mapping[int, int]) -> None:
        added: dict[tuple[str, str], list[int]] = {}
        for number, ordinal in ordinals.items():
            row = self.rows[number]
            for facet in FACETS:
                for value in getattr(row, facet):
                    added.setdefault((facet, value), []).append(ordinal)
        for (facet, value), new in added.items():
            self.bitmaps[facet][value] = self.bitmaps[facet].get(value, BitMap()) | BitMap(new)


def _places(numbers: NDArray[np.uint32], moments: NDArray[np.int64], arriving: Iterable[Row]) -> Ordinals:
    """Return the position among the remaining releases before which each arriving one is inserted."""
    places = []
    for row in arriving:
        low, high = (int(np.searchsorted(moments, np.int64(row.moment), side)) for side in ("left", "right"))
        places.append(low + int(np.searchsorted(numbers[low:high], np.uint32(row.number))))
    return np.array(places, np.int64)
