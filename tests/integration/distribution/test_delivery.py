"""From the log to receivers: each change once, in order per release, whatever receivers answer."""

import datetime as dt
import json
import socket
import threading
import time

import pytest
from django.db import IntegrityError, transaction

from dateline.editions.entry import Subject
from dateline.editions.newsroom import Notice
from dateline.newsroom.distribution.deliveries import queue
from dateline.newsroom.distribution.deliveries import sender as sender_module
from dateline.newsroom.distribution.deliveries.planner import plan
from dateline.newsroom.distribution.deliveries.sender import Sender
from dateline.newsroom.distribution.models import Delivery, Receiver
from dateline.newsroom.distribution.signing import seal, unseal, webhook_signature
from dateline.newsroom.publication import log
from dateline.newsroom.publication.models import Follower
from tests.support.editions import NOON, SALT, a_topic, an_edition, refs
from tests.support.installation import wait_for
from tests.support.outside.distribution import (
    PUBLIC,
    SECRET,
    Clock,
    a_webhook,
    a_wiring,
    an_endpoint,
    plan_all,
    start_following,
)

pytestmark = pytest.mark.both

COMMITS = pytest.mark.django_db(transaction=True)

endpoint = pytest.fixture(an_endpoint)
other_endpoint = pytest.fixture(an_endpoint)


def append(number=1, change="published", *, notice="", language="en", **words):
    edition = an_edition(number, language, **words)
    subject = Subject(kind="release", id=edition.release, language=language)
    wordless = change in {"removed", "erased"}
    said = Notice(salt=SALT, text=notice, language=language) if notice else None
    with transaction.atomic():
        return log.append(subject, change, None if wordless else edition, notice=said, at=NOON)


def states(receiver):
    return list(receiver.deliveries.order_by("position").values_list("position", "state"))


def send_all(wiring, rounds=1):
    sender = Sender(wiring, "test")
    for _ in range(rounds):
        sender.step()
        for future in list(sender._turns.values()):
            future.result(timeout=20)
    sender.close()


def told(endpoint):
    return [(json.loads(one.body)["data"]["position"], one.status) for one in endpoint.received]


# Planning ------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_each_entry_about_a_release_is_one_delivery_however_often_it_is_planned():
    start_following()
    hook, wiring = a_webhook(), a_wiring()
    first, second = append(1).position, append(1, "corrected", notice="Wrong day.").position
    with transaction.atomic():
        log.append(Subject(kind="topic", id="a"), "set", a_topic("a"), at=NOON)

    plan_all(wiring)
    before = list(hook.deliveries.values_list("pk", "message_id"))
    Follower.objects.filter(name="pings").update(position=first - 1)
    plan_all(wiring)

    assert states(hook) == [(first, "waiting"), (second, "waiting")]
    assert list(hook.deliveries.values_list("pk", "message_id")) == before
    assert Follower.objects.get(name="pings").position == second + 1


@pytest.mark.django_db
def test_nothing_is_planned_before_the_archive_holds_it():
    start_following()
    hook = a_webhook()
    before = a_wiring().archive()
    append(1)

    assert not plan(a_wiring(archive=lambda: before))
    assert not plan(a_wiring(archive=lambda: None))
    assert plan(a_wiring())
    assert hook.deliveries.count() == 1


@pytest.mark.django_db
def test_a_new_receiver_gets_later_changes_and_an_inactive_one_none():
    start_following()
    append(1)
    hook, off = a_webhook(), a_webhook(is_active=False)
    position = append(2).position

    plan_all(a_wiring())

    assert states(hook) == [(position, "waiting")]
    assert states(off) == []


@pytest.mark.django_db
def test_the_first_start_skips_earlier_entries():
    append(1)
    assert not Follower.objects.filter(name="pings").exists()

    assert not plan(a_wiring())

    assert Follower.objects.get(name="pings").position == log.head().position


@pytest.mark.django_db
def test_a_release_removed_before_planning_is_not_sent_to_filtered_receivers():
    start_following()
    chose, did_not = a_webhook(offices=["mission"]), a_webhook()
    positions = [append(1, offices=refs("mission")).position, append(1, "removed").position]

    plan_all(a_wiring())

    assert states(chose) == []
    assert [position for position, _ in states(did_not)] == positions


