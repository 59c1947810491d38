"""A press officer's first morning, in a real browser."""

import os
from pathlib import Path

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FIRST = """
from dateline.newsroom.desk import actions
from dateline.newsroom.desk import clock
from dateline.newsroom.desk.people.accounts import invite
from dateline.newsroom.desk.models import Office, OfficeName, Topic
from tests.support.desk.builders import image_bytes
at = clock.now()
names = [OfficeName(names={"en": "Mission in Karvenia", "fr": "Mission en Karvénie"})]
actions.set_office(Office(slug="mission"), names=names, at=at)
actions.set_topic(Topic(slug="water", names={"en": "Water", "fr": "Eau"}), at=at)
print(invite("editor", is_superuser=True))
"""
OWN = "a sentence of my own 7"
PICTURES = os.environ.get("DATELINE_SCREENSHOTS")


@pytest.fixture
def desk(installation):
    password = installation.python(FIRST).split()[-1]
    return installation.start_desk(), password, installation


def shoot(page, name):
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


def sign_in(page, url, password):
    page.goto(url)
    page.fill("input[name=login]", "editor")
    page.fill("input[name=password]", password)
    shoot(page, "01-sign-in")
    page.click("button[type=submit]")
    page.wait_for_url("**/password/set/")
    shoot(page, "02-own-password")
    page.fill("input[name=password1]", OWN)
    page.fill("input[name=password2]", OWN)
    page.click("button[type=submit]")
    page.wait_for_load_state("networkidle")


def write(page, headline, lead):
    page.fill("textarea[name=headline]", headline)
    page.fill("textarea[name=lead]", lead)


def upload_picture(page, path):
    page.click("#panel-child-text-picture-section button:has-text('Choose')")
    page.click("a[role=tab]:has-text('Upload')")
    page.set_input_files("input[type=file]", str(path))
    page.fill("#id_image-chooser-upload-title", "Bridge")
    page.fill("#id_image-chooser-upload-alt_0", "A bridge over a river")
    shoot(page, "05-upload")
    page.click(".modal-body button[type=submit]:has-text('Upload')")
    page.wait_for_selector("#panel-child-text-picture-section img")


def write_in_english(page, url, picture):
    page.goto(f"{url}/releases/add/")
    shoot(page, "03-which-office")
    page.click("text=Mission in Karvenia")
    page.wait_for_load_state("networkidle")
    write(page, "Bridge opens in Velda", "The bridge over the Ost opened on Monday.")
    page.fill("textarea[name=dateline_places]", "VELDA")
    upload_picture(page, picture)
    page.click("#panel-child-text-body-section button[title='Insert a block']")
    page.click("text=Quote")
    page.fill("textarea[name^='body-'][name$='-value-text']", "It shortens the way to school.")
    page.fill("input[name^='body-'][name$='-value-speaker']", "Aida Kolm")
    shoot(page, "06-text")
    page.click("a[role=tab]:has-text('Language, kind')")
    page.select_option("select[name=kind]", label="Press release")
    page.check("label:has-text('Water') input")
    shoot(page, "07-facts")
    page.click("button:has-text('Save draft')")
    page.wait_for_url("**/edit/")
    page.wait_for_load_state("networkidle")
    shoot(page, "08-saved")


def all_languages(page, url):
    page.goto(url + page.locator("a:has-text('All languages')").first.get_attribute("href"))


def translate_into_french(page):
    page.fill("input[name=language]", "fr")
    page.click("button:has-text('Start')")
    page.wait_for_url("**/edit/")
    page.wait_for_load_state("networkidle")
    write(page, "Le pont ouvre à Velda", "Le pont sur l’Ost a ouvert lundi.")
    page.click("button:has-text('Save draft')")
    page.wait_for_load_state("networkidle")
    shoot(page, "10-french")


SAID = """
from dateline.newsroom.publication.log import read
from dateline.editions.entry import words
for record in read(0, 100):
    if record.entry.subject.kind == "release":
        edition = words(record)
        parts = len(edition.picture.renditions), len(edition.body)
        print(edition.language, edition.headline, edition.kind.slug, *parts, sep="|")
"""


def test_a_press_officer_publishes_in_two_languages(desk, page, tmp_path):
    from tests.support.desk.builders import image_bytes

    url, password, installation = desk
    picture = tmp_path / "bridge.jpg"
    picture.write_bytes(image_bytes((1400, 900)))

    sign_in(page, url, password)
    write_in_english(page, url, picture)
    all_languages(page, url)
    shoot(page, "09-release")
    translate_into_french(page)
    all_languages(page, url)
    shoot(page, "11-two-languages")
    page.click("#action-publish-at-once summary")
    page.fill("#action-publish-at-once [name=reason]", "The bridge is open.")
    page.once("dialog", lambda dialog: dialog.accept())
    page.click("#action-publish-at-once button")
    page.wait_for_load_state("networkidle")
    shoot(page, "12-published")

    assert page.locator(".desk-state--published").count() == 2
    assert installation.python(SAID).splitlines() == [
        "en|Bridge opens in Velda|press-release|4|1",
        "fr|Le pont ouvre à Velda|press-release|4|1",
    ]
    assert page.failures == []


def test_the_desks_own_screens_have_no_serious_barrier(desk, page):
    from axe_playwright_python.sync_playwright import Axe

    url, password, installation = desk
    release = installation.python(
        "from tests.support.desk.builders import a_published\nprint(a_published().release_id)"
    ).split()[-1]
    serious = {}
    page.goto(url)
    found = [("/account/login/", Axe().run(page))]
    sign_in(page, url, password)
    for address in ("/", "/releases/", "/releases/add/", f"/releases/{release}/"):
        page.goto(url + address)
        page.wait_for_load_state("networkidle")
        found.append((address, Axe().run(page)))
    for address, result in found:
        faults = [
            (one["id"], [node["html"][:160] for node in one["nodes"]])
            for one in result.response["violations"]
            if one["impact"] in {"serious", "critical"}
        ]
        if faults:
            serious[address] = faults

    assert serious == {}
