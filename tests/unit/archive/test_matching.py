import datetime as dt

import pytest

from dateline.archive.matching import matches, with_ancestors
from dateline.archive.query import Filter
from tests.support.archives.naive import NaiveArchive
from tests.support.editions import Log, a_newsroom, a_topic, an_edition, refs


def vocabularies(time_zone="UTC"):
    log = Log()
    log.set(
        a_newsroom(time_zone=time_zone),
        a_topic("security"),
        a_topic("policing", parent="security"),
        a_topic("loop", parent="pool"),
        a_topic("pool", parent="loop"),
    )
    return NaiveArchive(log.records)


@pytest.mark.parametrize(
    ("filter_", "expected"),
    [
        ({}, True),
        ({"offices": ("mission",)}, True),
        ({"offices": ("other",)}, False),
        ({"offices": ("other", "mission")}, True),
        ({"topics": ("policing",)}, True),
        ({"topics": ("security",)}, True),
        ({"topics": ("loop",)}, False),
        ({"kinds": ("news",)}, True),
        ({"kinds": ("statement",)}, False),
        ({"languages": ("fr", "en")}, True),
        ({"languages": ("fr",)}, False),
        ({"offices": ("mission",), "topics": ("security",), "kinds": ("news",)}, True),
        ({"offices": ("mission",), "topics": ("security",), "kinds": ("statement",)}, False),
        ({"words": "nowhere in the text"}, True),
    ],
)
def test_values_of_a_facet_are_alternatives_and_facets_narrow(filter_, expected):
    edition = an_edition(offices=refs("mission", "hq"), topics=refs("policing"))

    assert matches(Filter(**filter_), edition, vocabularies()) is expected


def test_an_edition_without_a_kind_matches_no_kind():
    assert not matches(Filter(kinds=("news",)), an_edition(kind=None), vocabularies())


@pytest.mark.parametrize(("time_zone", "day"), [("UTC", dt.date(2024, 6, 3)), ("Asia/Tokyo", dt.date(2024, 6, 4))])
def test_days_are_those_of_the_newsroom_and_both_ends_are_included(time_zone, day):
    edition = an_edition(published_at=dt.datetime(2024, 6, 3, 20, tzinfo=dt.UTC))
    a_day = dt.timedelta(days=1)

    def found(from_on=None, until_on=None):
        return matches(Filter(from_on=from_on, until_on=until_on), edition, vocabularies(time_zone))

    assert found(day, day)
    assert found(day)
    assert found(None, day)
    assert not found(day + a_day)
    assert not found(None, day - a_day)


def test_topics_in_a_circle_end():
    topics = vocabularies().topics

    assert with_ancestors("loop", topics) == ["loop", "pool"]
    assert with_ancestors("unknown", topics) == ["unknown"]
