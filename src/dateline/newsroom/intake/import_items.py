"""Import of the items of a listing, through the desk's actions."""

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
from dateline.newsroom.intake.mapping import NameMap
from dateline.text.html import plain_line

Progress = Callable[[int, int], None]
"""Called with the number of items done, and of all."""

MAX_KEY = 400
"""Characters of a URL used as source key; longer ones are cut and get a digest."""


@dataclass(frozen=True)
class ImportOutcome:
    """The outcome of the import of a listing.

    Attributes:
        new, known: number of items imported now, and imported before.
        numbers: of the new releases, the oldest first.
    """

    new: int
    known: int
    numbers: tuple[int, ...] = ()


def newsroom_zone() -> ZoneInfo:
    """Return the time zone of the newsroom."""
    return ZoneInfo(NewsroomSettings.current().time_zone)


def source_key(item: ListingItem, language: str) -> str:
    """Return the key that recognises an item when it is imported again: its URL, else its language, day and title.

    The lead is not part of it, because pages truncate leads differently.
    """
    if item.url.startswith(("http://", "https://")):
        digest = hashlib.sha256(item.url.encode()).hexdigest()
        return item.url if len(item.url) <= MAX_KEY else f"{item.url[:MAX_KEY]}#{digest}"
    digest = hashlib.sha256(name_key(item.title).encode()).hexdigest()[:24]
    return f"listing:{language}:{item.published_on}:{digest}:{item.ordinal}"


def new_items(listing: Listing, language: str, zone: ZoneInfo) -> list[ListingItem]:
    """Return the items that are not imported yet, the oldest first; those of one day from the bottom of the page up."""
    oldest_first = list(reversed(listing.items)) if listing.newest_first else list(listing.items)
    keys = {source_key(item, language): item for item in oldest_first}
    known_keys = _known_keys(list(keys))
    known_titles = _known_titles(oldest_first, language, zone)
    return [
        item
        for key, item in keys.items()
        if key not in known_keys and known_titles[name_key(item.title), item.published_on] < item.ordinal
    ]


def import_items(
    listing: Listing, language: str, names: NameMap, *, at: dt.datetime, progress: Progress
) -> ImportOutcome:
    """Publish the new items of a listing with their original days; safe to repeat, also after an interruption.

    Each batch is a transaction of its own that locks the log for less than 200 ms (``desk.actions.import_releases``),
    so that due publications are not delayed.

    Args:
        listing: parsed.
        language: BCP 47 tag of its texts.
        names: offices, topics and kinds; missing ones are created, and recorded there.
        at: current moment, aware, UTC.
        progress: called after each batch.
    """
    zone = newsroom_zone()
    items = new_items(listing, language, zone)
    numbers: list[int] = []
    for start in range(0, len(items), BATCH):
        batch = [_release(item, language, zone, names, at=at) for item in items[start : start + BATCH]]
        numbers += [release.number or 0 for release in actions.publish_imported(batch, at=at)]
        progress(min(start + BATCH, len(items)), len(items))
    return ImportOutcome(new=len(numbers), known=len(listing.items) - len(items), numbers=tuple(numbers))


def _release(item: ListingItem, language: str, zone: ZoneInfo, names: NameMap, *, at: dt.datetime) -> actions.Imported:
    offices = [names.office(office, language, at=at) for office in item.offices]
    text = actions.ImportedText(
        language=language,
        headline=plain_line(item.title),
        lead=plain_line(item.lead),
        dateline_places=item.dateline.places if item.dateline else (),
        dateline_on=item.dateline.on if item.dateline else None,
    )
    return actions.Imported(
        source_key=source_key(item, language),
        published_at=_start(item.published_on, zone),
        precision=Release.Precision.DAY,
        texts=(text,),
        kind=names.kind(item.kind, language, at=at) if item.kind else None,
        lead_office=offices[0] if offices else None,
        offices=tuple(offices[1:]),
        topics=tuple(names.topic(topic, language, at=at) for topic in item.topics),
    )


def _start(on: dt.date, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(on, dt.time.min, tzinfo=zone).astimezone(dt.UTC)


def _known_keys(keys: Sequence[str]) -> set[str]:
    known: set[str] = set()
    for start in range(0, len(keys), 500):  # below the variables that any database accepts in one statement
        chunk = keys[start : start + 500]
        rows = Release.objects.filter(source_key__in=chunk).values_list("source_key", flat=True)
        known |= {key for key in rows if key}
    return known


def _known_titles(items: Sequence[ListingItem], language: str, zone: ZoneInfo) -> Counter[tuple[str, dt.date]]:
    """Return how often each title and day was imported before under any key, such as from text before HTML."""
    days = sorted({item.published_on for item in items})
    known: Counter[tuple[str, dt.date]] = Counter()
    for start in range(0, len(days), 500):
        starts = {_start(on, zone): on for on in days[start : start + 500]}
        rows = ReleasePage.objects.filter(
            language=language, release__source_key__isnull=False, release__published_at__in=list(starts)
        ).values_list("headline", "release__published_at")
        known.update((name_key(headline), starts[published_at]) for headline, published_at in rows)
    return known
