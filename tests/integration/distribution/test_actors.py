"""Who follows from elsewhere: taken up, told of each change, and forgotten when they follow_activity so."""

import datetime as dt
import json
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache

from dateline.newsroom.distribution import wiring as wiring_module
from dateline.newsroom.distribution.activitypub import follows, verification
from dateline.newsroom.distribution.activitypub.follows import DEAD_AFTER, accept_workers, delete_dead_inboxes
from dateline.newsroom.distribution.activitypub.verification import ATTEMPTS, inbox_workers, process_item
from dateline.newsroom.distribution.models import ChannelName, Delivery, Follow, Inbox, InboxItem
from tests.integration.distribution.test_delivery import append
from tests.support.editions import NOON
from tests.support.installation import wait_for
from tests.support.outside.actors import (
    DESK_HOST,
    MISSION,
    NEWSROOM,
    a_deletion,
    a_follow,
    a_wiring_with_actors,
    an_undo,
    bodies,
    said_yes,
    wired_actors,
    write,
    written,
)
from tests.support.outside.neighbour import a_key, a_neighbour, actor_document, fault_in, pem_of
from tests.support.outside.pings import Clock, plan_all

pytestmark = pytest.mark.django_db(transaction=True)

neighbour = pytest.fixture(a_neighbour)


@pytest.fixture
def wiring(monkeypatch):
    return wired_actors(monkeypatch)


# Following -----------------------------------------------------------------------------------------


def test_who_follows_gets_a_yes_that_is_signed(client, wiring, neighbour):
    ada = neighbour.an_actor()

    written(client, wiring, a_follow(ada, MISSION))
    said_yes(wiring)

    follow = Follow.objects.get()
    assert (follow.actor, follow.office, follow.accept_due_at) == (ada, "mission", None)
    assert follow.inbox.address == f"{neighbour.base}/inbox"
    [(path, headers, body)] = neighbour.got
    assert path == "/users/ada/inbox"
    yes = json.loads(body)
    assert (yes["type"], yes["actor"], yes["object"]["id"]) == ("Accept", MISSION, f"{ada}#follow-1")
    assert f'keyId="{MISSION}#main-key"' in headers["signature"]
    assert fault_in("POST", path, headers, body, pem_at=lambda _: wiring.publish_actor_key.pem, now=wiring.now()) == ""


def test_who_is_asked_for_is_asked_with_the_newsrooms_signature(client, wiring, neighbour):
    written(client, wiring, a_follow(neighbour.an_actor()))

    [(path, headers)] = neighbour.asked
    assert f'keyId="{NEWSROOM}#main-key"' in headers["signature"]
    assert fault_in("GET", path, headers, b"", pem_at=lambda _: wiring.publish_actor_key.pem, now=wiring.now()) == ""


@pytest.mark.parametrize(
    "changed",
    [
        {"publicKey": None},
        {"publicKey": {"id": "KEY", "owner": "https://elsewhere.example/", "publicKeyPem": "PEM"}},
        {"publicKey": {"id": "KEY", "owner": "ME", "publicKeyPem": "x"}},
        {"publicKey": {"id": "OTHER", "owner": "ME", "publicKeyPem": "PEM"}},
        {"id": "https://elsewhere.example/users/ada"},
        {"inbox": None},
        {"inbox": "http://10.0.0.1/inbox"},
        {"inbox": "http://127.0.0.2/inbox"},
        {"inbox": "http://127.0.0.1:9/inbox"},
        {"inbox": "javascript:alert(1)"},
    ],
)
def test_who_is_not_who_they_say_does_not_follow(client, wiring, neighbour, changed):
    me = f"{neighbour.base}/users/ada"
    document = actor_document(neighbour.base, "ada", a_key())
    pem = document["publicKey"]["publicKeyPem"]
    words = {"KEY": f"{me}#main-key", "ME": me, "PEM": pem}
    if changed.get("publicKey"):
        changed = {"publicKey": {name: words.get(said, said) for name, said in changed["publicKey"].items()}}
    neighbour.an_actor(**changed)

    written(client, wiring, a_follow(me))

    assert not Follow.objects.exists()
    assert not InboxItem.objects.exists()


def test_another_ones_signature_is_not_theirs(client, wiring, neighbour):
    ada = neighbour.an_actor()

    written(client, wiring, a_follow(ada), key=a_key(2))

    assert not Follow.objects.exists()
    assert len(neighbour.asked) == 1


def test_what_is_signed_for_another_host_is_no_letter_to_us(client, wiring, neighbour):
    written(client, wiring, a_follow(neighbour.an_actor()), signed_for=DESK_HOST)

    assert not Follow.objects.exists()
    assert not InboxItem.objects.exists()


@pytest.mark.parametrize("said", [(200, "text/html"), (200, "application/json"), (302, None), (404, None)])
def test_what_is_no_answer_of_an_actor_is_none(client, wiring, neighbour, said):
    ada = neighbour.an_actor()
    neighbour.statuses["/users/ada"], kind = said
    neighbour.content_type = kind or neighbour.content_type

    written(client, wiring, a_follow(ada))

    assert not Follow.objects.exists()
    assert not InboxItem.objects.exists()


