"""Prints have a thread of their own, and what is removed while one is made is not given out."""

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from dateline.public.http.active_overrides import ActiveOverrides
from dateline.public.http.archive_source import Snapshot
from dateline.public.http.dispatch import Dispatcher, Endpoints
from dateline.public.http.hot_cache import HotCache
from dateline.public.http.limits import RateLimiter
from dateline.public.http.messages import Incoming
from dateline.public.http.page_service import PageService, ServicePolicy
from dateline.public.http.response_cache import ResponseCache
from dateline.public.http.single_flight import SingleFlight
from dateline.web.http import Response
from tests.support.archives.naive import NaiveArchive
from tests.support.editions import NOON, Log, a_newsroom, an_edition

PDF = (("content-type", "application/pdf"),)


class Maker:
    """Makes pages at once and prints when the gate opens; a release that is gone is a 410."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.made: list[str] = []

    def respond(self, request, archive, *, today):  # noqa: ARG002
        if not request.path.endswith(".pdf"):
            return Response(200, (("content-type", "text/html"),), b"page")
        reading = archive.text(1, "en")
        if reading.edition is None:
            return Response(410, PDF, b"gone")
        self.made.append(request.path)
        assert self.gate.wait(5)
        return Response(200, PDF, b"%PDF")

    def fault(self, status, _request, _archive):
        return Response(status, PDF, b"")


class House:
    def __init__(self) -> None:
        self.log = Log()
        self.log.set(a_newsroom())
        self.log.publish(an_edition(1))
        self.snapshot = Snapshot(NaiveArchive(self.log.records))
        self.maker = Maker()
        self.threads = [ThreadPoolExecutor(2), ThreadPoolExecutor(1)]
        pages, prints = (
            PageService(
                self.maker, SingleFlight(threads), ResponseCache(1_000_000), build="1", now=lambda: NOON,
                policy=ServicePolicy(RateLimiter(0), max_waiting=3),
            )
            for threads in self.threads
        )  # fmt: skip
        endpoints = Endpoints(log=None, health=None, media=None, static=None, prints=prints, pages=pages)
        self.dispatcher = Dispatcher(self, endpoints, HotCache(self, lambda: NOON))

    def remove(self) -> None:
        self.log.remove(an_edition(1))
        self.snapshot = Snapshot(NaiveArchive(self.log.records))

    def answer(self, path: str):
        return self.dispatcher.respond(Incoming(path=path), None, SimpleNamespace(method="GET", headers={}), None)


@pytest.fixture
def house():
    house = House()
    yield house
    house.maker.gate.set()
    for threads in house.threads:
        threads.shutdown()


def test_a_page_does_not_wait_for_a_print(house):
    async def both():
        printing = asyncio.create_task(house.answer("/en/news/1.pdf"))
        await asyncio.sleep(0.05)
        began = time.monotonic()
        pages = await asyncio.gather(*(house.answer(f"/en/news?page={page}") for page in (2, 3)))
        took_s = time.monotonic() - began
        house.maker.gate.set()
        return took_s, pages, await printing

    took_s, pages, printed = asyncio.run(both())

    assert took_s < 1
    assert {page.status for page in pages} == {200}
    assert (printed.status, printed.body) == (200, b"%PDF")


def test_a_crowd_makes_a_print_once_and_too_many_prints_are_refused(house):
    async def crowd():
        same = [asyncio.create_task(house.answer("/en/news/1.pdf")) for _ in range(50)]
        other = [asyncio.create_task(house.answer(f"/en/news/{number}.pdf")) for number in range(2, 9)]
        await asyncio.sleep(0.1)
        house.maker.gate.set()
        return await asyncio.gather(*same), await asyncio.gather(*other)

    same, other = asyncio.run(crowd())

    assert {answer.status for answer in same} == {200}
    assert house.maker.made.count("/en/news/1.pdf") == 1
    assert sorted(answer.status for answer in other) == [200] * 2 + [503] * 5
    refused = next(answer for answer in other if answer.status == 503)
    assert "retry-after" in dict(refused.headers)


def test_what_is_removed_while_its_print_is_made_is_not_given_out(house):
    async def removed():
        printing = asyncio.create_task(house.answer("/en/news/1.pdf"))
        await asyncio.sleep(0.05)
        house.remove()
        house.maker.gate.set()
        return await printing

    answer = asyncio.run(removed())

    assert (answer.status, answer.body) == (410, b"gone")


def test_what_is_closed_while_its_print_is_made_is_not_given_out(house):
    async def closed():
        printing = asyncio.create_task(house.answer("/en/news/1.pdf"))
        await asyncio.sleep(0.05)
        house.log.remove(an_edition(1))
        whole = house.snapshot.archive
        without = NaiveArchive(house.log.records)
        without.position = whole.position  # an override moves no position
        house.snapshot = Snapshot(without, ActiveOverrides(digest="closed"))
        house.maker.gate.set()
        return await printing

    assert asyncio.run(closed()).status == 410


def test_an_archive_that_never_rests_gets_a_refusal_in_the_end(house, monkeypatch):
    house.maker.gate.set()
    monkeypatch.setattr(
        House, "snapshot", property(lambda self: Snapshot(NaiveArchive(self.log.records))), raising=False
    )

    assert asyncio.run(house.answer("/en/news/1.pdf")).status == 503
