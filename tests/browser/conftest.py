"""One Chromium for each pytest process; each test gets windows of its own."""

import shutil
from collections.abc import Iterator

import pytest

from bench.weight import chromium

LOOPBACK_ONLY = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1, EXCLUDE localhost"


@pytest.fixture(scope="session")
def started_chromium() -> Iterator:
    """A Chromium that reaches no other machine."""
    assert shutil.which("chromium"), "Chromium is missing. On Debian: apt-get install chromium"
    with chromium(LOOPBACK_ONLY) as opened:
        yield opened


@pytest.fixture
def browser(started_chromium) -> Iterator:
    """The browser; its windows, cookies and stores end with the test."""
    yield started_chromium
    for context in started_chromium.contexts:
        context.close()


@pytest.fixture
def page(browser):
    """A window at desktop size; ``failures`` lists errors of scripts."""
    page = browser.new_context(viewport={"width": 1280, "height": 1000}).new_page()
    page.failures = []
    page.on("pageerror", lambda error: page.failures.append(str(error)))
    return page
