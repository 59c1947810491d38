"""Activities sent to followers about each change, and the key that signs them."""

import datetime as dt

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.test import override_settings

from dateline.newsroom.distribution.activitypub.keys import ensure_key_pair
from dateline.newsroom.distribution.models import Delivery, Follow, Inbox, KeyPair
from tests.integration.distribution.test_delivery import append, send_all, states
from tests.support.editions import NOON, refs
from tests.support.outside.actors import MISSION, NEWSROOM, a_follow, bodies, post_and_process, wired_actors
from tests.support.outside.distribution import Clock, a_wiring, plan_all
from tests.support.outside.neighbour import a_neighbour, fault_in

pytestmark = pytest.mark.django_db(transaction=True)

neighbour = pytest.fixture(a_neighbour)


@pytest.fixture
def wiring(monkeypatch):
    return wired_actors(monkeypatch)


@pytest.fixture
def follow(client, wiring, neighbour):
    wish = a_follow(neighbour.an_actor())
    post_and_process(client, wiring, wish)
    return wish


def tell(wiring):
    plan_all(wiring)
    wiring.now.move(seconds=1)
    send_all(wiring)


# Telling -------------------------------------------------------------------------------------------


def test_each_change_is_sent_once_per_server_signed_and_in_order(client, wiring, neighbour, follow):
    post_and_process(client, wiring, a_follow(neighbour.an_actor("bob")))
    first = append(1, headline="Bridge opens").position
    tell(wiring)
    later = NOON + dt.timedelta(days=1)
    append(1, "corrected", notice="The day was wrong.", version=2, headline="Bridge opens later", edited_at=later)
    tell(wiring)
    append(1, "removed", notice="All wrong.")
    tell(wiring)

    create, update, delete = bodies(neighbour)
    text = f"{NEWSROOM}/1.en"
    assert [one["type"] for one in (create, update, delete)] == ["Create", "Update", "Delete"]
    assert {one["actor"] for one in (create, update, delete)} == {NEWSROOM}
    assert {one["object"]["id"] for one in (create, update, delete)} == {text}
    assert [one["id"] for one in (create, update, delete)] == [f"{text}#activity-{first + n}" for n in range(3)]
    assert "Bridge opens" in create["object"]["content"]
    assert "The day was wrong." in update["object"]["content"]
    assert update["object"]["updated"] > create["object"]["published"]
    assert delete["object"] == {"id": text, "type": "Tombstone"}
    for path, headers, body in neighbour.got:
        assert path == "/inbox"
        assert (
            fault_in("POST", path, headers, body, pem_at=lambda _: wiring.publish_actor_key.pem, now=wiring.now()) == ""
        )


def test_a_retry_has_the_same_id_and_a_new_date(wiring, neighbour, follow):
    neighbour.statuses["/inbox"] = 500
    append(1)
    tell(wiring)
    neighbour.statuses.clear()
    wiring.now.move(minutes=10)
    send_all(wiring)

    assert len({body["id"] for body in bodies(neighbour)}) == 1
    assert len({headers["dateline-delivery"] for _, headers, _ in neighbour.got}) == 1
    assert len({headers["date"] for _, headers, _ in neighbour.got}) == 2


def test_what_was_removed_before_it_was_sent_is_not_sent(wiring, neighbour, follow):
    append(1, headline="Secret")
    plan_all(wiring)
    append(1, "removed")
    tell(wiring)

    assert [body["type"] for body in bodies(neighbour)] == ["Delete", "Delete"]
    assert b"Secret" not in b"".join(body for _, _, body in neighbour.got)


def test_an_office_publishes_its_texts_until_they_leave_it(client, wiring, neighbour):
    post_and_process(client, wiring, a_follow(neighbour.an_actor(), MISSION))
    append(1, offices=refs("hq"))
    append(2, offices=refs("hq", "mission"))
    tell(wiring)
    append(2, "updated", version=2, offices=refs("hq"))
    tell(wiring)

    assert [(body["type"], body["object"]["id"]) for body in bodies(neighbour)] == [
        ("Create", f"{MISSION}/2.en"), ("Delete", f"{MISSION}/2.en"),
    ]  # fmt: skip


def test_an_imported_text_is_not_announced_but_its_removal_is(wiring, neighbour, follow):
    append(1, edited_at=NOON - dt.timedelta(days=900), published_at=NOON - dt.timedelta(days=900))
    plan_all(wiring)
    append(1, "corrected", version=2, notice="Wrong.")
    plan_all(wiring)
    append(1, "removed")
    plan_all(wiring)

    assert list(Delivery.objects.values_list("change", flat=True)) == ["corrected", "removed"]


def test_an_inbox_that_answers_410_is_deleted(wiring, neighbour, follow):
    neighbour.statuses["/inbox"] = 410
    append(1)
    tell(wiring)

    assert not Follow.objects.exists()


def test_without_actors_nothing_is_sent(wiring, neighbour, follow):
    append(1)
    plan_all(wiring)
    wiring.now.move(seconds=1)
    send_all(a_wiring(wiring.now))

    assert neighbour.got == []
    assert {state for _, state in states(Inbox.objects.get())} == {"delivered"}


# The key -------------------------------------------------------------------------------------------


def test_the_key_pair_is_generated_once_and_sealed(wiring):
    before = wiring.publish_actor_key.pem
    ensure_key_pair(wiring)

    assert wiring.publish_actor_key.pem == before
    assert load_pem_public_key(wiring.publish_actor_key.pem.encode()).key_size == 2048
    assert "PRIVATE" not in KeyPair.objects.get().private


def test_under_another_secret_key_the_pair_is_generated_again(wiring):
    before = wiring.publish_actor_key.pem
    with override_settings(SECRET_KEY="another"):
        ensure_key_pair(wiring)

    assert wiring.publish_actor_key.pem != before
    assert KeyPair.objects.count() == 1


def test_without_the_setting_no_key_is_generated():
    ensure_key_pair(a_wiring(Clock()))

    assert not KeyPair.objects.exists()
