"""Webhooks in the admin: permissions, the secret, the test message, dead deliveries and their replay."""

import re

import pytest
from lxml import html

from dateline.newsroom.desk.models import Role
from dateline.newsroom.desk.people import role_groups
from dateline.newsroom.distribution import wiring as wiring_module
from dateline.newsroom.distribution.models import BlockedServer, ChannelName, Follow, Inbox, Webhook
from dateline.newsroom.distribution.signing import unseal
from dateline.newsroom.publication.models import Follower
from tests.integration.distribution.test_delivery import append
from tests.support.desk.builders import a_superuser, a_user, an_office
from tests.support.outside.distribution import a_webhook, a_wiring, an_endpoint, plan_all, start_following

pytestmark = pytest.mark.django_db

endpoint = pytest.fixture(an_endpoint)

PATHS = ("/webhook/", "/webhook/new/", "/webhook/edit/{}/", "/pings/", "/pings/{}/")


@pytest.fixture
def wiring(monkeypatch):
    given = a_wiring()
    monkeypatch.setattr(wiring_module, "_current", [given])
    return given


@pytest.fixture
def boss(client):
    user = a_superuser()
    client.force_login(user)
    return user


def new(client, **changed):
    facts = {"name": "Agency", "address": "http://127.0.0.1:9/in", "is_active": "on", **changed}
    return client.post("/webhook/new/", facts, follow=True)


def said(answer):
    return html.fromstring(answer.content).text_content()


def test_a_new_webhook_shows_its_secret_once_and_receives_later_changes(client, boss, wiring):
    start_following()
    an_office("mission")

    page = new(client, offices=["mission"], languages=["fr", "en"])

    hook = Webhook.objects.get()
    [secret] = re.findall(r"whsec_[\w+/=]{44}", said(page))
    assert unseal(hook.secret) == secret
    assert (hook.offices, hook.languages, hook.topics) == (["mission"], ["fr", "en"], [])
    assert hook.since >= Follower.objects.get(name="pings").position
    assert "whsec_" not in said(client.get(f"/pings/{hook.pk}/"))
    assert "whsec_" not in client.get(f"/webhook/edit/{hook.pk}/").content.decode()


@pytest.mark.parametrize(
    "address", ["http://10.0.0.1/", "ftp://a.example/", "http://u:p@a.example/", "http://a.example/#x", "rubbish", ""]
)
def test_invalid_addresses_are_refused_with_a_sentence(client, boss, wiring, address):
    page = new(client, address=address)

    assert not Webhook.objects.exists()
    assert html.fromstring(page.content).xpath("//*[contains(@class, 'error-message')]")


def test_unknown_values_are_refused(client, boss, wiring):
    new(client, offices=["nowhere"])

    assert not Webhook.objects.exists()


def test_a_webhook_keeps_filter_values_that_no_longer_exist(client, boss, wiring):
    start_following()
    hook = a_webhook("http://127.0.0.1:9/in", offices=["closed-long-ago"])

    facts = {"name": "B", "address": hook.address, "is_active": "on", "offices": ["closed-long-ago"]}
    client.post(f"/webhook/edit/{hook.pk}/", facts)

    hook.refresh_from_db()
    assert (hook.name, hook.offices) == ("B", ["closed-long-ago"])


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_webhooks_are_for_administrators(client, wiring, role):
    hook = a_webhook()
    user = a_user()
    role_groups.give(user, role)
    client.force_login(user)

    for path in PATHS:
        answer = client.get(path.format(hook.pk))
        assert answer.status_code in {302, 403}
        assert answer.get("location", "/") == "/"
    assert b"Webhooks" not in client.get("/").content


def test_an_administrator_sees_all_of_it(client, wiring):
    hook = a_webhook()
    user = a_user()
    role_groups.give(user, Role.ADMINISTRATOR)
    client.force_login(user)

    for path in PATHS:
        assert client.get(path.format(hook.pk)).status_code == 200
    assert b"Webhooks" in client.get("/").content


def test_a_test_ping_says_what_the_receiver_answered(client, boss, wiring, endpoint):
    hook = a_webhook(endpoint.url)
    endpoint.answers = [204, 500]

    fine = client.post(f"/pings/{hook.pk}/", {"action": "test"}, follow=True)
    wrong = client.post(f"/pings/{hook.pk}/", {"action": "test"}, follow=True)
    Webhook.objects.update(address="http://127.0.0.1:1/")
    dead = client.post(f"/pings/{hook.pk}/", {"action": "test"}, follow=True)

    assert "The test has arrived: the receiver answered 204" in said(fine)
    assert "The test has not arrived: answered 500: ok." in said(wrong)
    assert "The test has not arrived: no answer: Connection refused." in said(dead)
    assert b'"type":"test"' in endpoint.received[0].body
    assert endpoint.received[0].headers["webhook-signature"].startswith("v1,")
    assert not hook.deliveries.exists()


