"""What programs read in headers: how often they may ask, and when something last changed."""

import asyncio
import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from dateline.public.http.hot_cache import request_key
from dateline.public.http.limits import RateLimiter
from dateline.public.http.messages import Incoming
from dateline.public.http.page_service import PageService, ServicePolicy
from dateline.public.http.response_cache import ResponseCache
from dateline.public.http.single_flight import SingleFlight
from dateline.public.pages import PublicPages
from tests.support.archives.naive import NaiveArchive
from tests.support.editions import NOON, Log, a_newsroom, an_edition

SITE = "https://news.example.org"
PEER = "8.8.4.4:1234"
FEEDS = ("/en/news.atom", "/en/news.rss", "/en/news.json", "/en/news.ninjs.json", "/en/news/1.ninjs.json")


class Process:
    """The pages of a process with the log so far."""

    def __init__(self, per_minute: int = 0) -> None:
        self.log = Log()
        self.log.set(a_newsroom())
        self.log.publish(an_edition(1))
        pages = PublicPages(SITE, "b1")
        policy = ServicePolicy(RateLimiter(per_minute))
        flight = SingleFlight(ThreadPoolExecutor(1))
        self._pages = PageService(pages, flight, ResponseCache(1_000_000), build="b1", now=lambda: NOON, policy=policy)
        self._archive: NaiveArchive | None = None
        self.overrides = ""

    def get(self, path: str, **headers: str):
        if self._archive is None or self._archive.position != len(self.log.records):
            self._archive = NaiveArchive(self.log.records)
        incoming = Incoming(path=path, peer=PEER, **headers)
        answer = asyncio.run(self._pages.respond(incoming, self._archive, self.overrides))
        return answer.status, dict(answer.headers)


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_says_when_something_changed_and_is_known_again_by_it(path):
    process = Process()

    status, headers = process.get(path)
    moment = headers["last-modified"]
    again, same = process.get(path, if_modified_since=moment)

    assert (status, moment) == (200, "Mon, 03 Jun 2024 13:00:00 GMT")
    assert (again, same["etag"]) == (304, headers["etag"])


@pytest.mark.parametrize("path", FEEDS)
def test_after_a_change_nobody_is_told_that_nothing_changed(path):
    process = Process()
    _, headers = process.get(path)
    before = {"if_modified_since": headers["last-modified"]}

    process.log.publish(an_edition(2))  # an hour later
    assert process.get(path, **before)[0] == 200
    process.log.publish(an_edition(3, edited_at=NOON + dt.timedelta(hours=2, milliseconds=300)))  # in the same second
    status, headers = process.get(path, if_modified_since="Mon, 03 Jun 2024 14:00:00 GMT")

    assert (status, "last-modified" in headers) == (200, False)


def test_a_release_of_an_earlier_moment_changes_a_feed_too():
    """An import brings releases of years ago; the log tells when they came."""
    process = Process()
    _, headers = process.get("/en/news.atom")
    process.log.publish(an_edition(2, edited_at=NOON - dt.timedelta(days=900)))

    assert process.get("/en/news.atom", if_modified_since=headers["last-modified"])[0] == 200


def test_a_killed_release_is_not_known_again_by_its_moment():
    process = Process()
    _, headers = process.get("/en/news.atom")

    process.overrides = "a digest of what is closed"
    status, after = process.get("/en/news.atom", if_modified_since=headers["last-modified"])

    assert (status, "last-modified" in after) == (200, False)


def test_a_tag_goes_before_a_moment():
    process = Process()
    _, headers = process.get("/en/news.atom")

    assert process.get("/en/news.atom", if_none_match='"other"', if_modified_since=headers["last-modified"])[0] == 200
    assert request_key("GET", "/en/news.atom", "", {"if-modified-since": headers["last-modified"]}) is None


@pytest.mark.parametrize("path", ["/api/v1/releases", "/api/v1/releases/77", "/en/news.atom", "/en/news/1.newsml.xml"])
def test_a_program_learns_how_often_it_may_ask(path):
    process = Process(per_minute=3)

    headers = process.get(path)[1]

    assert headers["ratelimit-policy"] == '"pages";q=3;w=60'
    assert re.fullmatch(r'"pages";r=2;t=(19|20)', headers["ratelimit"])


def test_a_program_that_asked_too_often_learns_how_long_to_wait():
    process = Process(per_minute=2)
    process.get("/api/v1/releases")
    process.get("/api/v1/search")

    status, headers = process.get("/api/v1/changes")

    assert (status, headers["ratelimit"].partition(";t=")[0]) == (429, '"pages";r=0')
    assert 0 < int(headers["retry-after"]) <= int(headers["ratelimit"].rpartition("=")[2])
    assert {"retry-after", "ratelimit"} <= set(headers["access-control-expose-headers"].split(", "))


def test_cached_answers_and_pages_for_people_say_nothing_of_limits():
    process = Process(per_minute=2)
    process.get("/api/v1/releases")

    assert "ratelimit" not in process.get("/api/v1/releases")[1]
    assert "ratelimit" not in process.get("/en/news")[1]