@pytest.mark.django_db
def test_a_receiver_gets_all_changes_of_releases_it_knows():
    start_following()
    old = append(9, offices=refs("mission")).position
    hook = a_webhook(offices=["mission"])
    wiring = a_wiring()
    meant = append(1, offices=refs("mission")).position
    append(2, offices=refs("hq"))
    plan_all(wiring)
    moved = append(1, "updated", offices=refs("hq"), version=2).position
    plan_all(wiring)
    removed = append(1, "removed").position
    append(2, "removed")
    old_removed = append(9, "removed").position

    plan_all(wiring)

    assert old < meant
    assert [position for position, _ in states(hook)] == [meant, moved, removed, old_removed]


@pytest.mark.django_db
def test_the_language_filter_is_obeyed():
    start_following()
    hook = a_webhook(languages=["fr"])
    append(1)
    french = append(1, language="fr").position

    plan_all(a_wiring())

    assert states(hook) == [(french, "waiting")]


@pytest.mark.django_db
def test_the_database_keeps_one_delivery_of_an_entry():
    start_following()
    hook = a_webhook()
    append(1)
    plan_all(a_wiring())
    first = hook.deliveries.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(
            receiver=hook, position=first.position, message_id="x", release=first.release, number=1,
            language="en", change="published", queued_at=NOON, due_at=NOON,
        )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "wrong", "name"),
    [
        (Receiver, {"channel": "fax"}, "receiver_channel_is_known"),
        (Receiver, {"failures": 1}, "receiver_failing_has_moment"),
        (Delivery, {"state": "dead"}, "delivery_ended_has_moment"),
    ],
)
def test_the_database_refuses_invalid_rows(model, wrong, name):
    start_following()
    a_webhook()
    append(1)
    plan_all(a_wiring())

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.update(**wrong)


# Messages ------------------------------------------------------------------------------------------


@COMMITS
def test_a_message_describes_the_change_and_is_signed(endpoint):
    start_following()
    hook, wiring = a_webhook(endpoint.url), a_wiring()
    append(7, headline="Bridge opens")
    position = append(7, "corrected", notice="The day was wrong.", version=2, headline="Bridge opens").position
    plan_all(wiring)

    send_all(wiring)

    first, second = endpoint.received
    said = json.loads(second.body)
    assert said["type"] == "release.corrected"
    data = said["data"]
    assert data["text"]["headline"] == "Bridge opens"
    assert (data["position"], data["change"], data["number"], data["language"]) == (position, "corrected", 7, "en")
    assert (data["version"], data["state"], data["notice"]) == (2, "public", "The day was wrong.")
    assert data["url"] == f"{PUBLIC}/en/news/7/headline-7"
    assert data["api_url"] == f"{PUBLIC}/api/v1/releases/7/en"
    ids = list(hook.deliveries.values_list("message_id", flat=True))
    assert [first.headers["webhook-id"], second.headers["webhook-id"]] == ids
    timestamp = int(second.headers["webhook-timestamp"])
    assert timestamp == int(NOON.timestamp())
    expected = webhook_signature(SECRET, id_=ids[1], timestamp=timestamp, body=second.body)
    assert second.headers["webhook-signature"] == expected
    assert states(hook) == [(position - 1, "delivered"), (position, "delivered")]


@COMMITS
def test_a_text_removed_meanwhile_is_sent_without_its_words(endpoint):
    start_following()
    a_webhook(endpoint.url)
    wiring = a_wiring()
    append(1, headline="Secret name")
    plan_all(wiring)
    append(1, "removed", notice="It named a child.")
    plan_all(wiring)

    send_all(wiring)

    assert b"Secret name" not in b"".join(one.body for one in endpoint.received)
    published, removed = (json.loads(one.body)["data"] for one in endpoint.received)
    assert (published["change"], published["text"], published["url"]) == ("published", None, f"{PUBLIC}/en/news/1")
    assert (removed["change"], removed["state"], removed["notice"]) == ("removed", "removed", "It named a child.")


