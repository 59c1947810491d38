"""From items as found to items understood, or kept aside with the reason."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from dateline.newsroom.intake.listing.items import AsideItem, Fault, ListingItem, RawItem
from dateline.newsroom.intake.listing.names import name_key, named, split_names
from dateline.text.datelines import find_dateline

MAX_TITLE = 500
"""Letters of a headline; a longer one is a paragraph that stands where a title should."""


@dataclass(frozen=True)
class Known:
    """What a newsroom has already, so that a listing is read in its light.

    Attributes:
        offices, topics, kinds: names in all languages and of all times.
        places: cities of the offices, for datelines.
        today: items of a later day are kept aside; None to take any.
    """

    offices: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    today: dt.date | None = None


def understand(raws: Sequence[RawItem], language: str, known: Known) -> tuple[list[ListingItem], list[AsideItem]]:
    """Return the items that are understood and those kept aside, both in the order given."""
    known = _with_names_alone(raws, known)
    items: list[ListingItem] = []
    aside: list[AsideItem] = []
    for raw in raws:
        faults = [*raw.faults, *_faults(raw, known)]
        if faults or raw.on is None:
            aside.append(AsideItem(raw.line, raw.raw, tuple(sorted(set(faults), key=lambda f: (f.line, f.reason)))))
        else:
            items.append(_item(raw, raw.on, language, known))
    return items, aside


def numbered(items: Sequence[ListingItem], *, newest_first: bool) -> tuple[ListingItem, ...]:
    """Return items with the ordinals of those alike (title, day), from the oldest, so that growth changes none."""
    seen: Counter[tuple[str, dt.date]] = Counter()
    made = []
    for item in reversed(items) if newest_first else items:
        alike = (name_key(item.title), item.published_on)
        seen[alike] += 1
        made.append(replace(item, ordinal=seen[alike]))
    return tuple(reversed(made) if newest_first else made)


def is_newest_first(items: Sequence[ListingItem]) -> bool:
    """Tell whether items run from the newest to the oldest, as a list of news does unless its days climb."""
    steps = [(a.published_on, b.published_on) for a, b in pairwise(items)]
    return sum(a < b for a, b in steps) <= sum(a > b for a, b in steps)


def _with_names_alone(raws: Sequence[RawItem], known: Known) -> Known:
    """Return what is known with the names that stand in links of their own: they prove their commas."""
    given = {key: {n for raw in raws for n in raw.values.get(key, ("", 0, ()))[2]} for key in ("offices", "topics")}
    return replace(known, offices=known.offices | given["offices"], topics=known.topics | given["topics"])


def _faults(raw: RawItem, known: Known) -> list[Fault]:
    faults = []
    if not raw.title:
        faults.append(Fault(raw.line, "it has no title"))
    elif len(raw.title) > MAX_TITLE:
        faults.append(Fault(raw.line, f"its title has {len(raw.title)} letters; {MAX_TITLE} are the most"))
    if not raw.when:
        faults.append(Fault(raw.when_line, "it has no publishing date"))
    elif raw.on is None:
        faults.append(Fault(raw.when_line, f"the publishing date “{raw.when[:60]}” cannot be understood"))
    elif known.today is not None and raw.on > known.today:
        faults.append(Fault(raw.when_line, f"the publishing date “{raw.when[:60]}” has not come yet"))
    return faults


def _item(raw: RawItem, on: dt.date, language: str, known: Known) -> ListingItem:
    kind = raw.values.get("kind", ("", 0, ()))[0]
    offices, topics = raw.values.get("offices", ("", 0, ())), raw.values.get("topics", ("", 0, ()))
    dateline = find_dateline(raw.summary, language, published_on=on, known_places=known.places)
    return ListingItem(
        line=raw.line,
        until_line=raw.until_line,
        title=raw.title,
        published_on=on,
        kind=named(kind) if kind else None,
        offices=split_names(offices[0], known.offices, offices[2]),
        topics=split_names(topics[0], known.topics, topics[2]),
        summary=raw.summary,
        lead=dateline.rest if dateline else raw.summary,
        url=raw.url,
        dateline=dateline,
    )
