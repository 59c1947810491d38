"""Feeds name their WebSub hub, in the document and in the header."""

import feedparser
import msgspec
import pytest

from dateline.editions.entry import Subject
from dateline.public.feeds import Feeds
from dateline.web.http import Request
from tests.support.archives.naive import NaiveArchive
from tests.support.editions import Log, an_edition

SITE, HUB = "https://news.example.org", "https://desk.example.org/account/websub"


def feed(path, hub=HUB):
    log = Log()
    for number in range(1, 61):
        edition = an_edition(number)
        log.append(Subject(kind="release", id=edition.release, language="en"), "published", edition)
    path, _, query = path.partition("?")
    archive = NaiveArchive(log.records)
    return Feeds(SITE, hub=hub).respond(Request(path, query), archive)


@pytest.mark.parametrize("suffix", ["atom", "rss", "json"])
@pytest.mark.parametrize("query", ["", "?kind=news"])
def test_the_newest_page_names_its_hub(suffix, query):
    address = f"/en/news.{suffix}{query}"

    answer = feed(address)

    assert dict(answer.headers)["link"] == f'<{HUB}>; rel="hub", <{SITE}{address}>; rel="self"'
    if suffix == "json":
        assert msgspec.json.decode(answer.body)["hubs"] == [{"type": "WebSub", "url": HUB}]
    else:
        links = feedparser.parse(answer.body).feed.links
        assert [one.href for one in links if one.rel == "hub"] == [HUB]
        assert [one.href for one in links if one.rel == "self"] == [SITE + address]


@pytest.mark.parametrize("query", ["?page=2", "?archive=1"])
@pytest.mark.parametrize("suffix", ["atom", "rss", "json"])
def test_older_pages_name_none(suffix, query):
    answer = feed(f"/en/news.{suffix}{query}")

    assert answer.status == 200
    assert "link" not in dict(answer.headers)
    assert HUB.encode() not in answer.body


@pytest.mark.parametrize("suffix", ["atom", "rss", "json"])
def test_without_a_hub_nothing_is_named(suffix):
    answer = feed(f"/en/news.{suffix}", hub="")

    assert "link" not in dict(answer.headers)
    assert b"hub" not in answer.body
