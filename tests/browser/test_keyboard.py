"""Work at the desk with a keyboard alone: no mouse, no trap, and the focus always to be seen."""

import pytest

from tests.browser.test_screens import walk, window  # noqa: F401 - fixtures
from tests.support.desk.builders import image_bytes
from tests.support.desk.keyboard import Keyboard

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORD = "a sentence of my own 7"


def sign_in(page, url, name):
    page.context.clear_cookies()
    page.goto(url)
    hands = Keyboard(page)
    hands.to("input[name=login]").type(name)
    hands.to("input[name=password]").type(WORD)
    hands.press("Enter")
    page.wait_for_selector(".desk-begin")
    return hands


def both_are(page, state):
    page.locator(f".desk-state--{state}").nth(1).wait_for()


def write(hands, picture):
    page = hands.page
    hands.press("n")
    hands.to(".desk-card").press("Enter")
    page.wait_for_selector("textarea[name=headline]")
    hands.settle()
    hands.to("textarea[name=headline]").type("Bridge opens in Velda")
    hands.to("textarea[name=lead]").type("The bridge over the Ost opened on Monday.")
    hands.to("#panel-child-text-picture-section button:has-text('Choose')").press("Enter")
    page.wait_for_selector(".modal-body")
    hands.settle()
    hands.to(".modal-body a[role=tab][aria-selected=true]").press("ArrowRight")
    hands.to(".modal-body input[type=file]")
    page.set_input_files("input[type=file]", str(picture))  # the window that asks for a file is the system's own
    hands.to("#id_image-chooser-upload-title").press("Control+a").type("Bridge")
    hands.to("#id_image-chooser-upload-alt_0").type("A bridge over a river")
    hands.to(".modal-body button[type=submit]:has-text('Upload')").press("Enter")
    page.wait_for_selector("#panel-child-text-picture-section img")
    hands.to("a[role=tab][aria-selected=true]", back=True).press("ArrowRight")
    hands.to("select[name=kind]").press("ArrowDown")
    hands.press("Control+s")
    page.wait_for_url("**/edit/")
    hands.settle()


def translate(hands):
    page = hands.page
    hands.to(".w-dropdown-button [data-w-dropdown-target=toggle]").press("Enter")
    hands.to("a:has-text('All languages')").press("Enter")
    page.wait_for_url("**/releases/**")
    hands.settle()
    hands.to("input[name=language]").press("Control+a").type("fr")
    hands.press("Enter")
    page.wait_for_url("**/edit/")
    hands.settle()
    hands.to("textarea[name=headline]").press("Control+a").type("Le pont ouvre à Velda")
    hands.to("textarea[name=lead]").press("Control+a").type("Le pont a ouvert lundi.")
    hands.press("Control+Enter")
    page.wait_for_url("**/releases/**")
    hands.settle()
    hands.press("s").press("Enter")
    hands.settle()


def approve_schedule_and_publish(hands, release):
    page = hands.page
    page.goto(release)
    hands.settle()
    hands.press("a").press("Enter")
    hands.settle()
    both_are(page, "approved")
    for action, stands in (("schedule", "scheduled"), ("unschedule", "approved")):
        hands.to(f"#action-{action} summary").press("Enter")
        hands.to(f"#action-{action} button").press("Enter")
        hands.settle()
        both_are(page, stands)
    hands.press("p").press("Enter")
    hands.settle()
    both_are(page, "published")


def correct(hands, release):
    page = hands.page
    hands.press("e")
    page.wait_for_url("**/edit/")
    hands.settle()
    hands.to("textarea[name=lead]").press("Control+a").type("The bridge over the Ost opened on Tuesday.")
    hands.press("Control+s")
    page.locator(".messages li.success").first.wait_for()
    page.goto(release)
    hands.settle()
    action = "#action-publish-at-once"
    hands.to(f"{action} summary").press("Enter")
    hands.to(f"{action} [name=change]").press("ArrowDown")
    hands.to(f"{action} [name=note]").type("The day was wrong.")
    hands.to(f"{action} [name=reason]").type("Readers noticed.")
    page.once("dialog", lambda dialog: dialog.accept())
    hands.to(f"{action} button").press("Enter")
    page.locator("q:has-text('The day was wrong.')").wait_for(state="attached")


def test_from_the_sign_in_to_a_correction_without_a_mouse(walk, page, tmp_path):  # noqa: F811
    url, _made = walk
    picture = tmp_path / "bridge.jpg"
    picture.write_bytes(image_bytes((1400, 900), colour="green"))

    author = sign_in(page, url, "walker-en-light")
    write(author, picture)
    translate(author)
    release = page.url
    both_are(page, "review")
    editor = sign_in(page, url, "other")
    approve_schedule_and_publish(editor, release)
    correct(editor, release)

    unseen = "\n".join(author.unseen + editor.unseen)
    assert not unseen, unseen


def in_russian(page, url, hands):
    page.goto(url)
    hands.settle()
    hands.press("?")
    page.wait_for_selector("#keyboard-shortcuts-dialog:not([aria-hidden=true])")
    said = page.locator("#keyboard-shortcuts-dialog").inner_text()
    assert "Новый материал" in said
    assert "Keyboard" not in said
    hands.press("n")  # a dialog is open: nothing happens behind it
    hands.press("Escape")
    russian = "{key: 'о', code: 'KeyJ', bubbles: true}"
    page.evaluate(f"document.body.dispatchEvent(new KeyboardEvent('keydown', {russian}))")
    assert page.evaluate("document.activeElement.closest('.desk-panel') !== null")


def test_the_keys_are_listed_work_on_a_russian_keyboard_and_can_be_turned_off(walk, browser):  # noqa: F811
    url, made = walk
    page = window(browser, walk, "ru")
    hands = Keyboard(page)
    in_russian(page, url, hands)
    hands.to("[role=search] input", back=True).type("njk")
    assert page.input_value("[role=search] input") == "njk"
    assert page.url.rstrip("/") == url

    page.goto(f"{url}/pages/{made['arabic']}/edit/")
    page.wait_for_selector(".desk-check", state="attached")
    hands.settle().press("F8")
    assert page.locator(".desk-check--now").count() == 1

    page.goto(f"{url}/account/")
    box = "document.querySelector('[name*=keyboard_shortcuts]')"
    page.evaluate(f"{box}.click(); {box}.form.requestSubmit()")
    hands.settle()
    page.goto(url)
    hands.settle().press("n")
    page.wait_for_timeout(500)
    assert page.url.rstrip("/") == url
