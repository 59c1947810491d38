"""Items of a listing: as found, as parsed, and as rejected."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dateline.text.datelines import FoundDateline


@dataclass(frozen=True)
class NamedTerm:
    """The name of an office, topic or kind in a listing; ``closed`` where it ended in "(closed)"."""

    name: str
    closed: bool = False


@dataclass(frozen=True)
class Fault:
    """Why an item is rejected: its line (0 for the whole source), and the reason as a sentence without full stop."""

    line: int
    reason: str


@dataclass(frozen=True)
class ListingItem:
    """A parsed item of a listing.

    Attributes:
        line, until_line: first and last line in the source, from 1.
        kind: as written; None where the listing names none.
        offices: the lead office first; may be empty.
        summary: as written, including the dateline.
        lead: the summary without its dateline.
        url: absolute where the address of the source is known, else as written; empty without one.
        ordinal: from 1, among items of the same title and day, the oldest first.
    """

    line: int
    until_line: int
    title: str
    published_on: dt.date
    kind: NamedTerm | None = None
    offices: tuple[NamedTerm, ...] = ()
    topics: tuple[NamedTerm, ...] = ()
    summary: str = ""
    lead: str = ""
    url: str = ""
    dateline: FoundDateline | None = None
    ordinal: int = 1


@dataclass(frozen=True)
class RejectedItem:
    """An item that cannot be imported: its lines as they stood, and at least one fault."""

    line: int
    lines: tuple[str, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Listing:
    """A parsed source.

    Attributes:
        items: in the order of the page.
        rejected: in the order of the page.
        remarks: notes for the user that stop nothing, such as how ``2/10/2026`` was read.
        newest_first: whether the page begins with the newest item, as lists do.
    """

    name: str
    items: tuple[ListingItem, ...] = ()
    rejected: tuple[RejectedItem, ...] = ()
    remarks: tuple[str, ...] = ()
    newest_first: bool = True


@dataclass(frozen=True)
class RawItem:
    """An item as found, not yet parsed.

    Attributes:
        title: empty without one.
        written_date: as it stands there; ``on`` is the day where it was understood.
        values: labelled fields by meaning: (value, line, names that stood in links of their own).
        source_lines: its lines as they stood.
    """

    line: int
    until_line: int
    title: str
    summary: str
    written_date: str
    on: dt.date | None
    date_line: int
    values: dict[str, tuple[str, int, tuple[str, ...]]] = field(default_factory=dict)
    url: str = ""
    source_lines: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()

    def with_source_lines(self, lines: Sequence[str]) -> "RawItem":
        """Return the item with other source lines."""
        return replace(self, source_lines=tuple(lines))


def canonical_lines(raw: RawItem) -> list[str]:
    """Return an item as lines with labels, which a person can correct and import again."""
    labelled = (("Content type", "kind"), ("Where we are", "offices"), ("What we do", "topics"))
    values = [
        f"{label}: {'; '.join(raw.values[key][2]) or raw.values[key][0]}"
        for label, key in labelled
        if key in raw.values
    ]
    address = [f"URL: {raw.url}"] if raw.url else []
    return [
        raw.title or "(no title)",
        f"Publishing date: {raw.written_date or '?'}",
        *values,
        *address,
        *filter(None, [raw.summary]),
    ]
