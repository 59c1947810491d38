"""Recent changes of older releases in a feed, and the cache of entries."""

import datetime as dt

import feedparser
import pytest

from dateline.editions.parts import Text
from dateline.public.feeds import Feeds
from dateline.public.feeds.build import content
from dateline.web.http import Request
from tests.support.archives.naive import NaiveArchive
from tests.support.editions import NOON, Log, a_newsroom, an_edition
from tests.support.feeds.sound import SITE, asked, feed_of

LATER = NOON + dt.timedelta(days=90)
WATER = (Text(html="<p>Water for Velda.</p>"),)


@pytest.fixture
def log():
    """Seventy releases, of which every one says what the water is for; the feed's first page has fifty."""
    log = Log()
    log.set(a_newsroom())
    for number in range(1, 71):
        log.publish(an_edition(number, body=WATER))
    return log


def changed(number: int, **changes):
    return an_edition(number, version=2, edited_at=LATER, body=changes.pop("body", WATER), **changes)


def numbers(log: Log, address: str) -> list[str]:
    return [entry.link.split("/")[5] for entry in feed_of(log, address).entries]


def test_the_feed_of_a_search_has_older_corrections(log):
    log.publish(changed(3), "corrected", "It was 12, not 21.")
    log.publish(changed(4, body=(Text(html="<p>Bread.</p>"),)), "corrected", "It was bread.")

    told = feed_of(log, "/en/news.atom?q=water")

    assert numbers(log, "/en/news.atom?q=water")[50:] == ["3"]
    assert "It was 12, not 21." in told.entries[-1].content[0].value


@pytest.mark.parametrize("query", ["", "?q=water"])
def test_an_older_text_in_another_language_is_left_out(log, query):
    log.publish(an_edition(3, "fr", body=WATER))
    log.publish(changed(3, language="fr"), "corrected", "C’était 12.")

    assert "3" not in numbers(log, f"/en/news.atom{query}")


def test_the_feed_of_a_search_has_only_the_id_of_a_withdrawn_release(log):
    log.publish(changed(3, headline="Zqwithdrawn"), "withdrawn", "Issued in error.")

    words = asked(log, "/en/news.atom?q=water").body.decode()
    whole = asked(log, "/en/news.atom").body.decode()

    assert words.count("deleted-entry") == 2
    assert "Issued in error." in words
    assert "Zqwithdrawn" not in words
    assert "Zqwithdrawn" in whole
    assert "deleted-entry" not in whole


def test_texts_that_changed_together_have_one_order(log):
    for number in range(1, 15):
        log.publish(changed(number, published_at=NOON), "corrected", "Sorry.")

    told = numbers(log, "/en/news.atom")[50:]

    assert told == [str(number) for number in range(14, 0, -1)]


@pytest.mark.parametrize("form", ["atom", "rss", "json"])
def test_an_entry_is_rendered_once_and_again_when_it_changes(log, form, monkeypatch):
    made = []
    html = content.Content.html
    monkeypatch.setattr(content.Content, "html", lambda self: made.append(self._item.edition) or html(self))
    feeds = Feeds(SITE)

    def body() -> bytes:
        return feeds.respond(Request(f"/en/news.{form}", "page=2"), NaiveArchive(log.records)).body

    first = body()
    made.clear()

    again = body()
    assert (again, made) == (first, [])

    log.publish(changed(5, headline=f"Zq{form}"), "corrected", "Sorry.")
    third = body()
    assert [edition.number for edition in made] == [5]
    assert f"Zq{form}".encode() in third


def test_entries_follow_the_newsrooms_name(log):
    feeds = Feeds(SITE)
    first = feeds.respond(Request("/en/news.atom"), NaiveArchive(log.records))
    assert "Example Organisation" in first.body.decode()

    log.set(a_newsroom(name={"en": "Zqorganisation"}))

    told = feedparser.parse(feeds.respond(Request("/en/news.atom"), NaiveArchive(log.records)).body)
    assert {entry.author for entry in told.entries} == {"Zqorganisation"}


@pytest.mark.parametrize(
    "address",
    [
        *("/en/news.atom", "/en/news.rss", "/en/news.json", "/en/news.ics", "/en/news.ninjs.json", "/en/news/5.txt"),
        *("/en/news.json?page=99", "/en/news.json?size=10"),
    ],
)
def test_scripts_on_other_sites_may_read_it(log, address):
    headers = dict(asked(log, address).headers)

    assert headers["access-control-allow-origin"] == "*"
    assert "set-cookie" not in headers