def test_an_actor_behind_a_private_name_is_not_asked(client, monkeypatch, neighbour):
    given = a_wiring_with_actors(Clock(), allow="")
    monkeypatch.setattr(wiring_module, "_current", [given])
    cache.clear()

    written(client, given, a_follow(f"http://localhost:{urlsplit(neighbour.base).port}/users/ada"))

    assert neighbour.asked == []
    assert not InboxItem.objects.exists()


@pytest.mark.parametrize("shared", ["http://10.0.0.1/inbox", "http://127.0.0.2/inbox"])
def test_a_shared_inbox_on_another_host_is_passed_over(client, wiring, neighbour, shared):
    written(client, wiring, a_follow(neighbour.an_actor(endpoints={"sharedInbox": shared})))

    assert Inbox.objects.get().address == f"{neighbour.base}/users/ada/inbox"


def test_while_a_server_is_away_its_letters_wait_and_not_for_ever(client, wiring, neighbour):
    ada = neighbour.an_actor()
    neighbour.statuses["/users/ada"] = 503
    written(client, wiring, a_follow(ada))
    item = InboxItem.objects.get()
    assert item.due_at > wiring.now()

    neighbour.statuses.clear()
    process_item(item, wiring)
    assert Follow.objects.exists()

    neighbour.statuses["/users/ada"] = 503
    InboxItem.objects.create(kind="follow", actor=ada, key_id="k", signed_text="", signature="", due_at=NOON)
    for _ in range(ATTEMPTS):
        process_item(InboxItem.objects.get(), wiring)
    assert not InboxItem.objects.exists()


def test_a_stranger_whose_server_does_not_answer_is_tried_twice(client, wiring, neighbour):
    neighbour.statuses["/users/ada"] = 503
    written(client, wiring, a_follow(neighbour.an_actor()))
    process_item(InboxItem.objects.get(), wiring)

    assert not InboxItem.objects.exists()
    assert len(neighbour.asked) == 2


def test_a_yes_that_does_not_arrive_is_sent_again_under_its_id(client, wiring, neighbour):
    neighbour.statuses["/users/ada/inbox"] = 500
    written(client, wiring, a_follow(neighbour.an_actor()))
    said_yes(wiring)
    assert Follow.objects.get().accept_due_at > wiring.now()

    neighbour.statuses.clear()
    said_yes(wiring)
    assert Follow.objects.get().accept_due_at is None
    assert len(bodies(neighbour)) == 2
    assert len({body["id"] for body in bodies(neighbour)}) == 1


def test_who_wishes_again_gets_a_yes_again(client, wiring, neighbour):
    ada = neighbour.an_actor()
    for number in (1, 2):
        written(client, wiring, a_follow(ada, id_=f"{ada}#follow-{number}"))
        said_yes(wiring)

    assert Follow.objects.count() == Inbox.objects.count() == 1
    assert [body["object"]["id"] for body in bodies(neighbour)] == [f"{ada}#follow-1", f"{ada}#follow-2"]


def test_the_worker_verifies_and_says_yes(client, wiring, neighbour):
    write(client, a_follow(neighbour.an_actor()))
    workers = [inbox_workers(wiring), accept_workers(wiring)]

    def is_done():
        for one in workers:
            one.step()
        return Follow.objects.filter(accept_due_at=None).exists()

    wait_for(is_done)
    for one in workers:
        one.close()
    assert [body["type"] for body in bodies(neighbour)] == ["Accept"]


def test_letters_of_one_actor_are_settled_in_the_order_they_came(client, wiring, neighbour):
    follow_activity = a_follow(neighbour.an_actor())
    neighbour.statuses["/users/ada"] = 503
    written(client, wiring, follow_activity)
    write(client, an_undo(follow_activity))
    workers = inbox_workers(wiring)

    workers.step()
    assert InboxItem.objects.count() == 2  # the follow_activity waits for a later try, and its end behind it

    neighbour.statuses.clear()
    wiring.now.move(minutes=1)

    def is_done():
        workers.step()
        return not InboxItem.objects.exists()

    wait_for(is_done)
    workers.close()
    assert not Follow.objects.exists()


def test_a_letter_that_brings_an_error_holds_up_no_other(client, wiring, neighbour, monkeypatch):
    stranger, ada = neighbour.an_actor("stranger"), neighbour.an_actor()

    def failing(item, given):
        if item.actor == stranger:
            raise ZeroDivisionError
        process_item(item, given)

    monkeypatch.setattr(verification, "THREADS", 1)
    monkeypatch.setattr(verification, "process_item", failing)
    write(client, a_follow(stranger))
    write(client, a_follow(ada))
    workers = inbox_workers(wiring)

    def is_done():
        workers.step()
        return Follow.objects.filter(actor=ada).exists()

    wait_for(is_done)
    workers.close()
    assert [item.actor for item in InboxItem.objects.all()] == [stranger]


