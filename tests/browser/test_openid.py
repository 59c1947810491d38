"""Signing in at the desk's own process through a provider on loopback, in a real browser."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.test_desk import shoot
from tests.support.outside.openid_provider import CLIENT, SECRET, openid_provider

pytestmark = [pytest.mark.browser, pytest.mark.slow]

INVITE = """
from dateline.newsroom.desk.people.accounts import invite
invite("ana", email="ana@example.org", role="author")
"""


@pytest.fixture
def desk(installation, tmp_path):
    with openid_provider() as provider:
        secret = tmp_path / "secret"
        secret.write_text(SECRET)
        settings = {
            "DATELINE_OIDC_ISSUER": provider.url,
            "DATELINE_OIDC_CLIENT_ID": CLIENT,
            "DATELINE_OIDC_CLIENT_SECRET_FILE": str(secret),
            "DATELINE_OIDC_NAME": "Acme ID",
        }
        yield installation.start_desk(**settings), provider, installation


def test_somebody_invited_comes_in_through_the_provider_and_others_are_told_why_not(desk, page):
    url, provider, installation = desk
    page.goto(f"{url}/calendar/")
    shoot(page, "60-sign-in-with-a-provider")
    assert [one for one in Axe().run(page).response["violations"] if one["impact"] in {"serious", "critical"}] == []
    page.click("text=Sign in with Acme ID")
    page.wait_for_selector("text=Nobody with the address ana@example.org")
    shoot(page, "61-not-invited")

    installation.python(INVITE)
    page.goto(f"{url}/calendar/")
    page.click("text=Sign in with Acme ID")
    page.wait_for_url(re.compile(r"/calendar/$"))

    assert provider.asked[-1]["redirect_uri"] == f"{url}/account/openid/callback/"
    assert page.failures == []


def test_half_the_settings_stop_the_desk_with_a_sentence(installation):
    done = installation.run("check", DATELINE_OIDC_ISSUER="https://id.example.org")

    assert done.returncode != 0
    assert "DATELINE_OIDC_CLIENT_ID is missing" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
