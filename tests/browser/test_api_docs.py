"""The page that explains the API, in Chromium with every other host cut off."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.support.archives.demo import demo_log
from tests.support.public_server import PublicServer

pytestmark = pytest.mark.browser


@pytest.fixture
def address(tmp_path):
    server = PublicServer(tmp_path)
    server.apply(demo_log(limit=5).records)
    server.start()
    yield f"http://127.0.0.1:{server.port}"
    server.stop()


def test_the_docs_page_needs_no_other_host(browser, address):
    page, asked, said = browser.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))

    page.goto(f"{address}/api/v1/docs", wait_until="networkidle")
    page.click("#releases a[href^='#type-']")

    assert said == []
    assert asked
    assert all(url.startswith(address) for url in asked)
    assert page.url.endswith("#type-Listing")
    assert page.evaluate("getComputedStyle(document.querySelector('main')).maxWidth") != "none"
    assert page.locator("section").count() > 20
    rules = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa"]}}
    assert Axe().run(page, options=rules).response["violations"] == []


def test_the_docs_page_is_readable_on_a_phone_at_night(browser, address):
    context = browser.new_context(color_scheme="dark", viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"{address}/api/v1/docs")

    rules = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa"]}}
    assert Axe().run(page, options=rules).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    lines = "names => names.filter(name => name.getClientRects().length > 1).map(name => name.textContent)"
    assert page.eval_on_selector_all("td:first-child code", lines) == []
    context.close()