@COMMITS
def test_a_withdrawn_text_is_sent_without_its_words(endpoint):
    start_following()
    a_webhook(endpoint.url)
    wiring = a_wiring()
    append(1)
    append(1, "withdrawn", notice="It was not so.")
    plan_all(wiring)

    send_all(wiring)

    data = json.loads(endpoint.received[-1].body)["data"]
    assert (data["state"], data["text"], data["notice"]) == ("withdrawn", None, "It was not so.")


@COMMITS
def test_during_a_change_of_secrets_both_secrets_sign(endpoint):
    start_following()
    clock = Clock()
    other = "whsec_" + "B" * 32
    a_webhook(endpoint.url, previous_secret=seal(other), previous_until=NOON + dt.timedelta(hours=1))
    wiring = a_wiring(clock)
    append(1)
    append(2)
    plan_all(wiring)

    send_all(wiring)
    clock.move(hours=2)
    append(3)
    plan_all(wiring)
    send_all(wiring)

    counts = [len(one.headers["webhook-signature"].split(" ")) for one in endpoint.received]
    assert counts == [2, 2, 1]


# Failing -------------------------------------------------------------------------------------------


@COMMITS
def test_a_failed_delivery_is_retried_and_later_ones_of_its_release_wait(endpoint):
    start_following()
    hook, clock = a_webhook(endpoint.url), Clock()
    wiring = a_wiring(clock)
    positions = [append(1).position, append(1, "updated", version=2).position, append(2).position]
    plan_all(wiring)
    endpoint.answers = [500]

    send_all(wiring)

    assert told(endpoint) == [(positions[0], 500)]
    hook.refresh_from_db()
    assert (hook.failures, hook.failing_since) == (1, NOON)
    assert hook.deliveries.first().reason == "answered 500: ok"
    send_all(wiring)
    assert len(endpoint.received) == 1  # it rests
    clock.move(seconds=2)
    send_all(wiring)
    assert told(endpoint)[1:] == [(position, 200) for position in positions]
    hook.refresh_from_db()
    assert (hook.failures, hook.failing_since, hook.rests_until) == (0, None, None)
    ids = [one.headers["webhook-id"] for one in endpoint.received]
    assert ids[0] == ids[1]
    assert len(set(ids)) == 3


@COMMITS
def test_a_release_that_a_receiver_refuses_does_not_delay_others(endpoint):
    start_following()
    hook, clock = a_webhook(endpoint.url), Clock()
    wiring = a_wiring(clock)
    bad, good = append(1).position, append(2).position
    plan_all(wiring)
    endpoint.answers = [400]
    send_all(wiring)
    hook.deliveries.filter(position=bad).update(due_at=NOON + dt.timedelta(hours=5))
    clock.move(seconds=2)
    worse = append(1, "updated", version=2).position
    plan_all(wiring)

    send_all(wiring)

    assert told(endpoint) == [(bad, 400), (good, 200)]
    assert states(hook) == [(bad, "waiting"), (good, "delivered"), (worse, "waiting")]


@COMMITS
def test_after_three_dead_days_waiting_deliveries_are_given_up_and_new_ones_sent(endpoint):
    start_following()
    hook, clock = a_webhook(endpoint.url), Clock()
    wiring = a_wiring(clock)
    positions = [append(number).position for number in (1, 2, 3)]
    plan_all(wiring)
    endpoint.answers = [503] * 1000
    for _ in range(200):
        send_all(wiring)
        clock.move(hours=1)
        if not hook.deliveries.filter(state="waiting").exists():
            break

    assert states(hook) == [(position, "dead") for position in positions]
    assert dt.timedelta(days=3) <= clock.at - NOON <= dt.timedelta(days=3, hours=12)  # the last wait included
    assert set(hook.deliveries.values_list("reason", flat=True)) == {"answered 503: ok"}
    assert 30 <= len(endpoint.received) <= 75  # at most once an hour, whatever waits
    endpoint.answers = []
    later = append(4).position
    plan_all(wiring)
    clock.move(hours=2)
    send_all(wiring)
    assert told(endpoint)[-1] == (later, 200)
    assert queue.replay(Delivery.objects.all(), at=clock()) == 3
    send_all(wiring)
    assert told(endpoint)[-3:] == [(position, 200) for position in positions]
    assert set(states(hook)) == {(position, "delivered") for position in [*positions, later]}


