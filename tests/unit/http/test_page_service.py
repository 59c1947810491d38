import asyncio
import datetime as dt
import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from zoneinfo import ZoneInfo

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.public.http.messages import Incoming
from dateline.public.http.page_service import PageService
from dateline.public.http.response_cache import ResponseCache
from dateline.public.http.single_flight import SingleFlight
from dateline.web.http import Response, redirect
from tests.support.archives.naive import NaiveArchive
from tests.support.editions import NOON, Log, a_newsroom, an_edition

HTML = (("content-type", "text/html; charset=utf-8"),)
PAGE = "/en/news/1/headline-1"


class Maker:
    """Makes pages that say what they were made from, and counts how often it was asked."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self.broken = False
        self.faults_broken = False
        self.gate = threading.Event()
        self.gate.set()

    def respond(self, request, archive, *, today):
        self.gate.wait(5)
        self.made.append(request.path)
        if self.broken:
            message = "the template is torn"
            raise RuntimeError(message)
        if request.path == "/to":
            return redirect("/en/news")
        status = {"/gone": 410, "/nothing": 404}.get(request.path, 200)
        language = request.headers.get("accept-language", "-")
        named_texts = frozenset({(12, "fr")}) if request.path == "/en/news/1/beside" else frozenset()
        body = f"{request.path} {archive.position} {today} {language} ".encode() * 50
        return Response(status, HTML, body, named_texts)

    def fault(self, status, _request, _archive):
        if self.faults_broken:
            message = "nothing works"
            raise RuntimeError(message)
        return Response(status, HTML, f"our own page for {status}".encode())


class House:
    """A service with its maker, an archive that can move on, and a clock that can be set."""

    def __init__(self) -> None:
        self.log = Log()
        self.now = NOON
        self.maker = Maker()
        self.threads = ThreadPoolExecutor(2)
        self.kept = ResponseCache(1_000_000)
        self.service = self.another()
        self.move()

    def another(self) -> PageService:
        """A process of the same build that has made nothing yet."""
        return PageService(self.maker, SingleFlight(self.threads), self.kept, build="b1", now=lambda: self.now)

    def move(self) -> None:
        self.log.set(a_newsroom(time_zone="Pacific/Auckland"))
        self.archive = NaiveArchive(self.log.records)

    def ask(self, path: str = "/en/news", service: PageService | None = None, **headers):
        asked = Incoming(path=path, **headers)
        return asyncio.run((service or self.service).respond(asked, self.archive))


@pytest.fixture
def house():
    house = House()
    yield house
    house.threads.shutdown()


def test_a_page_is_made_once_and_kept(house):
    first, second = house.ask(), house.ask()

    assert first == second
    assert house.maker.made == ["/en/news"]


def test_a_page_is_made_anew_when_the_archive_has_moved(house):
    house.ask()
    house.move()

    again = house.ask()

    assert b"/en/news 2 " in again.body
    assert dict(again.headers)["dateline-position"] == "2"


def test_a_page_is_made_anew_on_another_day_in_the_newsrooms_zone(house):
    house.now = dt.datetime(2024, 6, 3, 11, 59, tzinfo=dt.UTC)  # 23:59 in Auckland
    assert b"2024-06-03" in house.ask().body

    house.now = dt.datetime(2024, 6, 3, 12, 0, tzinfo=dt.UTC)

    assert b"2024-06-04" in house.ask().body


def test_a_crowd_that_asks_for_one_page_makes_it_once(house):
    house.maker.gate.clear()

    async def crowd():
        asking = [
            asyncio.create_task(house.service.respond(Incoming(path="/en/news"), house.archive)) for _ in range(200)
        ]
        await asyncio.sleep(0.05)
        house.maker.gate.set()
        return await asyncio.gather(*asking)

    answers = asyncio.run(crowd())

    assert house.maker.made == ["/en/news"]
    assert {answer.body for answer in answers} == {answers[0].body}


def test_somebody_who_goes_away_stops_the_page_for_nobody(house):
    house.maker.gate.clear()

    async def two():
        going = asyncio.create_task(house.service.respond(Incoming(path="/en/news"), house.archive))
        staying = asyncio.create_task(house.service.respond(Incoming(path="/en/news"), house.archive))
        await asyncio.sleep(0.05)
        going.cancel()
        house.maker.gate.set()
        return await staying

    assert asyncio.run(two()).status == 200


def test_a_kept_page_is_sent_while_another_is_being_made(house):
    house.ask("/kept")
    house.maker.gate.clear()

    async def both():
        slow = asyncio.create_task(house.service.respond(Incoming(path="/slow"), house.archive))
        await asyncio.sleep(0.02)
        began = time.monotonic()
        await house.service.respond(Incoming(path="/kept"), house.archive)
        took = time.monotonic() - began
        house.maker.gate.set()
        await slow
        return took

    assert asyncio.run(both()) < 0.5


def test_nothing_is_kept_of_a_log_that_was_set_back(house):
    house.move()
    house.ask()
    house.log = Log()
    house.move()
    assert b"/en/news 1 " in house.ask().body

    house.move()
    house.ask()

    assert house.maker.made == ["/en/news"] * 3


# validators


def test_who_has_the_page_gets_304(house):
    page = house.ask(accept_encoding="br")
    tag = dict(page.headers)["etag"]

    again = house.ask(accept_encoding="br", if_none_match=tag)

    assert (again.status, again.body) == (304, b"")
    assert dict(again.headers)["etag"] == tag
    repeated = ("cache-control", "vary", "dateline-position")
    assert [dict(again.headers)[name] for name in repeated] == [dict(page.headers)[name] for name in repeated]


@pytest.mark.parametrize(("path", "status"), [("/en/news", 304), ("/gone", 304), ("/nothing", 404), ("/to", 301)])
def test_a_star_gets_304_where_there_is_a_page(house, path, status):
    assert house.ask(path, if_none_match="*").status == status  # made for this
    assert house.ask(path, if_none_match="*").status == status  # kept


def test_another_process_of_the_same_build_knows_the_tag_without_making_the_page(house):
    tag = dict(house.ask().headers)["etag"]
    house.kept = ResponseCache(1_000_000)
    fresh = house.another()

    answer = house.ask(service=fresh, if_none_match=tag)

    assert answer.status == 304
    assert house.maker.made == ["/en/news"]


def test_the_tag_changes_with_position_and_day_and_address(house):
    tags = [dict(house.ask().headers)["etag"], dict(house.ask("/fr/news").headers)["etag"]]
    house.move()
    tags.append(dict(house.ask().headers)["etag"])
    house.now += dt.timedelta(days=1)
    tags.append(dict(house.ask().headers)["etag"])

    assert len(set(tags)) == 4


# what is kept


@pytest.mark.parametrize(("path", "times"), [("/gone", 1), ("/nothing", 2), ("/to", 2)])
def test_pages_and_gone_pages_are_kept_and_others_made_each_time(house, path, times):
    house.ask(path)
    house.ask(path)

    assert len(house.maker.made) == times


def test_an_answer_that_is_not_kept_has_no_tag(house):
    assert "etag" not in dict(house.ask("/nothing").headers)


def test_the_encodings_of_a_page_are_made_from_one(house):
    packed = house.ask(accept_encoding="br")
    plain = house.ask()

    assert brotli.decompress(packed.body) == plain.body
    assert house.kept.size_bytes == house.kept.get(("/en/news", "", "")).size_bytes


# languages


def test_the_preferred_language_matters_only_where_the_path_names_none(house):
    assert b" fr " in house.ask("/", accept_language="de, fr;q=0.9, en;q=0.1").body
    assert b" - " in house.ask("/ru/news", accept_language="fr").body


def test_a_hundred_ways_to_prefer_a_language_are_one_answer(house):
    for place in range(1, 101):
        house.ask("/", accept_language=f"fr;q=0.{place:03}, en;q=0.0001")

    assert len(house.maker.made) == 1


def test_caches_are_told_what_an_answer_depends_on(house):
    assert dict(house.ask("/").headers)["vary"] == "accept-encoding, accept-language"
    assert dict(house.ask("/en/news").headers)["vary"] == "accept-encoding, accept"
    assert dict(house.ask("/en/offices").headers)["vary"] == "accept-encoding"


# faults


def test_where_making_fails_the_last_good_bytes_of_a_release_go_out_and_say_so(house):
    house.log.publish(an_edition(1))
    house.move()
    good = house.ask(PAGE)
    house.move()
    house.maker.broken = True

    answer = house.ask(PAGE)

    assert (answer.status, answer.body) == (200, good.body)
    assert dict(answer.headers)["dateline-stale"] == "4"
    assert dict(answer.headers)["dateline-position"] == "3"


@pytest.mark.parametrize("change", ["removed", "erased"])
@pytest.mark.parametrize("path", [PAGE, "/en/news/1", "/en/news", "/en/news.atom", "/sitemap.xml"])
def test_where_making_fails_nothing_goes_out_that_could_show_a_removed_text(house, path, change):
    house.log.publish(an_edition(1))
    house.move()
    house.ask(path)
    house.log.remove(an_edition(1), change=change)
    house.move()
    house.maker.broken = True

    answer = house.ask(path)

    assert (answer.status, answer.body) == (500, b"our own page for 500")
    assert "dateline-stale" not in dict(answer.headers)


def test_the_page_of_a_release_beside_a_removed_one_does_not_go_out_stale(house):
    beside = an_edition(12, "fr")
    house.log.publish(an_edition(1))
    house.log.publish(beside)
    house.move()
    house.ask("/en/news/1/beside")
    house.move()
    house.maker.broken = True
    assert house.ask("/en/news/1/beside").status == 200
    house.log.remove(beside)
    house.move()

    assert house.ask("/en/news/1/beside").status == 500


def test_a_withdrawn_release_goes_out_stale(house):
    house.log.publish(an_edition(1))
    house.move()
    house.ask(PAGE)
    house.log.publish(an_edition(1), "withdrawn", "Withdrawn.")
    house.move()
    house.maker.broken = True

    assert house.ask(PAGE).status == 200


def test_a_page_of_the_day_before_goes_out_while_nothing_has_changed(house):
    good = house.ask()
    house.now += dt.timedelta(days=1)
    house.maker.broken = True

    answer = house.ask()

    assert (answer.status, answer.body) == (200, good.body)
    assert dict(answer.headers)["dateline-stale"] == "1"


def test_where_nobody_can_tell_what_may_be_shown_nothing_stale_goes_out(house, monkeypatch):
    house.log.publish(an_edition(1))
    house.move()
    house.ask(PAGE)
    house.move()
    house.maker.broken = True
    monkeypatch.delattr(NaiveArchive, "text")

    assert house.ask(PAGE).status == 500


def test_where_nothing_good_is_left_the_sites_own_page_says_so(house):
    house.maker.broken = True

    answer = house.ask()

    assert (answer.status, answer.body) == (500, b"our own page for 500")
    assert dict(answer.headers)["cache-control"] == "no-store"


def test_where_not_even_that_can_be_made_there_is_a_sentence(house):
    house.maker.broken = house.maker.faults_broken = True

    answer = house.ask("/ru/news", accept_language="ru")

    assert answer.status == 500
    assert "произошла ошибка" in answer.body.decode()


def test_a_fault_is_logged_once_until_the_page_can_be_made_again(house, caplog):
    house.maker.broken = True
    with caplog.at_level(logging.ERROR, "public"):
        for _ in range(5):
            house.ask("/en/news")
    assert [record.getMessage() for record in caplog.records] == ["the page at /en/news cannot be made"]

    house.maker.broken = False
    house.ask("/en/news")
    house.move()
    house.maker.broken = True
    with caplog.at_level(logging.ERROR, "public"):
        house.ask("/en/news")

    assert len(caplog.records) == 2


def test_a_page_that_can_be_made_again_is_no_longer_stale(house):
    house.ask()
    house.now += dt.timedelta(days=1)
    house.maker.broken = True
    assert "dateline-stale" in dict(house.ask().headers)

    house.maker.broken = False

    assert "dateline-stale" not in dict(house.ask().headers)


def test_without_an_archive_the_answer_is_503(house):
    answer = asyncio.run(house.service.respond(Incoming(path="/en/news"), None))

    assert (answer.status, dict(answer.headers)["cache-control"]) == (503, "no-store")


@pytest.mark.parametrize("query", ["q=%FF", "&".join(["a=1"] * 101)])
def test_a_query_that_cannot_be_read_is_400(house, query):
    assert house.ask(query=query).status == 400
    assert house.maker.made == []


def test_last_good_bytes_never_go_out_past_an_override(house):
    good = house.ask(PAGE)
    house.maker.broken = True
    tag = dict(good.headers)["etag"]

    async def closed(**headers):
        return await house.service.respond(Incoming(path=PAGE, **headers), NaiveArchive(house.log.records), "overrides")

    assert asyncio.run(closed(if_none_match=tag)).status == 500, "the tag is another one"
    assert asyncio.run(closed()).status == 500


@given(st.integers(0, 3 * 86_400), st.integers(0, 90_000))
def test_the_day_remembered_is_the_day_in_the_newsrooms_zone(begun, seconds):
    house, now = House(), NOON + dt.timedelta(seconds=begun)
    for house.now in (now, now + dt.timedelta(seconds=seconds), now):
        day = house.now.astimezone(ZoneInfo("Pacific/Auckland")).date()

        assert house.service._today(house.archive)[0] == day
    house.threads.shutdown()
