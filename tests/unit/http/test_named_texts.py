"""A response says which texts it names, whatever its format and however it writes their addresses."""

import re

import pytest

from dateline.archive.port import Archive
from dateline.editions.parts import Text
from dateline.public.activitypub import ActorSettings
from dateline.public.pages import PublicFeatures, PublicPages
from dateline.public.recording import RecordingArchive
from dateline.web.http import Request
from tests.support.archives.naive import NaiveArchive
from tests.support.editions import NOON, Log, a_kind, a_newsroom, a_topic, an_edition, an_office, refs

ADDRESS = re.compile(r"/([A-Za-z0-9-]+)(?:/|%2F)news(?:/|%2F)([0-9]+)(?![0-9])")
LONG_TAG = "ca-Latn-ES-valencia-x-press"


def an_archive() -> NaiveArchive:
    log = Log()
    log.set(a_newsroom(), an_office("mission"), a_topic("policing"), a_kind("news"))
    for number in range(1, 6):
        for language in ("en", "fr", LONG_TAG):
            log.publish(an_edition(number, language, offices=refs("mission"), topics=refs("policing")))
    log.publish(an_edition(2, "fr", version=2), "corrected", "A number was wrong.")
    return NaiveArchive(log.records)


@pytest.fixture(scope="module")
def pages():
    setup = ActorSettings(name="press", inbox="https://news.example.org/account/activitypub", public_key=lambda: "")
    return PublicPages("https://news.example.org", "b", features=PublicFeatures(actors=setup))


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/en/", ""),
        ("/en/news", ""),
        ("/fr/news", "q=headline"),
        ("/en/news/3", ""),
        ("/en/news/3/headline-3", ""),
        (f"/{LONG_TAG}/news/3/headline-3", ""),
        ("/en/offices/mission", ""),
        ("/en/topics/policing", ""),
        ("/en/suggest", "q=head"),
        ("/en/news.atom", ""),
        ("/en/news.rss", ""),
        ("/en/news.json", ""),
        ("/api/v1/releases", ""),
        ("/api/v1/releases/3", ""),
        ("/api/v1/oembed", "url=https://news.example.org/en/news/3/headline-3"),
        ("/sitemap-1.xml", ""),
        ("/sitemap-news.xml", ""),
        ("/activitypub/actors/newsroom/outbox", "page=1"),
    ],
)
def test_whatever_a_response_names_it_reports(pages, path, query):
    response = pages.respond(Request(path, query), an_archive(), today=NOON.date())

    text = response.body.decode() + dict(response.headers).get("location", "")
    named = {(int(number), language) for language, number in ADDRESS.findall(text)}
    assert named <= response.named_texts


@pytest.mark.parametrize(
    "path",
    [
        "/en/news/90/headline-90",
        "/en/news/90.pdf",
        "/en/news/90.ninjs.json",
        "/en/news/90.newsml.xml",
        "/en/news/90.txt",
        "/en/news.atom",
        "/en/news.json",
        "/en/news.ninjs.json",
        "/api/v1/releases/90/en",
    ],
)
def test_whatever_shows_the_whole_text_reports_the_texts_that_it_links_to(path):
    log = Log()
    log.set(a_newsroom())
    log.publish(an_edition(90, body=(Text(html='<p><a href="/ru/news/7/voda">Water</a></p>'),)))
    pages = PublicPages("https://news.example.org", "b", printer=lambda _job: b"%PDF")

    response = pages.respond(Request(path), NaiveArchive(log.records), today=NOON.date())

    assert response.status == 200
    assert response.named_texts == {(90, "en"), (7, "ru")}


def test_a_page_without_releases_reports_none(pages):
    assert pages.respond(Request("/robots.txt"), an_archive(), today=NOON.date()).named_texts == frozenset()


def test_every_answer_of_an_archive_with_texts_is_recorded():
    recording = RecordingArchive(an_archive())
    questions = {name for base in Archive.__mro__ for name in vars(base) if not name.startswith("_")}

    assert questions <= set(vars(RecordingArchive)), "a new question has to say which texts its answer holds"
    assert recording.texts_read == frozenset()
    recording.text(3, "fr")
    recording.text(99, "en")
    assert recording.texts_read == {(3, "fr")}
