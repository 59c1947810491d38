"""ActivityPub followers: verified, accepted, and deleted when they unfollow."""

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
    post,
    post_and_process,
    send_accepts,
    wired_actors,
)
from tests.support.outside.distribution import Clock, plan_all
from tests.support.outside.neighbour import a_key, a_neighbour, actor_document, fault_in, pem_of

pytestmark = pytest.mark.django_db(transaction=True)

neighbour = pytest.fixture(a_neighbour)


@pytest.fixture
def wiring(monkeypatch):
    return wired_actors(monkeypatch)


# Following -----------------------------------------------------------------------------------------


def test_a_follower_gets_a_signed_accept(client, wiring, neighbour):
    ada = neighbour.an_actor()

    post_and_process(client, wiring, a_follow(ada, MISSION))
    send_accepts(wiring)

    follow = Follow.objects.get()
    assert (follow.actor, follow.office, follow.accept_due_at) == (ada, "mission", None)
    assert follow.inbox.address == f"{neighbour.base}/inbox"
    [(path, headers, body)] = neighbour.got
    assert path == "/users/ada/inbox"
    yes = json.loads(body)
    assert (yes["type"], yes["actor"], yes["object"]["id"]) == ("Accept", MISSION, f"{ada}#follow-1")
    assert f'keyId="{MISSION}#main-key"' in headers["signature"]
    assert fault_in("POST", path, headers, body, pem_at=lambda _: wiring.publish_actor_key.pem, now=wiring.now()) == ""


def test_a_remote_actor_is_fetched_with_the_newsrooms_signature(client, wiring, neighbour):
    post_and_process(client, wiring, a_follow(neighbour.an_actor()))

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
def test_an_actor_with_a_false_identity_does_not_follow(client, wiring, neighbour, changed):
    me = f"{neighbour.base}/users/ada"
    document = actor_document(neighbour.base, "ada", a_key())
    pem = document["publicKey"]["publicKeyPem"]
    words = {"KEY": f"{me}#main-key", "ME": me, "PEM": pem}
    if changed.get("publicKey"):
        changed = {"publicKey": {name: words.get(said, said) for name, said in changed["publicKey"].items()}}
    neighbour.an_actor(**changed)

    post_and_process(client, wiring, a_follow(me))

    assert not Follow.objects.exists()
    assert not InboxItem.objects.exists()


def test_a_signature_of_another_actor_is_refused(client, wiring, neighbour):
    ada = neighbour.an_actor()

    post_and_process(client, wiring, a_follow(ada), key=a_key(2))

    assert not Follow.objects.exists()
    assert len(neighbour.asked) == 1


def test_an_activity_signed_for_another_host_is_refused(client, wiring, neighbour):
    post_and_process(client, wiring, a_follow(neighbour.an_actor()), signed_for=DESK_HOST)

    assert not Follow.objects.exists()
    assert not InboxItem.objects.exists()


@pytest.mark.parametrize("said", [(200, "text/html"), (200, "application/json"), (302, None), (404, None)])
def test_an_invalid_actor_document_is_refused(client, wiring, neighbour, said):
    ada = neighbour.an_actor()
    neighbour.statuses["/users/ada"], kind = said
    neighbour.content_type = kind or neighbour.content_type

    post_and_process(client, wiring, a_follow(ada))

    assert not Follow.objects.exists()
    assert not InboxItem.objects.exists()


def test_an_actor_in_a_private_network_is_not_fetched(client, monkeypatch, neighbour):
    given = a_wiring_with_actors(Clock(), allow="")
    monkeypatch.setattr(wiring_module, "_current", [given])
    cache.clear()

    post_and_process(client, given, a_follow(f"http://localhost:{urlsplit(neighbour.base).port}/users/ada"))

    assert neighbour.asked == []
    assert not InboxItem.objects.exists()


@pytest.mark.parametrize("shared", ["http://10.0.0.1/inbox", "http://127.0.0.2/inbox"])
def test_a_shared_inbox_on_another_host_is_ignored(client, wiring, neighbour, shared):
    post_and_process(client, wiring, a_follow(neighbour.an_actor(endpoints={"sharedInbox": shared})))

    assert Inbox.objects.get().address == f"{neighbour.base}/users/ada/inbox"


