"""Matches a single edition against a filter, by the same rule as lists."""

import datetime as dt
from collections.abc import Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateline.archive.port import Vocabularies
from dateline.archive.query import Filter
from dateline.editions.edition import Edition
from dateline.editions.newsroom import Newsroom, Topic
from dateline.text.languages import is_within


def matches(filter_: Filter, edition: Edition, vocabularies: Vocabularies) -> bool:
    """Return whether an edition has one value of each facet of a filter and was published on one of its days.

    The words of the filter are ignored, because they need the index of the archive: use ``Archive.filter_items``.

    Args:
        filter_: without facets and days it matches everything.
        edition: matched by the offices, topics and kind that it was published with.
        vocabularies: present topics and time zone. A topic of the filter includes its descendants.
    """
    topics = [slug for topic in edition.topics for slug in with_ancestors(topic.slug, vocabularies.topics)]
    facets = (
        (filter_.kinds, [edition.kind.slug] if edition.kind else []),
        (filter_.offices, [office.slug for office in edition.offices]),
        (filter_.topics, topics),
    )
    if filter_.languages and not is_within(edition.language, filter_.languages):
        return False
    if any(values and set(values).isdisjoint(own) for values, own in facets):
        return False
    day = edition.published_at.astimezone(zone_of(vocabularies.newsroom)).date()
    return (filter_.from_on or day) <= day <= (filter_.until_on or day)


def with_ancestors(slug: str, topics: Mapping[str, Topic]) -> list[str]:
    """Return a topic and the topics above it, nearest first. A cycle of parents is followed once.

    Args:
        slug: of a topic, known or not.
        topics: all topics by slug.
    """
    lineage: list[str] = []
    while slug and slug not in lineage:
        lineage.append(slug)
        slug = topics[slug].parent if slug in topics else ""
    return lineage


def zone_of(newsroom: Newsroom | None) -> dt.tzinfo:
    """Return the time zone in which days of publication are counted; UTC where it is unknown."""
    try:
        return ZoneInfo(newsroom.time_zone) if newsroom else dt.UTC
    except (ZoneInfoNotFoundError, ValueError):
        return dt.UTC
