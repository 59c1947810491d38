"""A feed format is one row and one module: everything that follows from the row."""

import datetime as dt

import pytest

from dateline.public.feeds.registry import FEED_FORMATS, FeedFormat
from dateline.public.http.encodings import is_compressible
from dateline.public.http.negotiation import preferred_suffix
from dateline.public.pages import PublicPages
from dateline.web.http import Request
from tests.support.archives.naive import NaiveArchive
from tests.support.editions import Log, a_kind, a_newsroom, an_edition
from tests.unit.site.conftest import Seen

HEADLINES = FeedFormat(
    "headlines",
    "text/x-headlines",
    "Headlines",
    "For people in a hurry.",
    lambda entry: entry.title.encode(),
    lambda feed, entries: b"\n".join([feed.title.encode(), *entries]),
)


@pytest.fixture
def ask(monkeypatch):
    monkeypatch.setitem(FEED_FORMATS, HEADLINES.suffix, HEADLINES)
    log = Log()
    log.set(a_newsroom(), a_kind("news"))
    log.publish(an_edition(1))
    archive, pages = NaiveArchive(log.records), PublicPages("https://news.example.org", "1")

    def asked(address: str) -> Seen:
        path, _, query = address.partition("?")
        return Seen(pages.respond(Request(path, query), archive, today=dt.date(2024, 6, 30)))

    return asked


def test_a_new_format_answers_at_its_address(ask):
    feed = ask("/en/news.headlines?kind=news")

    assert feed.text == "EXO – News and press releases – News\nHeadline 1"
    assert dict(feed.response.headers)["content-type"] == "text/x-headlines; charset=utf-8"


def test_pages_link_a_new_format(ask):
    assert "/en/news.headlines" in ask("/en/news").links("head link[type='text/x-headlines']")
    follow = ask("/en/follow")
    assert "Headlines" in follow.texts(".follow-feeds dt")
    assert "For people in a hurry." in follow.texts(".follow-feeds dd")


def test_a_new_format_is_compressed(ask):
    media_type = dict(ask("/en/news.headlines").response.headers)["content-type"]

    assert is_compressible(media_type, 10_000)


@pytest.mark.usefixtures("ask")
def test_a_new_format_can_be_chosen_by_accept():
    assert preferred_suffix("text/x-headlines") == "headlines"
