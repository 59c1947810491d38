"""What an entry about a release means to receivers, read once."""

from collections.abc import Collection, Mapping

import msgspec

from dateline.archive.port import Archive
from dateline.editions import entry as entries
from dateline.editions.edition import Edition
from dateline.editions.entry import Entry, Record
from dateline.editions.newsroom import Notice, Topic


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """An entry about a release.

    Attributes:
        edition: its words; None where the change takes them away, or they went away later.
        archive: a generation that holds the entry, and may hold later ones.
    """

    entry: Entry
    edition: Edition | None
    archive: Archive


def told_of(record: Record, archive: Archive) -> Told | None:
    """Return what a record tells receivers; None where it is not about a release."""
    if record.entry.subject.kind != "release":
        return None
    said = entries.words(record)
    return Told(entry=record.entry, edition=said if isinstance(said, Edition) else None, archive=archive)


def notice_of(record: Record) -> Notice | None:
    """Return the public notice of a record; None where there is none."""
    return entries.notice(record)


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Slugs of facets; empty for all. A topic stands for its descendants too."""

    offices: Collection[str] = ()
    topics: Collection[str] = ()
    kinds: Collection[str] = ()


def carries(edition: Edition, wanted: Wanted, tree: Mapping[str, Topic]) -> bool:
    """Say whether an edition carries one value of each facet that is named.

    Args:
        edition: frozen; what it carries is what it was published with.
        wanted: the values.
        tree: all topics by slug.
    """
    own_topics = {above for ref in edition.topics for above in lineage(ref.slug, tree)}
    return (
        (not wanted.offices or any(ref.slug in wanted.offices for ref in edition.offices))
        and (not wanted.topics or not own_topics.isdisjoint(wanted.topics))
        and (not wanted.kinds or (edition.kind is not None and edition.kind.slug in wanted.kinds))
    )


def lineage(slug: str, tree: Mapping[str, Topic]) -> list[str]:
    """Return a topic and those above it, from below; a circle ends where it would begin again."""
    found: list[str] = []
    while slug and slug not in found:
        found.append(slug)
        slug = tree[slug].parent if slug in tree else ""
    return found
