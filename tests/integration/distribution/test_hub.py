"""The WebSub hub: requests verified with the callback, and feeds sent until the lease ends."""

import datetime as dt
import http.server
import json
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache

from dateline.archive.query import Filter
from dateline.newsroom.distribution import wiring as wiring_module
from dateline.newsroom.distribution.hub import views as hub
from dateline.newsroom.distribution.hub.topics import Topic, parse_topic
from dateline.newsroom.distribution.hub.verification import (
    conclude_intent,
    delete_expired_subscriptions,
    hub_workers,
    is_confirmed,
)
from dateline.newsroom.distribution.models import ChannelName, Delivery, Intent, Receiver, Subscription
from dateline.newsroom.distribution.receivers import add_receiver, sync_configured
from dateline.newsroom.distribution.signing import hub_signature, seal, unseal
from dateline.public.feeds import Feeds
from dateline.web.http import Request, Response
from tests.integration.distribution.test_delivery import append, send_all, states
from tests.support.editions import NOON, refs
from tests.support.installation import wait_for
from tests.support.outside.distribution import (
    PUBLIC,
    Clock,
    a_wiring,
    an_endpoint,
    archive_of_the_log,
    plan_all,
    start_following,
)
from tests.support.outside.serving import serving

COMMITS = pytest.mark.django_db(transaction=True)
HUB = "https://desk.example.org/account/websub"

endpoint = pytest.fixture(an_endpoint)


def feed(request):
    found = Feeds(PUBLIC, hub=HUB).respond(request, archive_of_the_log())
    return found or Response(404, ())


@pytest.fixture
def wiring(monkeypatch):
    given = a_wiring(respond=feed, hub_url=HUB)
    monkeypatch.setattr(wiring_module, "_current", [given])
    cache.clear()
    return given


@pytest.fixture
def callback():
    """A callback that says ``reply`` to a question, its challenge where that is None; it keeps the questions."""

    class Callback(http.server.BaseHTTPRequestHandler):
        asked, reply, status = [], None, 200

        def do_GET(self):
            given = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            type(self).asked.append((self.path, given))
            body = given["hub.challenge"].encode() if self.reply is None else self.reply
            self.send_response(self.status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args):
            pass

    Callback.asked = []
    with serving(Callback) as port:
        Callback.url = f"http://127.0.0.1:{port}/cb?mine=1"
        yield Callback


def ask_hub(client, callback="http://127.0.0.1:9/cb", **changed):
    facts = {"hub.mode": "subscribe", "hub.topic": f"{PUBLIC}/en/news.atom", "hub.callback": callback}
    facts |= {name.replace("_", ".", 1): value for name, value in changed.items()}
    return client.post("/account/websub", {name: value for name, value in facts.items() if value is not None})


def a_subscription(address, topic="/en/news.atom", **facts):
    subscription = Subscription(
        channel=ChannelName.WEBSUB, address=address, topic=topic, digest=hub.subscription_digest(topic, address),
        **{"lease_until": NOON + dt.timedelta(days=1), **facts},
    )  # fmt: skip
    add_receiver(subscription)
    return subscription