def test_items_of_an_unreachable_server_are_retried_for_a_while(client, wiring, neighbour):
    ada = neighbour.an_actor()
    neighbour.statuses["/users/ada"] = 503
    post_and_process(client, wiring, a_follow(ada))
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


def test_a_stranger_on_an_unreachable_server_is_tried_twice(client, wiring, neighbour):
    neighbour.statuses["/users/ada"] = 503
    post_and_process(client, wiring, a_follow(neighbour.an_actor()))
    process_item(InboxItem.objects.get(), wiring)

    assert not InboxItem.objects.exists()
    assert len(neighbour.asked) == 2


def test_an_undelivered_accept_is_retried_under_its_id(client, wiring, neighbour):
    neighbour.statuses["/users/ada/inbox"] = 500
    post_and_process(client, wiring, a_follow(neighbour.an_actor()))
    send_accepts(wiring)
    assert Follow.objects.get().accept_due_at > wiring.now()

    neighbour.statuses.clear()
    send_accepts(wiring)
    assert Follow.objects.get().accept_due_at is None
    assert len(bodies(neighbour)) == 2
    assert len({body["id"] for body in bodies(neighbour)}) == 1


def test_a_repeated_follow_gets_another_accept(client, wiring, neighbour):
    ada = neighbour.an_actor()
    for number in (1, 2):
        post_and_process(client, wiring, a_follow(ada, id_=f"{ada}#follow-{number}"))
        send_accepts(wiring)

    assert Follow.objects.count() == Inbox.objects.count() == 1
    assert [body["object"]["id"] for body in bodies(neighbour)] == [f"{ada}#follow-1", f"{ada}#follow-2"]


def test_the_workers_verify_and_send_accept(client, wiring, neighbour):
    post(client, a_follow(neighbour.an_actor()))
    workers = [inbox_workers(wiring), accept_workers(wiring)]

    def is_done():
        for one in workers:
            one.step()
        return Follow.objects.filter(accept_due_at=None).exists()

    wait_for(is_done)
    for one in workers:
        one.close()
    assert [body["type"] for body in bodies(neighbour)] == ["Accept"]


def test_items_of_one_actor_are_processed_in_order(client, wiring, neighbour):
    follow_activity = a_follow(neighbour.an_actor())
    neighbour.statuses["/users/ada"] = 503
    post_and_process(client, wiring, follow_activity)
    post(client, an_undo(follow_activity))
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


def test_an_item_that_raises_an_error_delays_no_other(client, wiring, neighbour, monkeypatch):
    stranger, ada = neighbour.an_actor("stranger"), neighbour.an_actor()

    def failing(item, given):
        if item.actor == stranger:
            raise ZeroDivisionError
        process_item(item, given)

    monkeypatch.setattr(verification, "THREADS", 1)
    monkeypatch.setattr(verification, "process_item", failing)
    post(client, a_follow(stranger))
    post(client, a_follow(ada))
    workers = inbox_workers(wiring)

    def is_done():
        workers.step()
        return Follow.objects.filter(actor=ada).exists()

    wait_for(is_done)
    workers.close()
    assert [item.actor for item in InboxItem.objects.all()] == [stranger]


def test_a_key_that_cannot_be_stored_is_refused(client, wiring, neighbour):
    ada = neighbour.an_actor()
    key = {"id": f"{ada}#main-key", "owner": ada, "publicKeyPem": pem_of(a_key()) + "\0"}
    neighbour.an_actor(publicKey=key)

    post_and_process(client, wiring, a_follow(ada))

    assert not Follow.objects.exists()
    assert not InboxItem.objects.exists()


def test_inboxes_per_server_are_limited(client, wiring, neighbour, monkeypatch):
    monkeypatch.setattr(follows, "MAX_INBOXES_PER_SERVER", 2)
    Inbox.objects.create(channel=ChannelName.ACTIVITYPUB, server="elsewhere.example", digest="x")
    for name in ("ada", "bob", "eve"):
        post_and_process(client, wiring, a_follow(neighbour.an_actor(name, endpoints={})))

    assert sorted(Follow.objects.values_list("actor", flat=True)) == [
        f"{neighbour.base}/users/{name}" for name in ("ada", "bob")
    ]


