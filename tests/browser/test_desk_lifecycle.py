"""From the first draft to the removal, each by the person whose work it is, in a real browser, with real processes."""

import datetime as dt
import os
import sys
from pathlib import Path

import pytest

from tests.support.desk.builders import image_bytes
from tests.support.installation import fetch, free_port, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PICTURES = os.environ.get("DATELINE_SCREENSHOTS")
WORD = "a sentence of my own 7"
PEOPLE = {"author": "author", "reviewer": "reviewer", "editor": "editor", "boss": "editor-in-chief"}

SEED = f"""
from dateline.newsroom.desk import actions
from dateline.newsroom.desk import clock
from dateline.newsroom.desk.people import role_groups
from dateline.newsroom.desk.models import Office, OfficeName, Role, Topic, User
at = clock.now()
for slug, name in (("mission", "Mission in Karvenia"), ("other", "Mission in Dolmara")):
    actions.set_office(Office(slug=slug, time_zone="Europe/Vienna"), names=[OfficeName(names={{"en": name}})], at=at)
office = Office.objects.get(slug="mission")
actions.set_topic(Topic(slug="water", names={{"en": "Water", "fr": "Eau"}}), at=at)
for name, role in {PEOPLE!r}.items():
    user = User.objects.create_user(name, password={WORD!r})
    role_groups.give(user, Role(role), office)
"""

LATER = """
import datetime as dt
from dateline.newsroom.desk import clock
print((clock.now() + dt.timedelta(seconds=12)).strftime("%Y-%m-%dT%H:%M:%S"))
"""

WENT_LIVE = """
from dateline.newsroom.publication.log import read
for record in read(0, 100):
    if record.entry.subject.kind == "release":
        print(record.entry.at.isoformat())
"""


@pytest.fixture
def newsroom(installation):
    """Desk, worker and public server; returns (desk's address, public address, installation)."""
    installation.python(SEED)
    port, public_port = free_port(), free_port()
    url = f"http://127.0.0.1:{port}"
    dateline = str(Path(sys.executable).with_name("dateline"))
    public = f"http://127.0.0.1:{public_port}"
    environment = {"DATELINE_DESK_URL": url, "DATELINE_PUBLIC_URL": public}
    installation._start([dateline, "desk", "--port", str(port)], environment)
    installation._start([dateline, "work"], environment)
    installation._start([dateline, "serve", "--port", str(public_port)], environment)
    wait_for(lambda: fetch(f"{url}/account/login/")[0] == 200, timeout_s=60)
    wait_for(lambda: fetch(f"{public}/en/news")[0] == 200, timeout_s=60)
    return url, public, installation


