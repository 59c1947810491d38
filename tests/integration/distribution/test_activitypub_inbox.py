"""The ActivityPub inbox: what it accepts, and what it refuses without any outside request."""

import datetime as dt

import pytest
from django.core.cache import cache

from dateline.newsroom.distribution import wiring as wiring_module
from dateline.newsroom.distribution.activitypub import views as inbox
from dateline.newsroom.distribution.activitypub.follows import block
from dateline.newsroom.distribution.activitypub.servers import is_blocked
from dateline.newsroom.distribution.models import BlockedServer, ChannelName, Follow, Inbox, InboxItem
from tests.support.editions import NOON
from tests.support.outside.actors import (
    MISSION,
    NEWSROOM,
    a_deletion,
    a_follow,
    a_wiring_with_actors,
    an_office_in_the_log,
    an_undo,
    post,
)
from tests.support.outside.distribution import PUBLIC, Clock, a_wiring
from tests.support.outside.neighbour import INBOX, a_neighbour

pytestmark = pytest.mark.django_db

neighbour = pytest.fixture(a_neighbour)


@pytest.fixture
def wiring(monkeypatch):
    cache.clear()
    given = a_wiring_with_actors(Clock())
    monkeypatch.setattr(wiring_module, "_current", [given])
    an_office_in_the_log()
    return given


def test_an_activity_is_accepted_from_anybody_without_outside_requests(client, wiring, neighbour):
    ada = neighbour.an_actor()

    answer = post(client, a_follow(ada, MISSION))

    assert answer.status_code == 202
    item = InboxItem.objects.get()
    assert (item.kind, item.office, item.actor) == ("follow", "mission", ada)
    assert neighbour.asked == []
    assert not Follow.objects.exists()


@pytest.mark.parametrize(
    ("changed", "status", "named"),
    [
        ({"signature": None}, 401, "there is none"),
        ({"signature": "x"}, 401, "cannot be read"),
        ({"digest": "SHA-256=AAAA"}, 401, "digest"),
        ({"at": NOON - dt.timedelta(hours=2)}, 401, "an hour from now"),
        ({"at": NOON + dt.timedelta(hours=2)}, 401, "an hour from now"),
        ({"date": "x"}, 401, "date"),
        ({"key_id": "https://elsewhere.example/users/ada#main-key"}, 403, "actor's own"),
        ({"key_id": "http://[x"}, 403, "actor's own"),
        ({"key_id": "http://127.0.0.1:9/users/ada#" + "k" * 2500}, 403, "actor's own"),
    ],
)
@pytest.mark.usefixtures("wiring")
def test_an_invalid_signature_is_refused_with_a_sentence(client, changed, status, named):
    answer = post(client, a_follow("http://127.0.0.1:9/users/ada"), **changed)

    assert answer.status_code == status
    assert named in answer.content.decode()
    assert answer.content.decode().strip().endswith(".")
    assert not InboxItem.objects.exists()


@pytest.mark.parametrize(
    "actor",
    ["http://10.0.0.1/a", "http://[::ffff:10.0.0.1]/a", "ftp://a.example/a", "a", "x:y", "https://a..example/a"],
)
def test_an_actor_in_a_private_network_is_refused(client, wiring, actor):
    answer = post(client, a_follow(actor))

    assert answer.status_code == 400
    assert answer.content.decode().startswith("The address of the actor cannot be used")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no JSON",
        b"\xff",
        b"[" * 5000,
        b"[]",
        b"{}",
        b'{"type": "Follow"}',
        b'{"type": "Follow", "actor": 5}',
        b'{"type": "Follow", "actor": "https://a.example/\\u0000"}',
        b'{"type": 5, "actor": "https://a.example/x"}',
        b'{"type": "Follow", "actor": "https://a.example/' + b"x" * 600 + b'"}',
        b'{"type": "Follow", "actor": "https://a.example/x"}',
        b'{"type": "Follow", "actor": "https://a.example/x", "object": "' + NEWSROOM.encode() + b'"}',
        b'{"type": "Follow", "id": "https://a.example/1", "actor": "https://a.example/x", "object": "https://b.example/"}',
    ],
)
def test_an_invalid_activity_is_refused_with_a_sentence(client, wiring, body):
    answer = post(client, body, key_id="https://a.example/x#main-key")

    assert answer.status_code == 400
    assert answer.content.decode().strip().endswith(".")
    assert not InboxItem.objects.exists()


@pytest.mark.parametrize(
    "meant",
    [
        f"{NEWSROOM}/outbox",
        f"{NEWSROOM}/1.en",
        f"{PUBLIC}/en/news",
        f"{PUBLIC}.evil.example/activitypub/newsroom",
    ],
)
def test_only_actors_can_be_followed(client, wiring, meant):
    assert post(client, a_follow("http://127.0.0.1:9/users/ada", meant)).status_code == 400


