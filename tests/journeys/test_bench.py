"""The benchmark on a small archive: it fails on a wrong answer, never on time."""

import random
import re
from itertools import islice

import msgspec
import pytest

from bench import driving, filling, rows, servers
from bench.measuring import Bench
from bench.stock import stock_of
from dateline.archive import filters
from dateline.web.http import Request
from tests.support.archives.naive import NaiveArchive

RELEASES = 300
EACH = 6


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    made = tmp_path_factory.mktemp("home")
    filling.filled(made, RELEASES, None)
    return made


@pytest.fixture(scope="module")
def stock(home):
    return stock_of(home / "archive")


@pytest.fixture(scope="module")
def naive():
    return NaiveArchive(filling.made_up(RELEASES))


@pytest.fixture(scope="module")
def server(home):
    with servers.public(home) as running:
        yield running


def addresses(row, stock):
    return list(islice(row.addresses(stock, random.Random(2)), EACH))


def asked_of(path, naive):
    """The query that an address means."""
    address, _, query = path.partition("?")
    return filters.parse(Request(address, query, {}).parameters(), naive, reader=address.split("/")[1]).query


def listed(body):
    """Numbers of the releases on a page, in their order."""
    return [int(number) for number in re.findall(r'<h3 class="card-headline"><a href="/\w+/news/(\d+)/', body)]


@pytest.mark.parametrize(
    "row", [row for row in rows.ROWS if row.name.startswith(("front", "list"))], ids=lambda row: row.name
)
def test_lists_show_what_counting_by_hand_finds(row, server, stock, naive):
    for path in addresses(row, stock):
        status, body = servers.get(server.port, path, encoding="identity")

        expected = naive.query(asked_of(path, naive))
        assert status == 200
        assert expected.items, "an empty list measures nothing"
        assert listed(body.decode()) == [item.edition.number for item in expected.items]


def test_searches_show_what_reading_every_text_finds(server, stock, naive):
    (row,) = [row for row in rows.ROWS if row.name.startswith("search")]
    for path in addresses(row, stock):
        _, body = servers.get(server.port, path, encoding="identity")

        query = msgspec.structs.replace(asked_of(path, naive), order="date")
        expected = {item.edition.number for item in naive.query(query).items}
        assert expected
        assert set(listed(body.decode())) == expected
        assert b"<mark>" in body


def test_the_typeahead_offers_headlines_that_begin_so(server, stock, naive):
    (row,) = [row for row in rows.ROWS if row.name == "typeahead"]
    for path in addresses(row, stock):
        _, body = servers.get(server.port, path, encoding="identity")

        typed = dict(Request("", path.partition("?")[2], {}).parameters())["q"]
        offered = [hint["label"] for hint in msgspec.json.decode(body)["hints"] if hint["group"] == "release"]
        assert offered == [hint.headline for hint in naive.autocomplete(typed, path[1:3])]


def test_releases_and_feeds_hold_their_words(server, stock, naive):
    release, feed = (row for row in rows.ROWS if row.name in {"release", "feed"})
    for path in addresses(release, stock):
        _, body = servers.get(server.port, path, encoding="identity")

        _, language, _, number, _ = path.split("/")
        assert naive.text(int(number), language).edition.headline in body.decode()
    for path in addresses(feed, stock):
        _, body = servers.get(server.port, path, encoding="identity")

        items = naive.query(msgspec.structs.replace(asked_of(path, naive), size=50)).items
        assert items
        assert body.count(b"<entry>") + body.count(b"<entry ") == len(items)


def test_one_in_ten_of_the_mix_is_new(stock):
    known, asked = rows.mix(stock, 4_000)

    fresh = [address for address in asked if address not in set(known)]
    assert 0.05 < len(fresh) / len(asked) < 0.15
    assert len(fresh) == len(set(fresh))


def test_the_same_number_of_releases_is_the_same_newsroom(naive):
    assert [record.edition for record in filling.made_up(RELEASES)] == [
        record.edition for record in filling.made_up(RELEASES)
    ]
    assert naive.total(asked_of("/en/news", naive).filter) == RELEASES


def test_a_newsroom_of_somebody_is_left_alone(tmp_path):
    (tmp_path / "archive").mkdir()

    with pytest.raises(SystemExit, match="no benchmark made"):
        filling.filled(tmp_path, RELEASES, None)


@pytest.mark.slow
@pytest.mark.parametrize(
    "chosen",
    [
        pytest.param(("front list", "list: three topics", "release"), id="some"),
        pytest.param([row.name for row in rows.ROWS], marks=pytest.mark.long, id="all"),  # a minute: wrk wants seconds
    ],
)
@pytest.mark.skipif(not driving.is_there(), reason=driving.HOW_TO_GET)
def test_every_row_is_measured_beside_the_ceiling(server, stock, monkeypatch, chosen):
    monkeypatch.setattr(rows, "ROWS", tuple(row for row in rows.ROWS if row.name in chosen))
    assert len(rows.ROWS) == len(chosen)
    with servers.ceiling() as ceiling:
        measured = list(Bench(stock, server, ceiling, seconds=1).all())

    names = {(row.name, row.cached) for row in measured}
    assert {(row.name, True) for row in rows.ROWS} <= names
    assert {(row.name, False) for row in rows.ROWS if row.asked_anew} <= names
    assert all(row.requests_per_s > 0 and row.ceiling_ratio > 0 for row in measured)
