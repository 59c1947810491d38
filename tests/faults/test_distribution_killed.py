"""Receivers in their own processes get every change in order, through kills of the worker and their own faults."""

import json
import random
import subprocess
import sys
import time

import pytest

from dateline.newsroom.distribution.signing import hub_signature, webhook_signature
from tests.support.databases import ROOT
from tests.support.installation import free_port, wait_for
from tests.support.outside.distribution import SECRET, an_endpoint
from tests.support.outside.receiver import MOODS

pytestmark = pytest.mark.slow

KILLS = 5
RELEASES = 6
HUB_SECRET = "of the subscriber"

SUBSCRIBE = """
import sys
from django.conf import settings
from django.test import Client
from dateline.runtime.distribution import wiring_of
from dateline.newsroom.distribution.wiring import set_wiring
from dateline.newsroom.desk.ports import emergency
from tests.support.outside.distribution import a_webhook
set_wiring(wiring_of(settings.HOME))
emergency.override_writer.set(lambda *_order: True)
webhook, subscriber = sys.argv[1:]
a_webhook(webhook)
wish = {"hub.mode": "subscribe", "hub.topic": settings.PUBLIC_URL + "/en/news.json", "hub.callback": subscriber,
        "hub.secret": "of the subscriber"}
answer = Client(SERVER_NAME="127.0.0.1").post("/account/websub", wish)
assert answer.status_code == 202, answer.content
"""

SUBSCRIBED = """
from dateline.newsroom.distribution.models import Subscription
print(Subscription.objects.count())
"""

# Three changes of each release, a moment apart; prints position, release and change of each.
PUBLISH = """
import sys, time
from django.db import transaction
from dateline.editions.entry import Subject
from dateline.editions.newsroom import Notice
from dateline.newsroom.publication import log
from tests.support.editions import NOON, SALT, an_edition
for number in range(1, int(sys.argv[1]) + 1):
    for change in ("published", "corrected", "removed" if number % 3 == 0 else "updated"):
        version = {"published": 1, "corrected": 2}.get(change, 3)
        edition = an_edition(number, version=version, headline=f"Headline {number} {change}")
        words = None if change == "removed" else edition
        notice = Notice(salt=SALT, text="A reason.", language="en") if change in ("corrected", "removed") else None
        subject = Subject(kind="release", id=edition.release, language="en")
        with transaction.atomic():
            entry = log.append(subject, change, words, notice=notice, at=NOON)
        print(entry.position, edition.release, change, flush=True)
        time.sleep(0.3)
"""


class ReceiverProcess:
    """One receiver, and what it has got."""

    module = "receiver"

    def __init__(self, path, mood, *more):
        self.port, self.path = free_port(), path
        self.process = subprocess.Popen(
            [sys.executable, "-m", f"tests.support.outside.{self.module}", str(self.port), str(path), str(mood), *more],
            cwd=ROOT,
        )
        self.url = f"http://127.0.0.1:{self.port}/in"

    def all_got(self):
        if not self.path.exists():
            return []
        return [json.loads(line) for line in self.path.read_text().splitlines()]

    def got(self):
        return self.all_got()

    def taken(self):
        return [one for one in self.got() if one["answer"] == "ok"]

    def end(self):
        self.process.kill()
        self.process.wait()


class InboxProcess(ReceiverProcess):
    """A server like Mastodon's, and what it has got of changes."""

    module = "inbox"

    def got(self):
        return [one for one in self.all_got() if not is_yes(one)]

    def follows(self):
        return any(is_yes(one) and one["answer"] == "ok" for one in self.all_got())


def is_yes(message):
    return json.loads(message["body"])["type"] == "Accept"


@pytest.fixture
def public_port():
    return free_port()


@pytest.fixture
def receivers(tmp_path, public_port):
    started = [ReceiverProcess(tmp_path / name, mood) for mood, name in enumerate(("webhook", "subscriber"), start=1)]
    started.append(InboxProcess(tmp_path / "inbox", 3, f"news@127.0.0.1:{public_port}"))
    yield started
    for one in started:
        one.end()


def position_of(message):
    if "dateline-position" in message["headers"]:
        return int(message["headers"]["dateline-position"])
    if "fault" in message:
        return int(json.loads(message["body"])["id"].rpartition("#activity-")[2])
    return json.loads(message["body"])["data"]["position"]


def id_of(message):
    if "fault" in message:
        return json.loads(message["body"])["id"]
    return message["headers"].get("webhook-id") or message["headers"]["dateline-delivery"]


def second_copies(taken):
    """Return for each message taken before the moments of both takings."""
    first, again = {}, []
    for message in taken:
        key = id_of(message)
        if key in first:
            again.append((first[key], message["at"]))
        first[key] = message["at"]
    return again


@pytest.fixture
def started(installation, receivers, public_port):
    """An installation that runs and whose worker tells all receivers."""
    desk_port = free_port()
    settings = {
        "DATELINE_PUBLIC_URL": f"http://127.0.0.1:{public_port}",
        "DATELINE_DESK_URL": f"http://127.0.0.1:{desk_port}",
        "DATELINE_PINGS_ALLOW": "127.0.0.0/8",
        "DATELINE_PINGS_TIMEOUT": "1",
        "DATELINE_WEBSUB_HUB": "own",
        "DATELINE_ACTIVITYPUB": "news",
    }
    installation.environment = {**installation.environment, **settings}
    installation.start("work")
    installation.start("serve", "--port", str(public_port))
    installation.start("desk", "--port", str(desk_port))
    wait_for((installation.home.archive / "manifest.json").exists, timeout_s=60)
    installation.python(SUBSCRIBE, *(one.url for one in receivers[:2]))
    wait_for(lambda: installation.python(SUBSCRIBED).strip() == "1", timeout_s=30)
    wait_for(receivers[2].follows, timeout_s=60)
    return installation


