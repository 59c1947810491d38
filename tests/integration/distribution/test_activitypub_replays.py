"""An activity that somebody sends again has no effect."""

import datetime as dt

import pytest

from dateline.newsroom.distribution.activitypub import replays
from dateline.newsroom.distribution.models import AppliedActivity, Follow
from tests.support.editions import NOON
from tests.support.outside.actors import (
    MISSION,
    a_deletion,
    a_follow,
    an_undo,
    post,
    post_and_process,
    send_accepts,
    wired_actors,
)
from tests.support.outside.neighbour import a_neighbour

pytestmark = pytest.mark.django_db(transaction=True)

neighbour = pytest.fixture(a_neighbour)


@pytest.fixture
def wiring(monkeypatch):
    return wired_actors(monkeypatch)


def later(minutes):
    return NOON + dt.timedelta(minutes=minutes)


def follows():
    return sorted(Follow.objects.values_list("actor", "office"))


@pytest.mark.parametrize("sent_again_after", [0, 5, 59])
def test_a_follow_that_was_undone_is_not_replayed(client, wiring, neighbour, sent_again_after):
    follow = a_follow(neighbour.an_actor())
    post_and_process(client, wiring, follow, at=NOON)
    post_and_process(client, wiring, an_undo(follow), at=later(1))
    wiring.now.move(minutes=sent_again_after)

    post_and_process(client, wiring, follow, at=NOON)

    assert follows() == []


def test_a_second_copy_that_was_never_received_before_is_too_old(client, wiring, neighbour):
    follow = a_follow(neighbour.an_actor())
    post_and_process(client, wiring, follow, at=NOON)
    post_and_process(client, wiring, an_undo(follow), at=later(2))

    post_and_process(client, wiring, follow, at=later(1))

    assert follows() == []


@pytest.mark.parametrize("by_id", [True, False])
def test_an_undo_is_not_replayed(client, wiring, neighbour, by_id):
    ada = neighbour.an_actor()
    first, second = a_follow(ada), a_follow(ada) | {"id": f"{ada}#follow-2"}
    undo = an_undo(first)
    if by_id:
        undo["object"] = first["id"]
    post_and_process(client, wiring, first, at=NOON)
    post_and_process(client, wiring, undo, at=later(1))
    post_and_process(client, wiring, second, at=later(2))

    post_and_process(client, wiring, undo, at=later(1))

    assert len(follows()) == 1


def test_a_deletion_is_not_replayed(client, wiring, neighbour):
    ada = neighbour.an_actor()
    post_and_process(client, wiring, a_follow(ada), at=NOON)
    post_and_process(client, wiring, a_deletion(ada), at=later(1))
    post_and_process(client, wiring, a_follow(ada, MISSION), at=later(2))

    post_and_process(client, wiring, a_deletion(ada), at=later(1))

    assert follows() == [(ada, "mission")]


def test_a_follow_that_stands_is_not_accepted_again(client, wiring, neighbour):
    follow = a_follow(neighbour.an_actor())
    post_and_process(client, wiring, follow, at=NOON)
    send_accepts(wiring)

    post_and_process(client, wiring, follow, at=NOON)

    assert Follow.objects.get().accept_due_at is None


def test_who_follows_again_in_truth_follows(client, wiring, neighbour):
    follow = a_follow(neighbour.an_actor())  # some servers give each Follow of one actor the same id
    for minute in (0, 2, 4):
        post_and_process(client, wiring, follow, at=later(minute))
        assert len(follows()) == 1
        post_and_process(client, wiring, an_undo(follow), at=later(minute + 1))
        assert follows() == []


def test_activities_for_several_offices_may_arrive_in_any_order(client, wiring, neighbour):
    ada = neighbour.an_actor()

    post_and_process(client, wiring, a_follow(ada, MISSION), at=later(1))
    post_and_process(client, wiring, a_follow(ada), at=NOON)

    assert follows() == [(ada, ""), (ada, "mission")]


def test_what_is_remembered_is_forgotten_when_its_date_is_too_old(client, wiring, neighbour):
    follow = a_follow(neighbour.an_actor())
    post_and_process(client, wiring, follow, at=NOON)

    wiring.now.move(minutes=62)
    replays.forget_old(now=wiring.now())
    assert AppliedActivity.objects.count() == 1
    assert post(client, follow, at=NOON).status_code == 401

    wiring.now.move(hours=3)
    replays.forget_old(now=wiring.now())
    assert AppliedActivity.objects.count() == 0
