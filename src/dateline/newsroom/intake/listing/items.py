"""Parsed items of a listing, and what could not be understood of it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dateline.text.datelines import FoundDateline


@dataclass(frozen=True)
class Named:
    """An office, topic or kind as a listing names it; ``closed``: the name ended in "(closed)"."""

    name: str
    closed: bool = False


@dataclass(frozen=True)
class Fault:
    """What could not be understood: the line (0 for the whole source) and the reason, as a sentence without stop."""

    line: int
    reason: str


@dataclass(frozen=True)
class ListingItem:
    """An item of a listing, understood.

    Attributes:
        line, until_line: first and last line in the source, from 1.
        kind: as written; empty where the listing says none.
        offices: the first one leads; may be empty.
        summary: as written, the dateline included.
        lead: the summary without its dateline.
        url: absolute where the source says its own address, else as written; empty for none.
        ordinal: 1, or more for a further item of the same title and day, counted from the oldest.
    """

    line: int
    until_line: int
    title: str
    published_on: dt.date
    kind: Named | None = None
    offices: tuple[Named, ...] = ()
    topics: tuple[Named, ...] = ()
    summary: str = ""
    lead: str = ""
    url: str = ""
    dateline: FoundDateline | None = None
    ordinal: int = 1


@dataclass(frozen=True)
class AsideItem:
    """An item that is kept aside: its lines as they stood, and what is wrong with them; at least one fault."""

    line: int
    lines: tuple[str, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Listing:
    """A source, read.

    Attributes:
        items: in the order of the page.
        aside: in the order of the page.
        remarks: what should be known and stops nothing, such as how ``2/10/2026`` was read.
        newest_first: whether the page begins with the newest item, as lists do.
    """

    name: str
    items: tuple[ListingItem, ...] = ()
    aside: tuple[AsideItem, ...] = ()
    remarks: tuple[str, ...] = ()
    newest_first: bool = True


@dataclass(frozen=True)
class RawItem:
    """An item as found, not yet understood.

    Attributes:
        title: empty where there is none.
        when: the day as written; ``on`` where it was understood.
        values: labelled fields: meaning to (value, line, names that stood in links of their own).
        raw: its lines as they stood.
    """

    line: int
    until_line: int
    title: str
    summary: str
    when: str
    on: dt.date | None
    when_line: int
    values: dict[str, tuple[str, int, tuple[str, ...]]] = field(default_factory=dict)
    url: str = ""
    raw: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()

    def with_raw(self, lines: Sequence[str]) -> "RawItem":
        """Return the item with other lines to keep aside."""
        return replace(self, raw=tuple(lines))


def canonical_lines(raw: RawItem) -> list[str]:
    """Return an item in the labelled form, as text that can be mended and taken in again."""
    labelled = (("Content type", "kind"), ("Where we are", "offices"), ("What we do", "topics"))
    values = [
        f"{label}: {'; '.join(raw.values[key][2]) or raw.values[key][0]}"
        for label, key in labelled
        if key in raw.values
    ]
    address = [f"URL: {raw.url}"] if raw.url else []
    return [
        raw.title or "(no title)",
        f"Publishing date: {raw.when or '?'}",
        *values,
        *address,
        *filter(None, [raw.summary]),
    ]