def test_a_key_with_a_sign_that_no_table_takes_is_none(client, wiring, neighbour):
    ada = neighbour.an_actor()
    key = {"id": f"{ada}#main-key", "owner": ada, "publicKeyPem": pem_of(a_key()) + "\0"}
    neighbour.an_actor(publicKey=key)

    written(client, wiring, a_follow(ada))

    assert not Follow.objects.exists()
    assert not InboxItem.objects.exists()


def test_one_server_cannot_take_all_inboxes(client, wiring, neighbour, monkeypatch):
    monkeypatch.setattr(follows, "MAX_INBOXES_PER_SERVER", 2)
    Inbox.objects.create(channel=ChannelName.ACTIVITYPUB, server="elsewhere.example", digest="x")
    for name in ("ada", "bob", "eve"):
        written(client, wiring, a_follow(neighbour.an_actor(name, endpoints={})))

    assert sorted(Follow.objects.values_list("actor", flat=True)) == [
        f"{neighbour.base}/users/{name}" for name in ("ada", "bob")
    ]


def test_one_server_cannot_send_followers_without_end(client, wiring, neighbour, monkeypatch):
    monkeypatch.setattr(follows, "MAX_FOLLOWS_PER_SERVER", 2)
    for name in ("ada", "bob", "eve"):
        written(client, wiring, a_follow(neighbour.an_actor(name)))
    written(client, wiring, a_follow(f"{neighbour.base}/users/ada", id_=f"{neighbour.base}/again"))

    assert sorted(Follow.objects.values_list("actor", "activity")) == [
        (f"{neighbour.base}/users/ada", f"{neighbour.base}/again"),
        (f"{neighbour.base}/users/bob", f"{neighbour.base}/users/bob#follow-1"),
    ]


# Ending --------------------------------------------------------------------------------------------


@pytest.fixture
def follow(client, wiring, neighbour):
    follow_activity = a_follow(neighbour.an_actor())
    written(client, wiring, follow_activity)
    neighbour.asked.clear()
    return follow_activity


def test_who_wishes_to_hear_no_more_is_forgotten(client, wiring, neighbour, follow):
    append(1)
    plan_all(wiring)

    written(client, wiring, an_undo(follow))

    assert not Follow.objects.exists()
    assert not Inbox.objects.exists()
    assert not Delivery.objects.exists()
    assert neighbour.asked == []  # the key was known


def test_the_end_may_name_the_wish_alone(client, wiring, follow):
    written(client, wiring, {"id": "x", "type": "Undo", "actor": follow["actor"], "object": follow["id"]})

    assert not Follow.objects.exists()


@pytest.mark.parametrize("ended", [
    "{actor}#like-1",
    {"id": "{actor}#follow-2", "type": "Follow", "object": "https://elsewhere.example/users/eve"},
])  # fmt: skip
def test_the_end_of_something_else_is_passed_over(client, wiring, follow, ended):
    undo = {"id": "x", "type": "Undo", "actor": follow["actor"], "object": ended}
    said = json.dumps(undo).replace("{actor}", follow["actor"])

    written(client, wiring, json.loads(said))

    assert Follow.objects.exists()


def test_the_end_may_be_signed_with_a_new_key(client, wiring, neighbour, follow):
    neighbour.an_actor(key=a_key(2))

    written(client, wiring, an_undo(follow), key=a_key(2))

    assert not Follow.objects.exists()
    assert len(neighbour.asked) == 1


@pytest.mark.parametrize("end", [an_undo, lambda follow: a_deletion(follow["actor"])])
@pytest.mark.usefixtures("wiring")
def test_nobody_ends_it_for_somebody_else(client, neighbour, follow, end):
    written(client, wiring_module.wiring(), end(follow), key=a_key(2))

    assert Follow.objects.exists()
    assert len(neighbour.asked) == 1

    bob = neighbour.an_actor("bob")
    written(client, wiring_module.wiring(), {**end(follow), "actor": bob})
    assert Follow.objects.filter(actor=follow["actor"]).exists()


def test_an_actor_that_is_deleted_is_forgotten(client, wiring, follow):
    written(client, wiring, a_deletion(follow["actor"]))

    assert not Follow.objects.exists()


def test_an_actor_that_its_own_server_says_is_gone_is_forgotten(client, wiring, neighbour, follow):
    neighbour.statuses["/users/ada"] = 410

    written(client, wiring, a_deletion(follow["actor"]), key=a_key(2))

    assert not Follow.objects.exists()


def test_an_inbox_stays_while_somebody_follows_through_it(client, wiring, neighbour, follow):
    written(client, wiring, a_follow(neighbour.an_actor("bob")))
    assert Inbox.objects.count() == 1

    written(client, wiring, an_undo(follow))

    assert Inbox.objects.count() == Follow.objects.count() == 1


def test_an_inbox_that_has_long_been_dead_is_forgotten(wiring, follow):
    Inbox.objects.update(failures=9, failing_since=NOON)
    delete_dead_inboxes(now=NOON + DEAD_AFTER)
    assert Inbox.objects.exists()

    delete_dead_inboxes(now=NOON + DEAD_AFTER + dt.timedelta(seconds=1))
    assert not Follow.objects.exists()
