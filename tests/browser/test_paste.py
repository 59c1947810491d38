"""Writing in a real browser: what programs put on the clipboard becomes what the author meant, and no word is lost."""

import pytest

from tests.browser.test_desk import FIRST, sign_in, write
from tests.support.desk import clipboard
from tests.support.installation import installations

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PASTE = """([html, text]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", text);
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""
SAID = """
import sys
from dateline.newsroom.desk.models import ReleasePage
from dateline.newsroom.desk.editions import body
draft = ReleasePage.objects.get(pk=int(sys.argv[1])).get_latest_revision_as_object()
print("".join(part.html for part in body.parts(draft.body, "en", "page")))
print(body.html(draft.notes, lambda _: ""))
"""


@pytest.fixture(scope="module")
def desk(databases, fork_server, tmp_path_factory, started_chromium):
    """A desk for all tests: its address, the cookies of somebody who has signed in, and the installation."""
    for installation in installations(databases, fork_server, tmp_path_factory.mktemp("paste"), "paste"):
        password = installation.python(FIRST).split()[-1]
        url = installation.start_desk()
        context = started_chromium.new_context()
        sign_in(context.new_page(), url, password)
        yield url, context.cookies(), installation


@pytest.fixture
def form(desk, page):
    """The form of a new release, with headline and lead."""
    url, cookies, installation = desk
    page.context.add_cookies(cookies)
    page.goto(f"{url}/releases/add/")
    page.click("text=Mission in Karvenia")
    page.wait_for_load_state("networkidle")
    write(page, "Bridge opens", "It opened.")
    return page, installation


def paste(page, editor, html):
    editor.click()
    with page.expect_response("**/paste/"):
        page.evaluate(PASTE, [html, "plain words"])
    page.wait_for_timeout(1500)


def save(page, installation):
    page.click("button:has-text('Save draft')")
    page.wait_for_url("**/edit/")
    page.wait_for_load_state("networkidle")
    return installation.python(SAID, page.url.split("/")[-3]).splitlines()


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            clipboard.WORD,
            (
                "<h2>Findings</h2><p>The <b>mission</b> visited Velda on <i>Monday</i>.<sup>[1]</sup></p>"
                "<ul><li>First point<ul><li>Below it</li></ul></li><li>Second <b>point</b></li></ul><p>Between.</p>"
                "<ol><li>Third of all</li><li>Fourth</li></ol>"
                '<p>It was quite calm. See <a href="https://example.org/report?a=1&amp;b=2">the report</a>.</p>'
                '<table><thead><tr><th scope="col">Place</th><th scope="col">Shots</th></tr></thead>'
                "<tbody><tr><td>Velda</td><td>12</td></tr><tr><td>None elsewhere</td><td></td></tr></tbody></table>"
                "<hr><p>[1] By invitation of the council.</p>"
            ),
        ),
        (
            clipboard.GOOGLE,
            (
                "<h2>Next steps</h2>"
                '<p>The <b>council</b><i> agreed</i>, see <a href="https://example.org/a?b=c">here</a><sup>[1]</sup>.</p>'
                "<ul><li>one<ul><li>below one</li></ul></li><li>two H<sub>2</sub>O</li></ul>"
                "<table><tbody><tr><td>Year</td><td>Cases</td></tr><tr><td>2023</td><td>7</td></tr></tbody></table>"
                "<hr><p>[1] In full session.</p>"
            ),
        ),
        (
            clipboard.MAIL,
            (
                "<p>Dear all,</p><p>the hall opens at <b>ten</b>.<br>Bring a card.</p>"
                '<p>Details: <a href="https://example.org/hall">the hall</a></p>'
                "<ul><li>quiet please</li><li>doors at nine</li><li>no photographs</li></ul>"
                "<blockquote>When does it open?</blockquote>"
            ),
        ),
    ],
    ids=["word", "google", "mail"],
)
def test_what_is_pasted_into_the_body_keeps_its_shape(form, html, expected):
    page, installation = form
    page.click("#panel-child-text-body-section button[title='Insert a block']")
    page.click("[role=option]:has-text('Text')")

    paste(page, page.locator("#panel-child-text-body-section .Draftail-Editor [contenteditable=true]").first, html)

    assert save(page, installation)[0].replace(" data-block-key", "") == expected
    assert page.failures == []


def test_a_table_pasted_where_there_are_none_becomes_lines(form):
    page, installation = form

    editor = page.locator("#panel-child-text-notes-section .Draftail-Editor [contenteditable=true]")
    paste(page, editor, clipboard.GOOGLE)

    notes = save(page, installation)[1]
    assert "<p>Year · Cases</p><p>2023 · 7</p>" in notes
    assert "In full session." in notes


def test_a_new_release_is_written_in_at_once_and_saved_to_the_last_letter(form):
    page, installation = form

    page.locator("#panel-child-text-body-section .Draftail-Editor [contenteditable=true]").click()
    page.keyboard.type("The bridge opened at noon")

    assert "<p>The bridge opened at noon</p>" in save(page, installation)[0].replace(" data-block-key", "")


def test_a_form_that_nobody_wrote_in_has_no_text(form):
    page, installation = form

    assert save(page, installation)[0] == ""
    assert page.locator("#panel-child-text-body-section .Draftail-Editor").count() == 1
