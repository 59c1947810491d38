"""Readers take turns, however much one of them asks for."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from dateline.public.http.fair_queue import FairQueue
from dateline.public.http.single_flight import SingleFlight


def given_out(turns, jobs):
    """All jobs in the order in which they have their turn, each ended before the next."""
    for reader, job in jobs:
        turns.put(reader, job)
    order = []
    while turn := turns.start_next():
        order.append(turn[1])
        turns.finish(turn[0])
    return order


def test_one_who_asks_once_comes_before_the_second_of_one_who_asks_for_much():
    jobs = [("busy", "b1"), ("busy", "b2"), ("busy", "b3"), ("polite", "p1"), ("other", "o1")]

    assert given_out(FairQueue(1), jobs) == ["b1", "p1", "o1", "b2", "b3"]


def test_a_reader_leaves_a_place_to_others():
    turns = FairQueue(2)
    for number in range(3):
        turns.put("busy", number)

    assert turns.start_next() == ("busy", 0)
    assert turns.start_next() is None
    assert turns.waiting("busy") == 2

    turns.put("polite", "p")

    assert turns.start_next() == ("polite", "p")
    turns.finish("busy")
    assert turns.start_next() == ("busy", 1)


def test_those_whom_nobody_can_tell_apart_have_all_places():
    turns = FairQueue(2)
    for number in range(3):
        turns.put("", number)

    assert [turns.start_next(), turns.start_next(), turns.start_next()] == [("", 0), ("", 1), None]


def test_where_there_is_one_place_everybody_may_have_it():
    assert given_out(FairQueue(1), [("busy", 1), ("busy", 2)]) == [1, 2]


def test_what_fails_gives_its_place_back_and_says_so():
    async def ask():
        making = SingleFlight(threads, 1)
        with pytest.raises(ZeroDivisionError):
            await making.run("a", lambda: 1 // 0, "reader")
        return await making.run("b", lambda: 2, "reader"), making.pending

    with ThreadPoolExecutor(1) as threads:
        assert asyncio.run(ask()) == (2, 0)


def test_a_page_is_made_beside_the_many_that_somebody_waits_for():
    made, gate = [], threading.Event()

    def make(name):
        if name != "polite":
            gate.wait(5)
        made.append(name)

    async def ask():
        making = SingleFlight(threads, 2)
        busy = [
            asyncio.ensure_future(making.run(name, lambda name=name: make(name), "busy")) for name in ("b1", "b2", "b3")
        ]
        await asyncio.sleep(0)
        await making.run("polite", partial(make, "polite"), "polite")
        gate.set()
        await asyncio.gather(*busy)

    with ThreadPoolExecutor(2) as threads:
        asyncio.run(ask())

    assert made == ["polite", "b1", "b2", "b3"]
