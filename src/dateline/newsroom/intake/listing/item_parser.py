"""Parsing of found items: into items that can be imported, or rejected ones with the reason."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from dateline.newsroom.intake.listing.items import Fault, ListingItem, RawItem, RejectedItem
from dateline.newsroom.intake.listing.names import name_key, parse_name, split_names
from dateline.text.datelines import find_dateline
from dateline.text.dates import is_ambiguous

MAX_TITLE = 500
"""Letters of a title; a longer one is a paragraph in the place of a title."""


@dataclass(frozen=True)
class KnownNames:
    """Names that a newsroom has already, which help to parse a listing.

    Attributes:
        offices, topics, kinds: names in all languages, former ones included.
        places: cities of the offices, for datelines.
        today: items of a later day are rejected; None accepts any day.
    """

    offices: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    today: dt.date | None = None


def parse_items(
    raws: Sequence[RawItem], language: str, known: KnownNames
) -> tuple[list[ListingItem], list[RejectedItem]]:
    """Return the parsed items and the rejected ones, both in the order given."""
    known = _with_linked_names(raws, known)
    items: list[ListingItem] = []
    rejected: list[RejectedItem] = []
    for raw in raws:
        faults = [*raw.faults, *_faults(raw, known)]
        if faults or raw.on is None:
            in_order = tuple(sorted(set(faults), key=lambda f: (f.line, f.reason)))
            rejected.append(RejectedItem(raw.line, raw.source_lines, in_order))
        else:
            items.append(_item(raw, raw.on, language, known))
    return items, rejected


def with_ordinals(items: Sequence[ListingItem], *, newest_first: bool) -> tuple[ListingItem, ...]:
    """Return items with their ordinals, counted from the oldest, so that new items change none."""
    seen: Counter[tuple[str, dt.date]] = Counter()
    numbered = []
    for item in reversed(items) if newest_first else items:
        key = (name_key(item.title), item.published_on)
        seen[key] += 1
        numbered.append(replace(item, ordinal=seen[key]))
    return tuple(reversed(numbered) if newest_first else numbered)


def is_newest_first(items: Sequence[ListingItem]) -> bool:
    """Return whether items run from the newest to the oldest; True unless most of their days rise."""
    steps = [(a.published_on, b.published_on) for a, b in pairwise(items)]
    return sum(a < b for a, b in steps) <= sum(a > b for a, b in steps)


def _with_linked_names(raws: Sequence[RawItem], known: KnownNames) -> KnownNames:
    """Return the known names and those that stand in links of their own, whose commas are certain."""
    linked = {key: {n for raw in raws for n in raw.values.get(key, ("", 0, ()))[2]} for key in ("offices", "topics")}
    return replace(known, offices=known.offices | linked["offices"], topics=known.topics | linked["topics"])


def _faults(raw: RawItem, known: KnownNames) -> list[Fault]:
    faults = []
    if not raw.title:
        faults.append(Fault(raw.line, "it has no title"))
    elif len(raw.title) > MAX_TITLE:
        faults.append(Fault(raw.line, f"its title has {len(raw.title)} letters; at most {MAX_TITLE} are allowed"))
    if not raw.written_date:
        faults.append(Fault(raw.date_line, "it has no publishing date"))
    elif raw.on is None and is_ambiguous(raw.written_date):
        way = "import it again with --day-first or --month-first"
        faults.append(Fault(raw.date_line, f"the publishing date “{raw.written_date[:60]}” can be two days; {way}"))
    elif raw.on is None:
        faults.append(Fault(raw.date_line, f"the publishing date “{raw.written_date[:60]}” cannot be understood"))
    elif known.today is not None and raw.on > known.today:
        faults.append(Fault(raw.date_line, f"the publishing date “{raw.written_date[:60]}” has not come yet"))
    return faults


def _item(raw: RawItem, on: dt.date, language: str, known: KnownNames) -> ListingItem:
    kind = raw.values.get("kind", ("", 0, ()))[0]
    offices, topics = raw.values.get("offices", ("", 0, ())), raw.values.get("topics", ("", 0, ()))
    dateline = find_dateline(raw.summary, language, published_on=on, known_places=known.places)
    return ListingItem(
        line=raw.line,
        until_line=raw.until_line,
        title=raw.title,
        published_on=on,
        kind=parse_name(kind) if kind else None,
        offices=split_names(offices[0], known.offices, offices[2]),
        topics=split_names(topics[0], known.topics, topics[2]),
        summary=raw.summary,
        lead=dateline.rest if dateline else raw.summary,
        url=raw.url,
        dateline=dateline,
    )
