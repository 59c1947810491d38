import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from dateline.editions.entry import Subject
from dateline.newsroom.publication import followers, log
from dateline.newsroom.publication.errors import FollowerStoppedError
from dateline.newsroom.publication.models import Follower
from tests.support.editions import NOON, an_edition

pytestmark = [pytest.mark.django_db, pytest.mark.both]

LATER = NOON + dt.timedelta(minutes=5)


@pytest.fixture
def end():
    """Three entries more; returns the position of the last one."""
    for number in (1, 2, 3):
        edition = an_edition(number)
        log.append(Subject(kind="release", id=edition.release, language="en"), "published", edition, at=NOON)
    return log.head().position


def test_a_follower_gets_every_entry_once_and_in_order(end):
    got = []

    while followers.follow("alerts", lambda record: got.append(record.entry.position), limit=2, at=NOON) < end:
        pass
    followers.follow("alerts", lambda record: got.append(record.entry.position), at=NOON)

    assert got == list(range(1, end + 1))


def test_a_follower_that_fails_stops_before_that_entry_and_keeps_what_came_before(end):
    def apply(record):
        Follower.objects.create(name=f"effect of {record.entry.position}")
        if record.entry.position == 2:
            raise ValueError("no mail server")

    with pytest.raises(FollowerStoppedError, match="alerts stopped before position 2: ValueError: no mail server"):
        followers.follow("alerts", apply, at=NOON)

    stored = Follower.objects.get(name="alerts")
    assert (stored.position, stored.error, stored.failed_at) == (1, "ValueError: no mail server", NOON)
    assert list(Follower.objects.filter(name__startswith="effect").values_list("name", flat=True)) == ["effect of 1"]
    assert followers.all_stopped() == [stored]


def test_a_follower_says_since_when_it_stands_and_goes_on_once_the_cause_is_gone(end):
    def fail(_record):
        raise ValueError

    for at in (NOON, LATER):
        with pytest.raises(FollowerStoppedError):
            followers.follow("alerts", fail, at=at)
    assert Follower.objects.get(name="alerts").failed_at == NOON

    assert followers.follow("alerts", lambda _record: None, at=LATER) == end
    assert followers.all_stopped() == []


def test_one_that_stops_does_not_hold_up_the_others(end):
    def fail(_record):
        raise ValueError

    with pytest.raises(FollowerStoppedError):
        followers.follow("pings", fail, at=NOON)

    assert followers.follow("alerts", lambda _record: None, at=NOON) == end


def test_a_follower_that_keeps_its_position_elsewhere_is_seen_moving_and_stopping():
    followers.record_position("archive", 7, at=NOON)
    assert followers.all_stopped() == []

    followers.record_failure("archive", 8, "the disk is full", at=LATER)

    [stopped] = followers.all_stopped()
    assert (stopped.name, stopped.position, stopped.error, stopped.failed_at) == (
        "archive",
        8,
        "the disk is full",
        LATER,
    )


def test_an_error_always_has_its_moment():
    with pytest.raises(IntegrityError, match="follower_error_has_moment"), transaction.atomic():
        Follower.objects.create(name="alerts", error="no moment")