@COMMITS
def test_retry_after_delays_the_next_attempt(endpoint):
    start_following()
    hook, clock = a_webhook(endpoint.url), Clock()
    wiring = a_wiring(clock)
    append(1)
    plan_all(wiring)
    endpoint.answers, endpoint.headers = [429], {"retry-after": "600"}

    send_all(wiring)

    hook.refresh_from_db()
    assert hook.rests_until == NOON + dt.timedelta(minutes=10)


@COMMITS
def test_a_receiver_that_answers_410_is_switched_off(endpoint):
    start_following()
    hook, wiring = a_webhook(endpoint.url), a_wiring()
    append(1)
    append(2)
    plan_all(wiring)
    endpoint.answers = [410]

    send_all(wiring, rounds=2)

    hook.refresh_from_db()
    assert not hook.is_active
    assert [state for _, state in states(hook)] == ["dead", "dead"]
    assert len(endpoint.received) == 1


@COMMITS
@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("http://127.0.0.1:1/", "no answer: Connection refused"),
        ("http://10.0.0.1/", "10.0.0.1 is an address of a private network"),
        ("http://nowhere.invalid/", "the name nowhere.invalid is not known"),
    ],
)
def test_the_reason_of_a_failure_is_stored(address, reason):
    start_following()
    hook, wiring = a_webhook(address), a_wiring()
    append(1)
    plan_all(wiring)

    send_all(wiring)

    assert hook.deliveries.get().reason == reason
    assert hook.deliveries.get().status is None


@COMMITS
def test_any_response_of_a_receiver_can_be_stored():
    start_following()
    append(1)
    answers = [b"\x00\xff no http\r\n\r\n", b"HTTP/1.1 500 \x00\r\n\r\nNo\x00\xed\xa0\x80! \n\x1b[31m"]
    listening = socket.create_server(("127.0.0.1", 0))

    def serve():
        for answer in answers:
            talk, _ = listening.accept()
            with talk:
                talk.recv(65_536)
                talk.sendall(answer)

    threading.Thread(target=serve, daemon=True).start()
    hook, clock = a_webhook(f"http://127.0.0.1:{listening.getsockname()[1]}/"), Clock()
    wiring = a_wiring(clock)
    append(2)
    plan_all(wiring)
    for _ in answers:
        send_all(wiring)
        reason = hook.deliveries.get().reason
        assert reason
        assert reason.isprintable()
        clock.move(hours=1)
    listening.close()

    assert hook.deliveries.get().attempts == 2


@COMMITS
def test_a_redirect_is_a_failure_and_is_not_followed(endpoint, other_endpoint):
    start_following()
    hook, wiring = a_webhook(endpoint.url), a_wiring()
    append(1)
    plan_all(wiring)
    endpoint.answers, endpoint.headers = [302], {"location": other_endpoint.url}

    send_all(wiring)

    assert hook.deliveries.get().state == "waiting"
    assert other_endpoint.received == []


@COMMITS
def test_a_secret_of_another_key_is_reported_and_nothing_is_sent(endpoint, settings):
    start_following()
    hook, wiring = a_webhook(endpoint.url), a_wiring()
    append(1)
    plan_all(wiring)
    settings.SECRET_KEY = "another one"

    send_all(wiring)

    assert endpoint.received == []
    assert "DATELINE_SECRET_KEY" in hook.deliveries.get().reason


def test_secrets_are_stored_encrypted(settings):
    sealed = seal("whsec_abc")

    assert "abc" not in sealed
    assert unseal(sealed) == "whsec_abc"
    assert seal("") == unseal("") == ""


def test_secrets_sealed_by_earlier_versions_can_be_read(settings):
    settings.SECRET_KEY = "a key of an older installation"
    sealed = "gAAAAABrDnWpQHLPlpYetOtu-gvYGzRTswKvccfOrLKqUAIs0-GXqYIMs9cL7UxmPKf_rH0rZ3mQIhumUHIZ6qw2O11C3FEsFQ=="

    assert unseal(sealed) == "whsec_of_before"


