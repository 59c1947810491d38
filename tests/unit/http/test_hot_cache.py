"""What went out once goes out again as it is, and never after the archive, the overrides or the day have moved on."""

import asyncio
import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from dateline.public.http import hot_cache
from dateline.public.http.active_overrides import ActiveOverrides
from dateline.public.http.archive_source import Snapshot
from dateline.public.http.dispatch import Dispatcher, Endpoints
from dateline.public.http.hot_cache import MAX_BODY_BYTES, MAX_ENTRIES, HotCache, request_key
from dateline.public.http.messages import Incoming, Outgoing
from dateline.public.http.page_service import PageService
from dateline.public.http.response_cache import ResponseCache
from dateline.public.http.single_flight import SingleFlight
from dateline.web.http import Response
from tests.support.archives.naive import NaiveArchive
from tests.support.editions import NOON, Log, a_newsroom, an_edition

PAGE = "/en/news/1/headline-1"
BROWSER = {"accept-encoding": "br", "accept-language": "fr", "accept": "text/html"}


class Maker:
    def respond(self, request, archive, *, today):
        status = 404 if request.path == "/en/nothing" else 200
        said = f"{request.path} {archive.position} {today} {request.headers.get('accept-language')} "
        return Response(status, (("content-type", "text/html"),), said.encode() * 50)

    def fault(self, status, _request, _archive):
        return Response(status, (), b"")


class House:
    """Dispatcher over an archive that can move on, with a clock that can be set."""

    def __init__(self) -> None:
        self.now = NOON
        self.log = Log()
        self.log.set(a_newsroom(time_zone="Pacific/Auckland"))
        self.move()
        threads = ThreadPoolExecutor(2)
        pages, prints = (
            PageService(Maker(), SingleFlight(threads), ResponseCache(1_000_000), build="1", now=lambda: self.now)
            for _ in range(2)
        )
        self.hot_cache = HotCache(self, lambda: self.now)
        endpoints = Endpoints(log=None, health=None, media=None, static=None, prints=prints, pages=pages)
        self.dispatcher = Dispatcher(self, endpoints, self.hot_cache)

    def move(self) -> None:
        self.log.publish(an_edition(len(self.log.records) + 1))
        self.snapshot = Snapshot(NaiveArchive(self.log.records))

    def ask(self, path: str = PAGE, *, headers: dict[str, str] = BROWSER) -> tuple[bool, Outgoing]:
        """Return whether the answer was there at once, and the answer."""
        key = request_key("GET", path, "", headers)
        assert key is not None
        if sent := self.hot_cache.get(key):
            return True, sent
        asked = Incoming(
            path=path, accept_encoding=headers["accept-encoding"], accept_language=headers["accept-language"]
        )
        return False, asyncio.run(self.dispatcher.page(asked, headers["accept"], key))


@pytest.fixture
def house():
    return House()


def test_who_asks_in_the_same_way_gets_the_same(house):
    was_at_once, first = house.ask()

    is_at_once, second = house.ask()

    assert (was_at_once, is_at_once) == (False, True)
    assert second is first


def test_what_moved_on_is_made_anew(house):
    house.ask()
    _, before = house.ask()
    house.move()

    is_at_once, after = house.ask()

    assert not is_at_once
    assert after.body != before.body
    assert dict(after.headers)["dateline-position"] != dict(before.headers)["dateline-position"]


def test_other_overrides_are_other_responses(house):
    house.ask()
    house.ask()
    house.snapshot = Snapshot(house.snapshot.archive, ActiveOverrides("closed"))

    assert not house.ask()[0]


def test_an_answer_made_while_the_archive_moved_on_is_not_sent_hot_cache(house):
    house.ask()
    key = request_key("GET", "/en/news/2/headline-2", "", BROWSER)
    before = house.snapshot
    house.move()
    house.ask()

    house.hot_cache.put(key, Outgoing(200, [], b"old", until=NOON + dt.timedelta(days=1)), before)

    assert house.hot_cache.get(key) is None


def test_at_midnight_in_the_newsrooms_zone_pages_are_looked_up_hot_cache(house):
    house.ask()
    house.now = dt.datetime(2026, 3, 5, 10, 59, 59, tzinfo=dt.UTC)
    house.ask()
    assert house.ask()[0]

    house.now = dt.datetime(2026, 3, 5, 11, tzinfo=dt.UTC)

    is_at_once, sent = house.ask()
    assert not is_at_once
    assert sent.until == dt.datetime(2026, 3, 6, 11, tzinfo=dt.UTC)


def test_nothing_that_may_differ_is_taken_for_the_same(house):
    keys = {
        (path, name, value): request_key("GET", path, "", BROWSER | {name: value})
        for path in ("/", PAGE, "/en/news")
        for name, value in (("accept-encoding", "gzip"), ("accept-language", "ru"), ("accept", "application/rss+xml"))
    }

    differing = {asked for asked, key in keys.items() if key != request_key("GET", asked[0], "", BROWSER)}

    assert {(path, name) for path, name, _ in differing} == {
        ("/", "accept-encoding"),
        ("/", "accept-language"),
        (PAGE, "accept-encoding"),
        ("/en/news", "accept-encoding"),
        ("/en/news", "accept"),
    }
    assert request_key("GET", PAGE, "a=b", BROWSER) != request_key("GET", PAGE, "", BROWSER)


@pytest.mark.parametrize(
    ("method", "more"),
    [
        ("HEAD", {}),
        ("POST", {}),
        ("GET", {"if-none-match": "*"}),
        ("GET", {"dateline-position": "7"}),
        ("GET", {"cookie": "a" * 16_000}),
    ],
)
def test_who_may_need_something_else_is_answered_in_full(method, more):
    assert request_key(method, PAGE, "", BROWSER | more) is None


def test_what_is_not_there_is_looked_up_each_time(house):
    house.ask()
    house.ask("/en/nothing")

    is_at_once, sent = house.ask("/en/nothing")

    assert (is_at_once, sent.status) == (False, 404)


def test_what_is_remembered_is_bounded(house, monkeypatch):
    monkeypatch.setattr(hot_cache, "MAX_ENTRIES", 3)
    house.ask()
    remembered = house.hot_cache
    until = NOON + dt.timedelta(days=1)

    remembered.put(
        request_key("GET", "/en/large", "", BROWSER), Outgoing(200, [], b"x" * 50_001, until=until), house.snapshot
    )
    remembered.put(
        request_key("GET", "/en/", "q=" + "x" * 1_000, BROWSER), Outgoing(200, [], b"x", until=until), house.snapshot
    )
    for number in range(10):
        remembered.put(
            request_key("GET", f"/en/{number}", "", BROWSER), Outgoing(200, [], b"x", until=until), house.snapshot
        )

    assert [key[0] for key in remembered._responses] == ["/en/8", "/en/9"]
    assert remembered.get(request_key("GET", "/en/9", "", BROWSER)) is not None
    assert MAX_ENTRIES * MAX_BODY_BYTES <= 25_000_000