# Wishes --------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_request_is_accepted_from_anybody_and_waits(client, wiring):
    append(1)

    answer = ask_hub(client, hub_secret="s3", hub_lease_seconds="86400")

    assert answer.status_code == 202
    intent = Intent.objects.get()
    assert (intent.mode, intent.topic, intent.lease_s) == ("subscribe", "/en/news.atom", 86400)
    assert unseal(intent.secret) == "s3"
    assert not Subscription.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"hub_mode": "publish"}, "hub.mode"),
        ({"hub_mode": None}, "hub.mode"),
        ({"hub_callback": None}, "hub.callback"),
        ({"hub_callback": "http://10.0.0.1/"}, "hub.callback"),
        ({"hub_callback": "javascript:alert(1)"}, "hub.callback"),
        ({"hub_callback": "http://a.example/" + "x" * 3000}, "hub.callback"),
        ({"hub_topic": None}, "hub.topic"),
        ({"hub_topic": "https://elsewhere.example/en/news.atom"}, "hub.topic"),
        ({"hub_topic": f"{PUBLIC}.evil.example/en/news.atom"}, "hub.topic"),
        ({"hub_topic": f"{PUBLIC}/en/news"}, "hub.topic"),
        ({"hub_topic": f"{PUBLIC}/en/news.ics"}, "hub.topic"),
        ({"hub_topic": f"{PUBLIC}/en/news.atom?page=2"}, "hub.topic"),
        ({"hub_topic": f"{PUBLIC}/en/news.atom?archive=1"}, "hub.topic"),
        ({"hub_topic": f"{PUBLIC}/en/news.atom?office=nowhere"}, "hub.topic"),
        ({"hub_topic": f"{PUBLIC}/en/news.atom?b=1"}, "hub.topic"),
        ({"hub_topic": f"{PUBLIC}/xx/news.atom"}, "hub.topic"),
        ({"hub_topic": "http://[x"}, "hub.topic"),
        ({"hub_secret": "é" * 100}, "hub.secret"),
        ({"hub_lease_seconds": "-5"}, "hub.lease_seconds"),
        ({"hub_lease_seconds": "soon"}, "hub.lease_seconds"),
    ],
)
def test_an_invalid_request_is_refused_with_a_sentence(client, wiring, changed, named):
    append(1)
    facts = {"callback": changed.pop("hub_callback")} if "hub_callback" in changed else {}

    answer = ask_hub(client, **facts, **changed)

    assert answer.status_code == 400
    assert answer.content.decode().startswith(named)
    assert not Intent.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "granted"), [("", 10 * 86400), ("1", 300), ("99999999999", 30 * 86400), ("7200", 7200)]
)
def test_leases_are_bounded(client, wiring, said, granted):
    append(1)

    ask_hub(client, hub_lease_seconds=said)

    assert Intent.objects.get().lease_s == granted


@pytest.mark.django_db
def test_requests_to_the_hub_are_limited(client, wiring, monkeypatch):
    append(1)
    monkeypatch.setattr(hub, "REQUESTS_PER_MINUTE", 3)
    answers = [ask_hub(client, f"http://127.0.0.1:9/{number}").status_code for number in range(5)]
    assert answers == [202, 202, 202, 429, 429]
    cache.clear()
    monkeypatch.setattr(hub, "MAX_WAITING", 3)
    assert ask_hub(client).status_code == 503
    Intent.objects.all().delete()
    monkeypatch.setattr(hub, "MAX_SUBSCRIPTIONS", 0)
    assert ask_hub(client).status_code == 400


@pytest.mark.django_db
def test_without_an_own_hub_requests_are_not_found(client, monkeypatch):
    monkeypatch.setattr(wiring_module, "_current", [a_wiring(respond=feed)])

    assert ask_hub(client).status_code == 404
    assert client.get("/account/websub").status_code == 405


# Verification --------------------------------------------------------------------------------------


def wished(client, callback, **changed):
    append(1)
    assert ask_hub(client, callback.url, **changed).status_code == 202
    return Intent.objects.get()


@pytest.mark.django_db
def test_a_callback_that_echoes_the_challenge_is_subscribed(client, wiring, callback):
    intent = wished(client, callback, hub_secret="abc", hub_lease_seconds="600")

    conclude_intent(intent, is_confirmed=is_confirmed(intent, wiring), at=NOON)

    [(path, asked)] = callback.asked
    assert path.startswith("/cb?mine=1&hub.mode=subscribe&")
    assert asked["hub.topic"] == f"{PUBLIC}/en/news.atom"
    assert asked["hub.lease_seconds"] == "600"
    assert len(asked["hub.challenge"]) >= 32
    subscription = Subscription.objects.get()
    assert (subscription.address, subscription.topic) == (callback.url, "/en/news.atom")
    assert subscription.lease_until == NOON + dt.timedelta(seconds=600)
    assert unseal(subscription.secret) == "abc"
    assert not Intent.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("said", [(b"", 200), (b"other", 200), (None, 404), (None, 302), (None, 500)])