def test_an_unknown_office_cannot_be_followed(client, wiring):
    answer = post(client, a_follow("http://127.0.0.1:9/users/ada", f"{PUBLIC}/activitypub/offices/nowhere"))

    assert (answer.status_code, answer.content) == (404, b"There is no such actor here.\n")


def test_an_oversized_body_is_refused_unread(client, wiring):
    answer = post(client, b" " * (inbox.MAX_BODY_BYTES + 1), key_id="https://a.example/x#main-key")

    assert answer.status_code == 413
    assert str(inbox.MAX_BODY_BYTES) in answer.content.decode()


@pytest.mark.parametrize(
    "activity",
    [
        {"type": "Create", "object": {"type": "Note", "content": "Hello"}},
        {"type": "Like", "object": f"{NEWSROOM}/1.en"},
        {"type": "Undo", "object": {"type": "Like"}},
        {"type": "Delete", "object": "http://127.0.0.1:9/users/ada"},
        {"type": "Delete", "object": {"id": "http://127.0.0.1:9/notes/1", "type": "Tombstone"}},
        {"type": "Undo", "object": "http://127.0.0.1:9/users/ada#follow-1"},
        {"type": "Undo", "object": {"type": "Follow", "id": "\x00", "object": NEWSROOM}},
        {"type": "Update", "object": None},
        {"type": "Delete", "object": []},
    ],
)
def test_an_activity_without_effect_is_ignored(client, wiring, activity):
    answer = post(client, {**activity, "actor": "http://127.0.0.1:9/users/ada"})

    assert answer.status_code == 202
    assert not InboxItem.objects.exists()


def test_undo_of_a_waiting_follow_is_stored_behind_it(client, wiring):
    follow = a_follow("http://127.0.0.1:9/users/ada")
    post(client, follow)
    post(client, an_undo({**follow, "id": "\x00"}))
    post(client, a_deletion(follow["actor"]))

    assert [item.kind for item in InboxItem.objects.all()] == ["follow", "undo", "delete"]


def test_activities_per_client_are_limited(client, wiring, monkeypatch):
    monkeypatch.setattr(inbox, "ACTIVITIES_PER_MINUTE", 2)
    answers = [post(client, a_follow(f"http://127.0.0.1:9/{number}")).status_code for number in range(4)]
    assert answers == [202, 202, 429, 429]
    cache.clear()
    monkeypatch.setattr(inbox, "MAX_WAITING", 2)
    full = post(client, a_follow("http://127.0.0.1:9/more"))
    assert (full.status_code, full.headers["retry-after"]) == (503, "60")


def test_waiting_items_per_server_are_limited(client, wiring, monkeypatch):
    monkeypatch.setattr(inbox, "MAX_WAITING_PER_SERVER", 2)
    slow = ["http://127.0.0.1:9/a", "http://127.0.0.1:10/b", "http://127.0.0.1:9/c"]
    answers = [post(client, a_follow(actor)) for actor in [*slow, "http://a.example/users/ada"]]

    assert [answer.status_code for answer in answers] == [202, 202, 429, 202]
    assert answers[2].headers["retry-after"] == "60"


def test_activities_of_new_servers_per_client_are_limited(client, wiring, monkeypatch):
    monkeypatch.setattr(inbox, "NEW_SERVERS_PER_MINUTE", 2)
    known = Inbox.objects.create(channel=ChannelName.ACTIVITYPUB, digest="x", server="known.example")
    Follow.objects.create(inbox=known, actor="https://known.example/users/ada", server="known.example")
    hosts = ["a.example", "b.example", "c.example", "known.example"]

    answers = [post(client, a_follow(f"https://{host}/users/bob")).status_code for host in hosts]

    assert answers == [202, 202, 429, 202]


def test_without_actors_there_is_no_inbox(client, monkeypatch):
    monkeypatch.setattr(wiring_module, "_current", [a_wiring(Clock())])

    assert post(client, a_follow("http://127.0.0.1:9/users/ada")).status_code == 404
    assert client.get(INBOX).status_code == 405


# Blocked servers -----------------------------------------------------------------------------------


def test_activities_of_a_blocked_server_are_refused(client, wiring):
    block(BlockedServer(host="127.0.0.1"))

    answer = post(client, a_follow("http://127.0.0.1:9/users/ada"))

    assert (answer.status_code, answer.content) == (403, b"Activities from this server are not accepted.\n")


@pytest.mark.parametrize(("address", "expected"), [
    ("https://example.org/a", True), ("https://social.example.org:444/a", True), ("https://EXAMPLE.org", True),
    ("https://exªmple.org/a", True), ("https://example。org/a", True),
    ("https://example.org.evil.example/a", False), ("https://badexample.org/a", False), ("https://org/", False),
])  # fmt: skip
def test_a_server_is_blocked_with_its_subdomains(address, expected):
    BlockedServer.objects.create(host="example.org")

    assert is_blocked(address) is expected
