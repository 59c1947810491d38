"""Take the items of a listing in: the only part of it that writes, through the desk's deeds."""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from dateline.newsroom.desk import actions
from dateline.newsroom.desk.actions.import_releases import BATCH
from dateline.newsroom.desk.models import NewsroomSettings, Release, ReleasePage
from dateline.newsroom.intake.listing.items import Listing, ListingItem
from dateline.newsroom.intake.listing.names import name_key
from dateline.newsroom.intake.vocabulary import Vocabulary

Progress = Callable[[int, int], None]
"""Told how many items are done, and of how many."""

MAX_KEY = 400
"""Letters of an address that serves as source key; longer ones are digested."""


@dataclass(frozen=True)
class Taken:
    """What became of a listing.

    Attributes:
        new, known: items that came in, and those that were in already.
        numbers: of the new releases, in the order in which they came in: the oldest first.
    """

    new: int
    known: int
    numbers: tuple[int, ...] = ()


def newsroom_zone() -> ZoneInfo:
    """Return the zone of the newsroom, in which days begin."""
    return ZoneInfo(NewsroomSettings.current().time_zone)


def source_key(item: ListingItem, language: str) -> str:
    """Return what an item is known by when it comes again: its address, else its language, day and title.

    The lead is no part of it, because pages cut it now here, now there.
    """
    if item.url.startswith(("http://", "https://")):
        digest = hashlib.sha256(item.url.encode()).hexdigest()
        return item.url if len(item.url) <= MAX_KEY else f"{item.url[:MAX_KEY]}#{digest}"
    digest = hashlib.sha256(name_key(item.title).encode()).hexdigest()[:24]
    return f"listing:{language}:{item.published_on}:{digest}:{item.ordinal}"


def waiting(listing: Listing, language: str, zone: ZoneInfo) -> list[ListingItem]:
    """Return the items that are not in yet, the oldest first; those of one day from the bottom of the page up."""
    oldest_first = list(reversed(listing.items)) if listing.newest_first else list(listing.items)
    keys = {source_key(item, language): item for item in oldest_first}
    there = _known_keys(list(keys))
    alike = _known_titles(oldest_first, language, zone)
    return [
        item
        for key, item in keys.items()
        if key not in there and alike[name_key(item.title), item.published_on] < item.ordinal
    ]


def take_in(listing: Listing, language: str, vocabulary: Vocabulary, *, at: dt.datetime, progress: Progress) -> Taken:
    """Publish the items that are not in yet with their original days; safe to repeat, also after an interruption.

    Every batch is a transaction of its own that holds the log for less than 200 ms (``desk.deeds.public.imports``), so
    what is due in between gets its turn.

    Args:
        listing: parsed.
        language: BCP 47 tag of its texts.
        vocabulary: offices, topics and kinds; what is missing is made and noted there.
        at: the moment, aware, UTC.
        progress: told after every batch.
    """
    zone = newsroom_zone()
    items = waiting(listing, language, zone)
    numbers: list[int] = []
    for start in range(0, len(items), BATCH):
        batch = [_imported(item, language, zone, vocabulary, at=at) for item in items[start : start + BATCH]]
        numbers += [release.number or 0 for release in actions.publish_imported(batch, at=at)]
        progress(min(start + BATCH, len(items)), len(items))
    return Taken(new=len(numbers), known=len(listing.items) - len(items), numbers=tuple(numbers))


def _imported(
    item: ListingItem, language: str, zone: ZoneInfo, vocabulary: Vocabulary, *, at: dt.datetime
) -> actions.Imported:
    offices = [vocabulary.office(office, language, at=at) for office in item.offices]
    text = actions.ImportedText(
        language=language,
        headline=item.title,
        lead=item.lead,
        dateline_places=item.dateline.places if item.dateline else (),
        dateline_on=item.dateline.on if item.dateline else None,
    )
    return actions.Imported(
        source_key=source_key(item, language),
        published_at=_start(item.published_on, zone),
        precision=Release.Precision.DAY,
        texts=(text,),
        kind=vocabulary.kind(item.kind, language, at=at) if item.kind else None,
        lead_office=offices[0] if offices else None,
        offices=tuple(offices[1:]),
        topics=tuple(vocabulary.topic(topic, language, at=at) for topic in item.topics),
    )


def _start(on: dt.date, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(on, dt.time.min, tzinfo=zone).astimezone(dt.UTC)


def _known_keys(keys: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(keys), 500):  # below the number of variables any database takes
        chunk = keys[start : start + 500]
        rows = Release.objects.filter(source_key__in=chunk).values_list("source_key", flat=True)
        found |= {key for key in rows if key}
    return found


def _known_titles(items: Sequence[ListingItem], language: str, zone: ZoneInfo) -> Counter[tuple[str, dt.date]]:
    """Return how often each title and day was taken in before, under whatever key: as text once, as HTML now."""
    days = sorted({item.published_on for item in items})
    known: Counter[tuple[str, dt.date]] = Counter()
    for start in range(0, len(days), 500):
        starts = {_start(on, zone): on for on in days[start : start + 500]}
        rows = ReleasePage.objects.filter(
            language=language, release__source_key__isnull=False, release__published_at__in=list(starts)
        ).values_list("headline", "release__published_at")
        known.update((name_key(headline), starts[published_at]) for headline, published_at in rows)
    return known