def test_a_callback_that_does_not_confirm_is_not_subscribed(client, wiring, callback, said):
    callback.reply, callback.status = said
    intent = wished(client, callback)

    conclude_intent(intent, is_confirmed=is_confirmed(intent, wiring), at=NOON)

    assert not Subscription.objects.exists()
    assert not Intent.objects.exists()


@pytest.mark.django_db
def test_an_unreachable_callback_is_not_subscribed(client, wiring):
    append(1)
    ask_hub(client, "http://127.0.0.1:1/")

    assert not is_confirmed(Intent.objects.get(), wiring)


@pytest.mark.django_db
def test_a_second_request_renews_and_unsubscribing_needs_confirmation(client, wiring, callback):
    intent = wished(client, callback, hub_lease_seconds="600")
    conclude_intent(intent, is_confirmed=True, at=NOON)
    ask_hub(client, callback.url, hub_lease_seconds="7200", hub_secret="new")
    intent = Intent.objects.get()
    conclude_intent(intent, is_confirmed=True, at=NOON)
    subscription = Subscription.objects.get()
    assert subscription.lease_until == NOON + dt.timedelta(seconds=7200)
    assert unseal(subscription.secret) == "new"

    ask_hub(client, callback.url, hub_mode="unsubscribe")
    intent = Intent.objects.get()
    conclude_intent(intent, is_confirmed=False, at=NOON)
    assert Subscription.objects.exists()
    ask_hub(client, callback.url, hub_mode="unsubscribe")
    conclude_intent(Intent.objects.get(), is_confirmed=True, at=NOON)
    assert not Subscription.objects.exists()


@pytest.mark.django_db
def test_a_later_request_survives_the_verification_of_an_earlier_one(client, wiring, callback):
    earlier = wished(client, callback)
    ask_hub(client, callback.url, hub_mode="unsubscribe")

    conclude_intent(earlier, is_confirmed=True, at=NOON)

    assert Intent.objects.get().mode == "unsubscribe"


@COMMITS
def test_the_workers_verify_waiting_requests(client, wiring, callback):
    wished(client, callback)
    workers = hub_workers(wiring)

    workers.step()

    wait_for(lambda: Subscription.objects.exists() and not Intent.objects.exists())
    workers.close()


# Delivery ------------------------------------------------------------------------------------------


@COMMITS
def test_a_subscriber_gets_the_feed_as_it_is_served(endpoint, wiring):
    start_following()
    mine = a_subscription(endpoint.url, secret=seal("s"))
    append(1, headline="Bridge opens")
    second = append(1, "corrected", notice="Wrong day.", version=2, headline="Bridge opens").position
    plan_all(wiring)

    send_all(wiring)

    assert len(endpoint.received) == 2
    last = endpoint.received[-1]
    assert last.body == feed(Request("/en/news.atom")).body
    assert b"Bridge opens" in last.body
    assert last.headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert last.headers["link"] == f'<{HUB}>; rel="hub", <{PUBLIC}/en/news.atom>; rel="self"'
    assert last.headers["x-hub-signature"] == hub_signature("s", last.body)
    assert last.headers["dateline-position"] == str(second)
    ids = [one.headers["dateline-delivery"] for one in endpoint.received]
    assert ids == list(mine.deliveries.values_list("message_id", flat=True))


@COMMITS
def test_only_feeds_that_match_the_release_are_sent(endpoint, wiring):
    start_following()
    append(5, offices=refs("mission"), headline="Old")
    plan_all(wiring)
    mission = a_subscription(endpoint.url, "/en/news.rss?office=mission")
    words = a_subscription(endpoint.url, "/fr/news.json?q=harbour")
    append(1, offices=refs("hq"))
    plan_all(wiring)
    meant = append(2, offices=refs("mission")).position
    plan_all(wiring)
    found = append(3, headline="Harbour").position
    plan_all(wiring)
    left = append(2, "updated", version=2, offices=refs("hq")).position
    plan_all(wiring)
    removed = append(5, "removed").position
    plan_all(wiring)

    assert [position for position, _ in states(mission)] == [meant, left, removed]
    assert [position for position, _ in states(words)] == [found, removed]