def test_a_new_secret_is_shown_once_and_the_old_one_still_signs(client, boss, wiring):
    hook = a_webhook()
    before = hook.secret

    page = client.post(f"/pings/{hook.pk}/", {"action": "secret"}, follow=True)

    hook.refresh_from_db()
    assert unseal(hook.secret) in said(page)
    assert hook.previous_secret == before
    assert hook.previous_until > wiring.now()
    assert "whsec_" not in said(client.get(f"/pings/{hook.pk}/"))


def given_up(wiring, count=3):
    start_following()
    hook = a_webhook()
    for number in range(1, count + 1):
        append(number)
    plan_all(wiring)
    hook.deliveries.update(state="dead", ended_at=wiring.now(), reason="answered 500", attempts=17)
    return hook


@pytest.mark.parametrize("path", ["/pings/", "/pings/{}/"])
def test_dead_deliveries_are_listed_and_replayed_one_or_all(client, boss, wiring, path):
    hook = given_up(wiring)
    path = path.format(hook.pk)
    page = said(client.get(path))
    assert page.count("answered 500") == 3
    assert "Try all 3 again" in page
    one = hook.deliveries.last()

    page = said(client.post(path, {"action": "replay", "delivery": str(one.pk)}, follow=True))

    assert "1 delivery is tried again." in page
    assert list(hook.deliveries.filter(state="waiting")) == [one]
    assert "2 deliveries are tried again." in said(client.post(path, {"action": "replay"}, follow=True))
    assert hook.deliveries.filter(state="waiting", attempts=0).count() == 3
    assert "No delivery has been given up." in said(client.get(path))


@pytest.mark.parametrize("rubbish", [{"action": "replay", "delivery": "x"}, {"action": "nonsense"}, {}])
def test_invalid_forms_change_nothing(client, boss, wiring, rubbish):
    hook = given_up(wiring)

    assert client.post(f"/pings/{hook.pk}/", rubbish).status_code == 302
    assert hook.deliveries.filter(state="dead").count() == 3


def test_a_failing_receiver_is_shown_and_can_be_retried_now(client, boss, wiring):
    hook = a_webhook()
    Webhook.objects.filter(pk=hook.pk).update(failures=3, failing_since=wiring.now(), rests_until=wiring.now())

    assert "failing since" in said(client.get("/webhook/"))
    assert "failing since" in said(client.get("/pings/"))
    client.post(f"/pings/{hook.pk}/", {"action": "retry"})

    hook.refresh_from_db()
    assert (hook.failures, hook.rests_until) == (0, None)


def test_a_webhook_is_deleted_with_its_waiting_deliveries(client, boss, wiring):
    hook = given_up(wiring)

    client.post(f"/webhook/delete/{hook.pk}/")

    assert not Webhook.objects.exists()


# Followed from elsewhere ---------------------------------------------------------------------------


def a_follow(host, office="", name="ada"):
    address = f"https://{host}/inbox"
    inbox, _ = Inbox.objects.get_or_create(
        digest=f"{office} {host}", defaults={"channel": ChannelName.ACTIVITYPUB, "address": address, "office": office}
    )
    Follow.objects.create(inbox=inbox, actor=f"https://{host}/users/{name}", office=office, own_inbox=address)


@pytest.fixture
def actors(monkeypatch):
    given = a_wiring(publish_actor_key=print)
    monkeypatch.setattr(wiring_module, "_current", [given])


def test_the_overview_counts_followers(client, boss, actors):
    a_follow("a.example")
    a_follow("a.example", name="bob")
    a_follow("b.example", office="mission")

    page = html.fromstring(client.get("/pings/").content)

    rows = [[cell.text_content() for cell in row] for row in page.xpath("//tr[count(td) = 2]")]
    assert rows == [["The whole newsroom", "2"], ["mission", "1"]]


def test_without_actors_the_overview_shows_no_followers(client, boss, wiring):
    assert b"Mastodon" not in client.get("/pings/").content


def test_blocking_a_server_deletes_its_follows(client, boss, actors):
    for host in ("bad.example", "social.bad.example", "good.example"):
        a_follow(host)

    answer = client.post("/blockedserver/new/", {"host": " Bad.Example. ", "reason": "Spam"})

    assert answer.status_code == 302
    assert BlockedServer.objects.get().host == "bad.example"
    assert [one.actor for one in Follow.objects.all()] == ["https://good.example/users/ada"]
    assert Inbox.objects.count() == 1


@pytest.mark.parametrize("host", ["https://bad.example/", "a b", "", "..", "x" * 300])
def test_an_invalid_server_name_is_refused(client, boss, actors, host):
    answer = client.post("/blockedserver/new/", {"host": host})

    assert answer.status_code == 200
    assert not BlockedServer.objects.exists()


def test_only_administrators_block(client, wiring):
    client.force_login(a_user("author"))

    assert client.get("/blockedserver/").status_code == 404
    assert client.post("/blockedserver/new/", {"host": "bad.example"}).status_code == 404
    assert not BlockedServer.objects.exists()
