"""Who is limited, by how much, and who never."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.public.http import limits
from dateline.public.http.archive_source import PositionWaiter
from dateline.public.http.headers import MAX_SURROGATE_KEYS, surrogate_keys
from dateline.public.http.limits import HELD_BYTES, LARGE_BYTES, MemoryGuard, RateLimiter, client_key
from dateline.public.http.messages import Incoming
from dateline.public.http.page_service import MAX_WAITING, PageService, ServicePolicy
from dateline.public.http.response_cache import ResponseCache
from dateline.public.http.single_flight import SingleFlight
from dateline.runtime.errors import SettingError
from dateline.runtime.public_settings import surrogate_header_of, whole_number_of
from tests.unit.http.test_page_service import House

PEER = "8.8.4.4:1234"


@pytest.mark.parametrize(
    ("peer", "forwarded_for", "proxies", "reader"),
    [
        (PEER, "", 0, "8.8.4.4"),
        (PEER, "198.51.100.1", 0, "8.8.4.4"),  # what nobody we know wrote is not believed
        ("127.0.0.1:80", "198.51.100.1", 0, ""),
        ("10.0.0.3:80", "", 0, ""),
        ("10.0.0.3:80", "8.8.8.8, 198.51.100.1", 1, "198.51.100.1"),
        ("10.0.0.3:80", "8.8.8.8, 198.51.100.1", 2, "8.8.8.8"),
        ("10.0.0.3:80", "192.168.1.5", 1, "192.168.1.5"),  # readers of an intranet
        ("10.0.0.3:80", "nobody", 1, ""),
        ("[2001:db8:1:2:3::4]:443", "", 0, ""),  # documentation, counts as private
        ("[2a00:1450:1:2:3::4]:443", "", 0, "2a00:1450:1:2::/64"),
        ("127.0.0.1:80", "2a00:1450:1:2::9", 1, "2a00:1450:1:2::/64"),
        ("::ffff:8.8.8.8", "", 0, "8.8.8.8"),
        ("", "", 0, ""),
    ],
)
def test_a_reader_is_who_our_own_servers_name(peer, forwarded_for, proxies, reader):

    assert client_key(peer, forwarded_for, proxies) == reader


@given(st.lists(st.floats(0, 300), min_size=1, max_size=80), st.integers(1, 20))
def test_nobody_gets_more_than_twice_the_limit_in_any_minute(times, a_minute):
    counted = RateLimiter(a_minute)
    given_at = [at for at in sorted(times) if not counted.retry_after_s("8.8.8.8", now_s=at)]

    for begun in given_at:
        assert sum(begun <= at < begun + 60 for at in given_at) <= 2 * a_minute


def test_who_waits_as_long_as_told_gets_a_page():
    counted = RateLimiter(2)
    assert [counted.retry_after_s("8.8.8.8", now_s=0) for _ in range(3)] == [0, 0, 30]
    assert counted.retry_after_s("9.9.9.9", now_s=0) == 0

    assert counted.retry_after_s("8.8.8.8", now_s=30) == 0


def test_few_readers_are_remembered(monkeypatch):
    monkeypatch.setattr(limits, "MAX_CLIENTS", 3)
    counted = RateLimiter(5)
    for last in range(9):
        counted.retry_after_s(f"8.8.8.{last}", now_s=0)

    assert len(counted._spent) == 3


def limited(house, a_minute=2):
    return PageService(
        house.maker,
        SingleFlight(house.threads),
        ResponseCache(1_000_000),
        build="b1",
        now=lambda: house.now,
        policy=ServicePolicy(RateLimiter(a_minute)),
    )


def test_pages_made_for_one_reader_are_limited_and_kept_ones_are_not():
    house = House()
    service = limited(house)
    for path in ("/1", "/2"):
        assert house.ask(path, service, peer="8.8.8.8:1").status == 200

    refused = house.ask("/3", service, peer="8.8.8.8:2")

    assert refused.status == 429
    assert int(dict(refused.headers)["retry-after"]) > 0
    assert dict(refused.headers)["cache-control"] == "no-store"
    assert house.maker.made == ["/1", "/2"]
    assert house.ask("/1", service, peer="8.8.8.8:3").status == 200
    assert house.ask("/3", service, peer="9.9.9.9:1").status == 200
    house.threads.shutdown()


def test_a_crowd_for_different_pages_is_told_to_come_again_and_kept_pages_go_out():
    house = House()

    async def crowd():
        service = limited(house, 0)
        await service.respond(Incoming(path="/kept"), house.archive)
        house.maker.gate.clear()
        asked = [service.respond(Incoming(path=f"/{i}"), house.archive) for i in range(MAX_WAITING)]
        waiting = asyncio.gather(*asked)
        await asyncio.sleep(0.01)
        more = await service.respond(Incoming(path="/more"), house.archive)
        kept = await service.respond(Incoming(path="/kept"), house.archive)
        house.maker.gate.set()
        return more, kept, await waiting

    more, kept, answers = asyncio.run(crowd())

    assert more.status == 503
    assert dict(more.headers)["retry-after"] == "1"
    assert kept.status == 200
    assert {answer.status for answer in answers} == {200}
    house.threads.shutdown()


def test_a_crowd_behind_one_address_that_wants_the_same_page_gets_it():
    house = House()

    async def crowd():
        service = limited(house, 2)
        house.maker.gate.clear()
        asked = [service.respond(Incoming(path="/same", peer="8.8.8.8:1"), house.archive) for _ in range(50)]
        waiting = asyncio.gather(*asked)
        await asyncio.sleep(0.01)
        house.maker.gate.set()
        return await waiting

    assert {answer.status for answer in asyncio.run(crowd())} == {200}
    assert house.maker.made == ["/same"]
    house.threads.shutdown()


class Moving:
    """A source that stands one position further each time it is looked at."""

    def __init__(self):
        self.position = 0

    @property
    def current(self):
        self.position += 1
        return self


@pytest.mark.parametrize(("named", "reached"), [("", True), ("x", True), ("²", True), ("5", True), ("1" * 16, True)])
def test_a_position_that_is_reached_meanwhile_is_waited_for(named, reached):
    assert asyncio.run(PositionWaiter(Moving()).is_reached(named)) == reached


def test_a_position_far_ahead_is_not_waited_for_long(monkeypatch):
    monkeypatch.setattr("dateline.public.http.archive_source.POSITION_TIMEOUT_S", 0.05)

    assert asyncio.run(PositionWaiter(Moving()).is_reached("1000000")) is False


def test_keys_name_every_release_of_an_answer():
    releases = frozenset({(12, "en"), (7, "zh-Hant"), (7, "en")})

    assert surrogate_keys(0, releases) == ["lists", "r7", "r12"]
    assert surrogate_keys(9, releases) == ["r7", "r9", "r12"]
    assert surrogate_keys(0, frozenset()) == ["lists"]
    assert len(surrogate_keys(0, frozenset((n, "en") for n in range(1, 9_000)))) == MAX_SURROGATE_KEYS + 1


@pytest.mark.parametrize(
    ("path", "header", "keys"),
    [
        ("/en/news/1/beside", "surrogate-key", "r1 r12"),
        ("/en/news/1.pdf", "surrogate-key", "r1"),
        ("/en/news", "cache-tag", "lists"),
        ("/en/news", "", None),
    ],
)
def test_keys_go_out_where_they_are_asked_for(path, header, keys):
    house = House()
    service = PageService(
        house.maker,
        SingleFlight(house.threads),
        ResponseCache(10_000),
        build="b",
        now=lambda: house.now,
        policy=ServicePolicy(RateLimiter(0), header),
    )

    sent = house.ask(path, service)

    assert dict(sent.headers).get(header) == keys
    house.threads.shutdown()


def test_settings_that_cannot_be_read_are_told():
    assert whole_number_of({}, "N", 3) == 3
    assert whole_number_of({"N": "0"}, "N", 3) == 0
    assert surrogate_header_of({"DATELINE_CACHE_KEYS": "Surrogate-Key"}) == "surrogate-key"
    with pytest.raises(SettingError, match="whole number"):
        whole_number_of({"N": "-1"}, "N", 3)
    with pytest.raises(SettingError, match="xkey"):
        surrogate_header_of({"DATELINE_CACHE_KEYS": "x-tags"})


def test_large_bodies_are_refused_while_slow_readers_hold_too_much():
    held = [50_000_000]
    guard = MemoryGuard(lambda: held[0])
    assert guard.allows(LARGE_BYTES)

    held[0] += HELD_BYTES + 1

    assert not guard.allows(LARGE_BYTES)
    assert guard.allows(LARGE_BYTES - 1), "pages go out"
    held[0] = 60_000_000
    assert guard.allows(LARGE_BYTES), "when they have read"


def test_the_memory_of_a_growing_archive_is_no_reason_to_refuse():
    held = [50_000_000]
    guard = MemoryGuard(lambda: held[0])

    for _ in range(10):
        before, held[0] = held[0], held[0] + HELD_BYTES // 2
        guard.note_generation(before)

    assert guard.allows(LARGE_BYTES)


def test_new_generations_do_not_hide_what_slow_readers_hold():
    held = [50_000_000]
    guard = MemoryGuard(lambda: held[0])
    held[0] += 2 * HELD_BYTES

    for _ in range(100):  # opened beside the one before, which is freed later
        held[0] += 1_000
        guard.note_generation(held[0] - 1_000)
        held[0] -= 1_000

    assert not guard.allows(LARGE_BYTES)