@COMMITS
def test_a_backlog_is_sent_in_one_message(endpoint, wiring):
    start_following()
    mine = a_subscription(endpoint.url)
    for number in range(1, 31):
        append(number)
    plan_all(wiring)

    send_all(wiring)

    assert len(endpoint.received) == 1
    assert {state for _, state in states(mine)} == {"delivered"}
    assert endpoint.received[0].headers["dateline-delivery"] == mine.deliveries.last().message_id


@COMMITS
def test_410_and_the_end_of_the_lease_end_a_subscription(endpoint, wiring):
    start_following()
    clock = Clock()
    given = a_wiring(clock, respond=feed, hub_url=HUB)
    a_subscription(endpoint.url, "/en/news.atom")
    append(1)
    plan_all(given)
    endpoint.answers = [410]
    send_all(given)
    assert not Subscription.objects.exists()
    assert not Delivery.objects.exists()

    a_subscription(endpoint.url, "/en/news.rss", lease_until=NOON + dt.timedelta(hours=1))
    append(2)
    plan_all(given)
    clock.move(hours=2)
    send_all(given)
    assert len(endpoint.received) == 1
    delete_expired_subscriptions(at=clock())
    assert not Subscription.objects.exists()


@pytest.mark.django_db
def test_topics_are_feeds_at_their_canonical_address():
    append(1, offices=refs("mission"))
    archive = archive_of_the_log()

    assert parse_topic("/en/news.rss?office=mission", archive) == Topic("en", "rss", Filter(offices=("mission",)))
    for wrong in ("/en/news.rss?office=", "/en/news", "/en/news.atom?size=50", ""):
        assert parse_topic(wrong, archive) is None


# Settings ------------------------------------------------------------------------------------------


@COMMITS
def test_an_outside_hub_is_notified_of_changed_feeds(endpoint):
    start_following()
    clock = Clock()
    given = a_wiring(clock, outside_hub=endpoint.url)
    sync_configured(given)
    sync_configured(given)
    append(1, offices=refs("mission"), topics=refs("policing"))
    append(2, offices=refs("mission"))
    plan_all(given)
    send_all(given)
    assert endpoint.received == []  # a moment later every public process has it

    clock.move(seconds=1)
    send_all(given)

    [received] = endpoint.received
    form = parse_qs(received.body.decode())
    assert form["hub.mode"] == ["publish"]
    for feed_ in (
        "news.atom",
        "news.json",
        "news.rss?office=mission",
        "news.atom?topic=policing",
        "news.atom?kind=news",
    ):
        assert form["hub.url"].count(f"{PUBLIC}/en/{feed_}") == 1
    assert len(form["hub.url"]) == len(set(form["hub.url"])) == 4 * 3 * 4
    sync_configured(a_wiring(clock))
    assert not Receiver.objects.exists()


@COMMITS
def test_indexnow_is_notified_of_each_address_once(endpoint):
    start_following()
    clock = Clock()
    given = a_wiring(clock, indexnow_key="abcdefgh", indexnow_url=endpoint.url)
    sync_configured(given)
    append(1)
    append(1, "updated", version=2)
    append(2)
    append(2, "removed")
    plan_all(given)
    clock.move(seconds=1)

    send_all(given)

    [received] = endpoint.received
    assert json.loads(received.body) == {
        "host": "news.example.org",
        "key": "abcdefgh",
        "keyLocation": f"{PUBLIC}/abcdefgh.txt",
        "urlList": [f"{PUBLIC}/en/news/1/headline-1", f"{PUBLIC}/en/news/2"],
    }