def test_follows_per_server_are_limited(client, wiring, neighbour, monkeypatch):
    monkeypatch.setattr(follows, "MAX_FOLLOWS_PER_SERVER", 2)
    for name in ("ada", "bob", "eve"):
        post_and_process(client, wiring, a_follow(neighbour.an_actor(name)))
    post_and_process(client, wiring, a_follow(f"{neighbour.base}/users/ada", id_=f"{neighbour.base}/again"))

    assert sorted(Follow.objects.values_list("actor", "activity")) == [
        (f"{neighbour.base}/users/ada", f"{neighbour.base}/again"),
        (f"{neighbour.base}/users/bob", f"{neighbour.base}/users/bob#follow-1"),
    ]


# Ending --------------------------------------------------------------------------------------------


@pytest.fixture
def follow(client, wiring, neighbour):
    follow_activity = a_follow(neighbour.an_actor())
    post_and_process(client, wiring, follow_activity)
    neighbour.asked.clear()
    return follow_activity


def test_undo_deletes_the_follow(client, wiring, neighbour, follow):
    append(1)
    plan_all(wiring)

    post_and_process(client, wiring, an_undo(follow))

    assert not Follow.objects.exists()
    assert not Inbox.objects.exists()
    assert not Delivery.objects.exists()
    assert neighbour.asked == []  # the key was known


def test_undo_may_name_only_the_follow_activity(client, wiring, follow):
    post_and_process(client, wiring, {"id": "x", "type": "Undo", "actor": follow["actor"], "object": follow["id"]})

    assert not Follow.objects.exists()


@pytest.mark.parametrize("ended", [
    "{actor}#like-1",
    {"id": "{actor}#follow-2", "type": "Follow", "object": "https://elsewhere.example/users/eve"},
])  # fmt: skip
def test_undo_of_another_activity_is_ignored(client, wiring, follow, ended):
    undo = {"id": "x", "type": "Undo", "actor": follow["actor"], "object": ended}
    said = json.dumps(undo).replace("{actor}", follow["actor"])

    post_and_process(client, wiring, json.loads(said))

    assert Follow.objects.exists()


def test_undo_may_be_signed_with_a_new_key(client, wiring, neighbour, follow):
    neighbour.an_actor(key=a_key(2))

    post_and_process(client, wiring, an_undo(follow), key=a_key(2))

    assert not Follow.objects.exists()
    assert len(neighbour.asked) == 1


@pytest.mark.parametrize("end", [an_undo, lambda follow: a_deletion(follow["actor"])])
@pytest.mark.usefixtures("wiring")
def test_another_actor_cannot_undo_a_follow(client, neighbour, follow, end):
    post_and_process(client, wiring_module.wiring(), end(follow), key=a_key(2))

    assert Follow.objects.exists()
    assert len(neighbour.asked) == 1

    bob = neighbour.an_actor("bob")
    post_and_process(client, wiring_module.wiring(), {**end(follow), "actor": bob})
    assert Follow.objects.filter(actor=follow["actor"]).exists()


def test_delete_of_an_actor_deletes_its_follows(client, wiring, follow):
    post_and_process(client, wiring, a_deletion(follow["actor"]))

    assert not Follow.objects.exists()


def test_an_actor_that_its_server_reports_as_gone_is_deleted(client, wiring, neighbour, follow):
    neighbour.statuses["/users/ada"] = 410

    post_and_process(client, wiring, a_deletion(follow["actor"]), key=a_key(2))

    assert not Follow.objects.exists()


def test_an_inbox_stays_while_somebody_follows_through_it(client, wiring, neighbour, follow):
    post_and_process(client, wiring, a_follow(neighbour.an_actor("bob")))
    assert Inbox.objects.count() == 1

    post_and_process(client, wiring, an_undo(follow))

    assert Inbox.objects.count() == Follow.objects.count() == 1


def test_an_inbox_that_failed_for_long_is_deleted(wiring, follow):
    Inbox.objects.update(failures=9, failing_since=NOON)
    delete_dead_inboxes(now=NOON + DEAD_AFTER)
    assert Inbox.objects.exists()

    delete_dead_inboxes(now=NOON + DEAD_AFTER + dt.timedelta(seconds=1))
    assert not Follow.objects.exists()
