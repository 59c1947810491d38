"""The desk check beside the editor, in a real browser."""

import pytest

from tests.browser.test_desk import desk, shoot, sign_in  # noqa: F401 - fixtures

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TEXTS = """
from dateline.newsroom.desk import actions
from dateline.newsroom.desk import clock
from dateline.newsroom.desk.checks import similar
from tests.support.desk.builders import a_draft, a_picture, a_published, an_office, edit, a_user
LONG = "The bridge over the Ost was opened on Monday by the mayor of Velda after two years of work. It shortens "
LONG += "the way to "
LONG += "school for most children of the valley, and it is the first one with a lane for bicycles in the country."
at = clock.now()
a_published("Bridge opens in Velda", body=[("text", f"<p>{LONG}</p>")], at=at)
similar.FOLLOWER.catch_up(at=at)
body = [("text", f"<p>{LONG}</p><p>It is the 122th bridge, with 1,284 lamps.</p>")]
text = a_draft("Bridge opened in Velda", lead="The bridge over the Ost opened and then", body=body, picture=a_picture())
arabic = actions.add_translation(text, "ar", by=None)
body = [("text", f"<p>في الجسر ١٢٤٨ مصباحًا</p><p>{LONG}</p>")]
edit(arabic, headline="افتتاح الجسر", lead="افتتح الجسر اليوم.", body=body)
print(text.pk, arabic.pk, text.release_id)
"""


@pytest.fixture
def texts(desk):  # noqa: F811
    return desk[2].python(TEXTS).split()[-3:]


def serious(page):
    from axe_playwright_python.sync_playwright import Axe

    return [
        (one["id"], [node["html"][:160] for node in one["nodes"]])
        for one in Axe().run(page, ".desk-checks").response["violations"]
        if one["impact"] in {"serious", "critical"}
    ]


def test_findings_stand_beside_the_editor_and_are_mended_with_a_click(desk, page, texts):  # noqa: F811
    url, password, _installation = desk
    sign_in(page, url, password)
    page.goto(f"{url}/pages/{texts[0]}/edit/")
    page.click("[data-side-panel-toggle=desk-check]")
    page.wait_for_selector(".desk-check")
    shoot(page, "20-check-beside-the-editor")
    assert serious(page) == []

    page.focus("[data-desk-jump=lead]")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "lead"
    assert "opened and then" in page.evaluate("getSelection().toString()")

    page.click("button:has-text('122nd')")
    settled(page)
    assert page.url == f"{url}/pages/{texts[0]}/edit/"
    assert "122th" not in page.locator(".desk-checks").first.text_content()

    page.fill("textarea[name=lead]", "The bridge over the Ost opened.")
    page.click("button:has-text('Save draft')")
    settled(page)
    assert "mid-sentence" not in page.locator(".desk-checks").first.text_content()
    assert page.failures == []


def settled(page):
    page.wait_for_load_state("networkidle")
    page.wait_for_selector(".desk-check", state="attached")


def test_a_translation_and_the_page_of_the_release_are_checked_without_a_barrier(desk, page, texts):  # noqa: F811
    url, password, _installation = desk
    sign_in(page, url, password)
    page.goto(f"{url}/texts/{texts[1]}/checks/")
    page.locator("summary:has-text('Why')").first.click()
    shoot(page, "21-check-of-a-translation")
    assert "١٢٤٨" in page.locator(".desk-checks").text_content()
    assert serious(page) == []

    page.goto(f"{url}/releases/{texts[2]}/")
    page.click("summary:has-text('Desk check')")
    page.wait_for_selector(".desk-check")
    page.locator("summary:has-text('Side by side')").first.click()
    shoot(page, "22-check-on-the-release")
    assert serious(page) == []
    assert page.failures == []


def test_without_scripts_the_page_does_it_all(desk, page, texts):  # noqa: F811
    url, password, _installation = desk
    sign_in(page, url, password)
    context = page.context.browser.new_context(java_script_enabled=False, storage_state=page.context.storage_state())
    plain = context.new_page()
    plain.goto(f"{url}/texts/{texts[0]}/checks/")

    plain.click("button:has-text('122nd')")
    plain.locator(".desk-check:has-text('mid-sentence') summary:has-text('Why')").click()
    plain.locator(".desk-check:has-text('mid-sentence') input[name=reason]").fill("As spoken.")
    plain.locator(".desk-check:has-text('mid-sentence') button:has-text('Dismiss')").click()

    assert "The finding is dismissed" in plain.content()
    assert "122th" not in plain.locator(".desk-checks").text_content()
    context.close()