def kill_again_and_again(installation, receivers):
    """Kill the worker, now anywhere, now just when something was taken and cannot be noted yet; return the moments."""
    moods, kills = random.Random(7), []

    def count():
        return sum(len(one.taken()) for one in receivers)

    for number in range(KILLS):
        if number % 2:
            time.sleep(moods.random() * 2)
        else:
            before = count()
            wait_for(lambda before=before: count() > before, 60, every_s=0.001)
        worker = installation.processes.pop(0)
        worker.kill()
        worker.wait()
        kills.append(time.time())
        installation.processes.insert(0, installation.start("work"))
        del installation.processes[-1]
    return kills


def test_every_change_arrives_in_order_and_twice_only_after_a_kill(started, receivers):
    publishing = started.start_python(PUBLISH, str(RELEASES))
    kills = kill_again_and_again(started, receivers)
    told = [line.split() for line in publishing.stdout.read().splitlines()]
    positions = {int(position): release for position, release, _ in told}
    assert len(positions) == RELEASES * 3

    wait_for(lambda: all({*map(position_of, one.taken())} == {*positions} for one in receivers), timeout_s=150)
    time.sleep(2)  # whoever sends once too often would do it now

    for one in receivers:
        # each change has one id, whatever was answered
        assert len({(position_of(message), id_of(message)) for message in one.got()}) == len(positions)
        for release in {*positions.values()}:
            order = [at for at in map(position_of, one.taken()) if positions[at] == release]
            assert order == sorted(order)
        again = second_copies(one.taken())
        assert len(again) <= KILLS
        for first_at, second_at in again:
            assert any(first_at <= kill <= second_at and kill - first_at < 1.5 for kill in kills), (again, kills)
    assert {message["answer"] for one in receivers for message in one.got()} == {"ok", *MOODS}
    assert_signed(*(one.got() for one in receivers))
    assert_told(receivers[2].taken(), told)


def assert_signed(of_webhook, of_hub, of_inbox):
    for message in of_webhook:
        headers, body = message["headers"], message["body"].encode()
        timestamp = int(headers["webhook-timestamp"])
        assert headers["webhook-signature"] == webhook_signature(
            SECRET, id_=headers["webhook-id"], timestamp=timestamp, body=body
        )
    for message in of_hub:
        assert message["headers"]["x-hub-signature"] == hub_signature(HUB_SECRET, message["body"].encode())
        assert json.loads(message["body"])["version"] == "https://jsonfeed.org/version/1.1"
    assert {message["fault"] for message in of_inbox} == {""}
    assert {message["path"] for message in of_inbox} == {"/inbox"}


SAID = {"published": "Create", "corrected": "Update", "updated": "Update", "removed": "Delete"}


def assert_told(messages, told):
    """Check that an inbox has been told what happened to each text; one that was removed meanwhile is only gone."""
    changes = {int(position): (release, change) for position, release, change in told}
    removed = {release for release, change in changes.values() if change == "removed"}
    for message in messages:
        release, change = changes[position_of(message)]
        said = json.loads(message["body"])["type"]
        assert said == SAID[change] or (said == "Delete" and release in removed)


# Sends what is due, and stops for ever at the step that is named.
SEND = """
import sys, time
from dateline.newsroom.distribution.deliveries import queue
from dateline.newsroom.distribution.deliveries import sender as sender_module
from dateline.newsroom.distribution.deliveries.planner import plan
from tests.support.outside.distribution import a_wiring

def stopping(*_args, **_options):
    print("here", flush=True)
    time.sleep(60)

step = sys.argv[1]
if step == "before sending": sender_module.fetch = stopping
if step == "before recording": queue.mark_delivered = stopping
wiring = a_wiring()
while plan(wiring): pass
sender = sender_module.Sender(wiring, "home")
sender.release_claims()
sender.step()
for turn in list(sender._turns.values()): turn.result()
sender.close()
print("done", flush=True)
"""

ONE = """
import sys
from django.db import transaction
from dateline.editions.entry import Subject
from dateline.newsroom.publication import log
from tests.support.editions import NOON, an_edition
from tests.support.outside.distribution import a_webhook, start_following
start_following()
a_webhook(sys.argv[1])
edition = an_edition(1)
with transaction.atomic():
    log.append(Subject(kind="release", id=edition.release, language="en"), "published", edition, at=NOON)
"""


@pytest.mark.parametrize(("step", "copies"), [("before sending", 1), ("before recording", 2)])
def test_only_a_kill_between_sending_and_recording_repeats_a_message(installation, step, copies):
    listening = an_endpoint()
    endpoint = next(listening)
    installation.python(ONE, endpoint.url)
    process = installation.start_python(SEND, step)
    assert "here" in process.stdout.readline()

    process.kill()
    process.wait()

    for _ in range(2):
        assert "done" in installation.python(SEND, "the end")
    assert len(endpoint.received) == copies
    assert len({one.headers["webhook-id"] for one in endpoint.received}) == 1
    listening.close()
