"""Feeds over real news: the sample newsroom, and the federal news of Switzerland with their translations."""

import json

import feedparser
import pytest

from dateline.archive.embedded import open_reader, open_writer
from dateline.archive.query import Filter
from dateline.public.feeds import Feeds
from dateline.public.feeds.registry import FEED_FORMATS
from dateline.web.http import Request
from tests.support.archives.bulk import SWISS, lines, swiss_editions, swiss_offices, swiss_topics
from tests.support.archives.demo import demo_log
from tests.support.archives.naive import NaiveArchive
from tests.support.editions import Log, a_newsroom
from tests.support.feeds import atom_rules, json_feeds, rss_rules
from tests.support.feeds.sound import SITE

SOUND = {"atom": atom_rules.findings, "rss": rss_rules.findings}


def checked(archive, address: str, samples) -> tuple[list[str], str]:
    """The ids of a document's entries and the path of the next page, after it was found to be sound."""
    path, _, query = address.partition("?")
    response = Feeds(SITE).respond(Request(path, query), archive)
    assert response.status == 200, response.body
    if path.endswith("json"):
        assert json_feeds.findings(response.body, samples) == []
        said = json.loads(response.body)
        return [item["id"] for item in said["items"]], said.get("next_url", "").removeprefix(SITE)
    assert SOUND[path.rpartition(".")[2]](response.body) == [], address
    parsed = feedparser.parse(response.body, response_headers=dict(response.headers), sanitize_html=False)
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert all(entry.get(name) for entry in parsed.entries for name in ("id", "title", "link", "author", "updated"))
    following = {link.rel: link.href for link in parsed.feed.links}.get("next", "")
    return [entry.id for entry in parsed.entries], following.removeprefix(SITE)


@pytest.mark.parametrize("language", ["en", "fr", "ru", "ar"])
@pytest.mark.parametrize("suffix", FEED_FORMATS)
def test_every_feed_of_the_sample_newsroom_is_sound(suffix, language, samples):
    archive = NaiveArchive(demo_log(limit=20).records)

    ids, _ = checked(archive, f"/{language}/news.{suffix}", samples)

    assert len(set(ids)) == len(ids) >= 15


@pytest.fixture(scope="module")
def swiss(samples, tmp_path_factory):
    if not (samples / SWISS).exists():
        pytest.skip(f"no Swiss federal news in {samples}: set DATELINE_SAMPLES")
    messages = sorted(lines(samples / SWISS), key=lambda message: (message["pubdate"], int(message["id"])))
    log = Log()
    log.set(a_newsroom(), *swiss_offices(messages), *swiss_topics(messages))
    for number, message in enumerate(messages, 1):
        for edition in swiss_editions(number, message):
            log.publish(edition)
    folder = tmp_path_factory.mktemp("swiss") / "archive"
    with open_writer(folder) as writer:
        writer.apply(log.records)
    return open_reader(folder).current


@pytest.mark.slow
@pytest.mark.parametrize(("suffix", "language"), [("atom", "fr"), ("atom", "en"), ("rss", "en"), ("json", "en")])
def test_every_page_of_the_swiss_federal_news_is_sound(swiss, suffix, language, samples):
    address, seen = f"/{language}/news.{suffix}", []
    while address:
        ids, address = checked(swiss, address, samples)
        seen += ids

    assert len(seen) == len(set(seen)) == swiss.total(Filter())