# Beside one another --------------------------------------------------------------------------------


@COMMITS
def test_slow_receivers_do_not_delay_others(endpoint, other_endpoint, monkeypatch):
    monkeypatch.setattr(sender_module, "THREADS", 4)
    monkeypatch.setattr(sender_module, "SLOW_THREADS", 2)
    monkeypatch.setattr(sender_module, "SLOW_S", 0.2)
    start_following()
    slow = [a_webhook(endpoint.url) for _ in range(8)]
    endpoint.pause_s = 3.0
    wiring = a_wiring()
    sender = Sender(wiring, "test")
    sender._slow = dict.fromkeys(one.pk for one in slow)
    append(1)
    plan_all(wiring)
    sender.step()
    wait_for(lambda: len(endpoint.received) == 2)
    quick = a_webhook(other_endpoint.url)
    append(2)
    plan_all(wiring)
    began = time.monotonic()

    sender.step()

    wait_for(lambda: other_endpoint.received)
    assert time.monotonic() - began < 1.5
    assert len(endpoint.received) == 2
    sender.close()
    assert states(quick)[0][1] == "delivered"


@COMMITS
@pytest.mark.parametrize(("slow_s", "remembered"), [(60.0, 0), (0.0, 3)])
def test_a_sender_remembers_few_receivers_however_many_it_served(endpoint, monkeypatch, slow_s, remembered):
    monkeypatch.setattr(sender_module, "SLOW_S", slow_s)
    monkeypatch.setattr(sender_module, "SLOW_MAX", 3, raising=False)
    start_following()
    for _ in range(10):
        a_webhook(endpoint.url)
    wiring = a_wiring()
    append(1)
    plan_all(wiring)
    sender = Sender(wiring, "test")

    for _ in range(4):
        sender.step()
        for future in list(sender._turns.values()):
            future.result(timeout=20)
    sender.step()

    assert len(endpoint.received) == 10
    assert sum(len(value) for value in vars(sender).values() if isinstance(value, dict)) == remembered
    sender.close()


@COMMITS
def test_two_senders_never_serve_one_receiver_at_a_time(endpoint):
    start_following()
    hook, wiring = a_webhook(endpoint.url), a_wiring()
    for number in range(1, 21):
        append(number)
    plan_all(wiring)
    threads = [threading.Thread(target=send_all, args=(wiring, 5)) for _ in range(2)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    send_all(wiring)

    positions = [position for position, _ in told(endpoint)]
    assert positions == sorted(set(positions))
    assert len(positions) == 20
    assert {state for _, state in states(hook)} == {"delivered"}


@pytest.mark.django_db
def test_claims_of_a_killed_process_are_released_for_its_home_only():
    start_following()
    hook = a_webhook()
    append(1)
    plan_all(a_wiring())
    assert queue.claim(hook.pk, by="one", now=NOON)

    assert queue.claim(hook.pk, by="two", now=NOON) is None
    queue.release_all(by="two")
    assert queue.ready_receivers(now=NOON, limit=9) == []
    queue.release_all(by="one")
    assert queue.ready_receivers(now=NOON, limit=9) == [hook.pk]
    queue.claim(hook.pk, by="one", now=NOON)
    assert queue.ready_receivers(now=NOON + queue.CLAIM_FOR, limit=9) == [hook.pk]


@pytest.mark.django_db
def test_old_deliveries_are_deleted_except_the_last_of_each_release():
    start_following()
    hook, wiring = a_webhook(), a_wiring()
    append(1)
    last, other = append(1, "updated", version=2).position, append(2).position
    plan_all(wiring)
    hook.deliveries.update(state="delivered", ended_at=NOON)

    queue.delete_old(now=NOON + dt.timedelta(days=29))
    assert hook.deliveries.count() == 3
    queue.delete_old(now=NOON + dt.timedelta(days=31))

    assert [position for position, _ in states(hook)] == [last, other]