class Person:
    """Somebody at the desk, in a window of their own."""

    def __init__(self, browser, url, name):
        self.url, self.name = url, name
        self.page = browser.new_context(viewport={"width": 1280, "height": 1000}).new_page()
        self.page.set_default_timeout(30_000)
        self.page.goto(url)
        self.page.fill("input[name=login]", name)
        self.page.fill("input[name=password]", WORD)
        self.page.click("button[type=submit]")
        self.page.wait_for_load_state("networkidle")

    def see(self, path, name=None):
        self.page.goto(self.url + path)
        self.page.wait_for_load_state("networkidle")
        if name and PICTURES:
            self.page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)
        return self.page

    def does(self, release, action, *, languages=None, shot=None, **fields):
        """Open a action's form on the page of a release, fill it in and send it; say what the desk answers."""
        page = self.see(release, shot)
        form = page.locator("#action-" + action.replace(" ", "-"))
        if form.get_attribute("open") is None:
            form.locator("summary").click()
        if languages:
            for box in form.locator("input[name=languages]").all():
                box.set_checked(box.get_attribute("value") in languages)
        for name, value in fields.items():
            field = form.locator(f"[name={name}]")
            if name == "change":
                form.locator(f"input[name=change][value={value}]").check()
            elif field.evaluate("e => e.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        page.once("dialog", lambda dialog: dialog.accept())
        form.locator("button:not([type=button])").last.click()
        page.wait_for_load_state("networkidle")
        return page.locator(".messages").inner_text()

    def offers(self, release):
        page = self.see(release)
        return [one.get_attribute("id").removeprefix("action-") for one in page.locator("details[id^=action-]").all()]


def draft_in_english(author, picture):
    page = author.see("/releases/add/")
    page.wait_for_url("**/pages/add/desk/releasepage/**")  # one office, so nothing is asked
    page.fill("textarea[name=headline]", "Bridge opens in Velda")
    page.fill("textarea[name=lead]", "The bridge over the Ost opened on Monday.")
    page.fill("textarea[name=dateline_places]", "VELDA")
    page.click("#panel-child-text-picture-section button:has-text('Choose')")
    page.click("a[role=tab]:has-text('Upload')")
    page.set_input_files("input[type=file]", str(picture))
    page.fill("#id_image-chooser-upload-title", "Bridge")
    page.fill("#id_image-chooser-upload-alt_0", "A bridge over a river")
    page.click(".modal-body button[type=submit]:has-text('Upload')")
    page.wait_for_selector("#panel-child-text-picture-section img")
    page.click("a[role=tab]:has-text('Language, kind')")
    page.select_option("select[name=kind]", label="Press release")
    page.check("label:has-text('Water') input")
    page.click("button:has-text('Save draft')")
    page.wait_for_url("**/edit/")
    page.wait_for_load_state("networkidle")
    return page.locator("a:has-text('All languages')").first.get_attribute("href")


def translate_into_french(author, release):
    page = author.see(release)
    page.fill("input[name=language]", "fr")
    page.click("button:has-text('Start')")
    page.wait_for_url("**/edit/")
    return mend(author, page.url.removeprefix(author.url), "Le pont ouvre à Velda", "Le pont a ouvert lundi.")


def mend(author, edit, headline, lead):
    page = author.see(edit)
    page.fill("textarea[name=headline]", headline)
    page.fill("textarea[name=lead]", lead)
    page.click("button:has-text('Save draft')")
    page.wait_for_load_state("networkidle")
    return edit


def edit_address(person, release, language):
    page = person.see(release)
    row = page.locator(f"tr:has(.desk-language:text-is('{language}'))")
    return row.locator("a:has-text('Edit')").get_attribute("href")


def public_address(person, release, language):
    page = person.see(release)
    row = page.locator(f"tr:has(.desk-language:text-is('{language}'))")
    return row.locator("a:has-text('Public page')").get_attribute("href")


def read(address):
    """Return (status, page) as a reader gets it."""
    status, body = fetch(address)
    return status, body.decode()


def within(seconds, check):
    wait_for(check, timeout_s=seconds)


def go_through_review(people, release):
    author, reviewer, editor, _boss = people
    assert author.offers(release) == ["submit"]
    assert "2 texts are in review" in author.does(release, "submit", shot="20-author-submits")
    assert author.offers(release) == []

    sent = reviewer.does(release, "send back", languages=["fr"], reason="Say which bridge.", shot="21-reviewer")
    assert "1 text is a draft again" in sent
    mend(author, edit_address(author, release, "fr"), "Le pont ouvre à Velda", "Le pont sur l’Ost a ouvert lundi.")
    author.does(release, "submit")

    editor.see("/", "22-editor-first-page")
    assert "2 texts are approved" in editor.does(release, "approve", shot="23-editor-approves")


def go_live_on_time(editor, release, public, installation):
    live_at = installation.python(LATER).strip()
    said = editor.does(release, "schedule", live_at=live_at, zone="UTC", shot="24-editor-schedules")
    assert "2 texts are scheduled" in said
    assert "Bridge opens in Velda" not in read(f"{public}/en/news")[1]
    editor.see(release, "25-scheduled")
    within(60, lambda: "Bridge opens in Velda" in read(f"{public}/en/news")[1])
    within(10, lambda: "Le pont ouvre à Velda" in read(f"{public}/fr/news")[1])
    said_at, *others = installation.python(WENT_LIVE).split()
    assert others == [said_at]  # both languages at one instant
    due = dt.datetime.fromisoformat(live_at + "+00:00")
    assert dt.timedelta(0) <= dt.datetime.fromisoformat(said_at) - due < dt.timedelta(seconds=2)


def correct(author, editor, release, address):
    mend(author, edit_address(author, release, "en"), "Bridge opens in Velda", "The bridge opened on Tuesday.")
    author.does(release, "submit", shot="26-new-edition")
    editor.does(release, "approve")
    note = "The day was wrong."
    editor.does(release, "publish", languages=["en"], change="corrected", note=note, shot="27-editor-corrects")
    within(10, lambda: note in read(address)[1])


def test_from_the_first_draft_to_the_removal(newsroom, browser, tmp_path):
    url, public, installation = newsroom
    people = [Person(browser, url, name) for name in PEOPLE]
    author, _reviewer, editor, boss = people
    picture = tmp_path / "bridge.jpg"
    picture.write_bytes(image_bytes((1400, 900)))

    release = draft_in_english(author, picture)
    translate_into_french(author, release)
    go_through_review(people, release)
    go_live_on_time(editor, release, public, installation)
    address = public_address(author, release, "en")
    correct(author, editor, release, address)

    assert "withdraw" not in editor.offers(release)
    boss.does(release, "withdraw", note="Under review.", shot="28-boss-withdraws")
    within(10, lambda: "Under review." in read(address)[1] and "Bridge opens" not in read(f"{public}/en/news")[1])
    boss.does(release, "restore", note="Confirmed.", shot="29-boss-restores")
    within(10, lambda: "Bridge opens in Velda" in read(f"{public}/en/news")[1])
    boss.does(release, "remove", note="Published by mistake.")
    within(10, lambda: read(address)[0] == 410)
    boss.see(release, "30-removed")
    assert "Published by mistake." in read(address)[1]
    assert boss.offers(release) == []
