"""A starting text is kept and begun with, in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.test_desk import desk, shoot, sign_in  # noqa: F401 - fixtures

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def keep(page, url):
    page.goto(f"{url}/starting_texts/new/")
    page.fill("input[name=title]", "Statement of an office")
    page.select_option("select[name=kind]", label="Statement")
    page.fill("input[name=headline]", "Statement by {office}")
    page.locator("button[title='Insert a block']").first.click()
    page.click("[role=option]:has-text('Quote')")
    page.fill("textarea[name='body-0-value-text']", "Words of the speaker")
    page.click("label:has-text('Water')")
    shoot(page, "70-starting-text")
    page.click("footer button[type=submit]")
    page.wait_for_url("**/starting_texts/")


def begin(page, url):
    page.goto(f"{url}/releases/add/")
    page.click("text=Mission in Karvenia")
    page.wait_for_selector("text=Choose a starting text")
    shoot(page, "71-begin-with")
    found = Axe().run(page, "main").response["violations"]
    assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == []
    page.click("text=Statement of an office")
    page.wait_for_load_state("networkidle")
    shoot(page, "72-begun")


def test_a_release_begins_with_what_was_kept_for_its_kind(desk, page):  # noqa: F811
    url, password, _installation = desk
    sign_in(page, url, password)
    keep(page, url)

    begin(page, url)

    assert page.input_value("textarea[name=headline]") == "Statement by Mission in Karvenia"
    assert page.input_value("textarea[name='body-0-value-text']") == "Words of the speaker"
    page.fill("textarea[name=lead]", "The Mission said so.")
    page.click("button:has-text('Save draft')")
    page.wait_for_url("**/edit/")
    page.click("a[role=tab]:has-text('Language, kind')")
    assert page.locator("select[name=kind] option:checked").text_content().strip() == "Statement"
    assert page.is_checked("label:has-text('Water') input")
    assert page.failures == []
