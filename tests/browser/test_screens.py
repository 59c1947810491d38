"""Every own screen of the desk in Chromium: no barrier, and no English word where another language is asked for."""

import os
from pathlib import Path

import pytest

from tests.support.desk.screens import SCREENS, SEED, english_left, seeded

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PICTURES = os.environ.get("DATELINE_SCREENSHOTS")
ONLY = os.environ.get("DATELINE_SCREENS", "").split()
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture
def walk(installation):
    """A desk full of things: its address, and what was made, by name."""
    made = seeded(installation.python(SEED))
    return installation.start_desk(), made


def window(browser, walk, language, theme="light"):
    """A window in which somebody with this language and theme is signed in."""
    url, made = walk
    context = browser.new_context(viewport=DESKTOP, locale=language)
    context.add_cookies([{"name": "dateline", "value": made[f"session-{language}-{theme}"], "url": url}])
    page = context.new_page()
    page.failures = []
    page.on("pageerror", lambda error: page.failures.append(str(error)))
    return page


def screens(walk, page):
    """Open one screen after the other, and yield its name."""
    url, made = walk
    for name, address in SCREENS.items():
        if ONLY and name not in ONLY:
            continue
        answer = page.goto(url + address.format(**made))
        page.wait_for_load_state("networkidle")
        assert answer.status == 200, (name, answer.status)
        assert page.url.startswith(url + address.format(**made).split("?", maxsplit=1)[0]), (name, page.url)
        page.evaluate("document.querySelectorAll('#main details').forEach(one => { one.open = true; })")
        yield name


def shoot(page, name):
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


def barriers(page):
    """What axe finds serious or critical on the page as it stands."""
    from axe_playwright_python.sync_playwright import Axe

    return [
        (one["id"], [node["html"][:200] for node in one["nodes"]])
        for one in Axe().run(page).response["violations"]
        if one["impact"] in {"serious", "critical"}
    ]


def wider_than_the_window(page):
    """By how many pixels the page has to be pushed sideways to be read."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_own_screen_has_a_serious_barrier(walk, browser, language):
    found = {}
    for theme, size in (("light", DESKTOP), ("dark", PHONE)):
        page = window(browser, walk, language, theme)
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size(size)
        for name in screens(walk, page):
            shoot(page, f"{name}-{language}-{theme}")
            faults = barriers(page)
            if wider_than_the_window(page) > 1:
                faults.append(("sideways", wider_than_the_window(page)))
            if faults:
                found[name, theme] = faults
        assert page.failures == []

    assert found == {}


@pytest.mark.parametrize("language", ["fr", "ru", "ar"])
def test_no_own_screen_says_an_english_word(walk, browser, language):
    page = window(browser, walk, language)
    found = {}
    for name in screens(walk, page):
        left = english_left(page, language)
        if left:
            found[name] = left

    assert found == {}
