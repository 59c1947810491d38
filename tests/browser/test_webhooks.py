"""A webhook from its address to its end, in a real browser and by keyboard alone, with a receiver that fails."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.test_desk import FIRST, shoot, sign_in
from tests.support.desk.keyboard import Keyboard
from tests.support.installation import wait_for
from tests.support.outside.distribution import an_endpoint

pytestmark = [pytest.mark.browser, pytest.mark.slow]

endpoint = pytest.fixture(an_endpoint)
PUBLISH = """
from dateline.newsroom.desk import clock
from tests.support.desk.builders import a_published
print(a_published("Bridge opens in Velda", at=clock.now()).release.number)
"""
GIVE_UP = """
from dateline.newsroom.desk import clock
from dateline.newsroom.distribution.models import Delivery
print(Delivery.objects.filter(state="waiting").update(state="dead", ended_at=clock.now()))
"""


@pytest.fixture
def desk(installation):
    password = installation.python(FIRST).split()[-1]
    url = installation.start_desk(DATELINE_PINGS_ALLOW="127.0.0.0/8")
    installation.start("work", DATELINE_DESK_URL=url, DATELINE_PINGS_ALLOW="127.0.0.0/8")
    return url, password


def sound(page, name):
    """Look at a screen: a picture of it, and nothing on it that keeps people out."""
    page.wait_for_timeout(600)  # messages come a moment later and fade in
    page.wait_for_function("document.getAnimations().every((one) => one.playState !== 'running')")
    shoot(page, name)
    found = Axe().run(page, "main").response["violations"]
    assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == [], name


def press(hands, selector):
    hands.to(selector).press("Enter")
    hands.settle()


def said(page):
    return page.locator("body").inner_text()


def hear(page, words):
    """Wait until a page says something."""
    page.locator(f"body:has-text({words!r})").wait_for(timeout=60_000)


def make(hands, url, endpoint):
    page = hands.page
    page.goto(f"{url}/webhook/new/")
    hands.settle()
    sound(page, "70-webhook-new")
    hands.to("input[name=name]").type("Agency")
    hands.to("input[name=address]").type("http://10.0.0.1/in").press("Enter")
    hands.settle()
    hear(page, "The address must be public")
    sound(page, "71-webhook-refused")
    hands.to("input[name=address]").press("Control+a").type(endpoint.url).press("Enter")
    page.wait_for_url("**/pings/*/")
    hands.settle()
    sound(page, "72-webhook-secret")
    assert len(set(re.findall(r"whsec_[\w+/=]{44}", page.content()))) == 1
    page.reload()
    assert "whsec_" not in page.content(), "the secret is shown once"


def try_it(hands, endpoint):
    press(hands, "button:has-text('Send a test ping')")
    hear(hands.page, "the receiver answered 200")
    sound(hands.page, "73-webhook-tested")
    endpoint.answers += [500] * 20
    press(hands, "button:has-text('Send a test ping')")
    hear(hands.page, "The test has not arrived")


def see_it_fail(hands, url, endpoint, installation):
    page = hands.page
    endpoint.received.clear()
    number = installation.python(PUBLISH).strip()
    wait_for(lambda: endpoint.received, timeout_s=40)
    wait_for(lambda: page.reload() and f"No. {number}" in said(page))
    sound(page, "74-webhook-fails")
    hear(page, "failing since")
    assert installation.python(GIVE_UP).strip() == "1"
    for place, name in ((page.url, "75-webhook-given-up"), (f"{url}/pings/", "76-pings")):
        page.goto(place)
        hear(page, "Try 1 again")
        sound(page, name)


def try_again(hands, url, endpoint):
    page = hands.page
    endpoint.answers.clear()
    page.goto(f"{url}/webhook/")
    hands.settle()
    sound(page, "77-webhooks")
    press(hands, "td a[href*='/pings/']")
    page.wait_for_url("**/pings/*/")
    press(hands, "button:has-text('Try 1 again')")
    hear(page, "1 delivery is tried again.")
    wait_for(lambda: endpoint.received[-1].status == 200, timeout_s=60)
    wait_for(lambda: page.reload() and "No delivery has been given up." in said(page))
    sound(page, "78-webhook-delivered")


def delete(hands):
    page = hands.page
    press(hands, "main a:has-text('Edit')")
    page.wait_for_url("**/webhook/edit/**")
    page.goto(page.url.replace("/edit/", "/delete/"))
    hands.settle()
    sound(page, "79-webhook-delete")
    press(hands, "main form [type=submit]")
    page.wait_for_url("**/webhook/")
    assert page.locator("td:has-text('Agency')").count() == 0


def test_a_webhook_is_made_tried_fails_is_given_up_tried_again_and_deleted(installation, desk, page, endpoint):
    url, password = desk
    sign_in(page, url, password)
    hands = Keyboard(page)

    make(hands, url, endpoint)
    try_it(hands, endpoint)
    see_it_fail(hands, url, endpoint, installation)
    try_again(hands, url, endpoint)
    delete(hands)

    assert hands.unseen == []
    assert page.failures == []
