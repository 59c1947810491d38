"""The red path in a real browser, by keyboard alone, with no worker and no public process running."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from dateline.archive.overrides import read
from tests.browser.test_desk import desk, shoot, sign_in

__all__ = ["desk"]  # fixtures

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SEED = """
import datetime as dt
from dateline.newsroom.desk import actions
from tests.support.desk.builders import a_published
text = a_published("Bridge opens", at=dt.datetime.now(dt.UTC))
actions.publish(actions.add_translation(text, "fr", by=None), by=None, at=dt.datetime.now(dt.UTC))
print(text.release_id)
"""
STATES = """
from dateline.newsroom.desk.models import ReleasePage
print(sorted(ReleasePage.objects.values_list("language", "public_state")))
"""


def test_a_release_is_taken_away_by_keyboard(page, desk):
    url, password, installation = desk
    release = installation.python(SEED).split()[-1]
    sign_in(page, url, password)
    page.goto(f"{url}/releases/{release}/")
    shoot(page, "60-release-with-the-red-path")
    page.focus("a.desk-alarm")
    page.keyboard.press("Enter")
    page.wait_for_url("**/kill/")
    serious = [one for one in Axe().run(page).response["violations"] if one["impact"] in ("serious", "critical")]
    own = [one["id"] for one in serious if any("desk-alarm" in node["html"] for node in one["nodes"])]
    assert own == []

    page.keyboard.type("It was wrong.")
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('button.desk-alarm')"):
            break
    shoot(page, "61-take-away-now")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/releases/{release}/")
    shoot(page, "62-taken-away")

    assert installation.python(STATES).strip() == "[('en', 'removed'), ('fr', 'removed')]"
    assert read(installation.home.overrides, 1).notice == "It was wrong."
    page.goto(f"{url}/releases/{release}/erase/")
    shoot(page, "63-erase")
    assert page.failures == []
