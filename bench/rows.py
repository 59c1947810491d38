"""The rows of the table: kinds of requests, and the addresses that are requested for each."""

import itertools
import random
from collections.abc import Callable, Iterator
from urllib.parse import quote_plus

import msgspec

from bench.stock import Stock

_Addresses = Callable[[Stock, random.Random], Iterator[str]]


class Row(msgspec.Struct, frozen=True):
    """One row of the table.

    Attributes:
        addresses: yields different addresses, the most usual one first; it may be endless.
        asked_anew: whether there are enough addresses to measure cache misses, for which each is used only once.
    """

    name: str
    addresses: _Addresses
    asked_anew: bool = True


def _front(stock: Stock, _rng: random.Random) -> Iterator[str]:
    yield from (f"/{ui}/news" for ui in stock.interface)


def _office_topic_year(stock: Stock, rng: random.Random) -> Iterator[str]:
    chosen = list(itertools.product(stock.interface, stock.places))
    rng.shuffle(chosen)
    for ui, (office, topic, year) in chosen:
        yield f"/{ui}/news?office={office}&topic={topic}&from={year}-01-01&until={year}-12-31"


def _deep_page(stock: Stock, rng: random.Random) -> Iterator[str]:
    usual = min(200, stock.pages)
    yield f"/en/news?page={usual}"
    sizes = {"size=10&": 2, "": 1, "size=50&": 0.4}
    pages = [
        f"/{ui}/news?{size}page={page}"
        for ui in stock.interface
        for size, times in sizes.items()
        for page in _some(rng, int(stock.pages * times))
    ]
    rng.shuffle(pages)
    yield from pages


def _some(rng: random.Random, last: int) -> list[int]:
    pages = range(2, last + 1)
    return rng.sample(pages, min(10_000, len(pages)))


def _three_topics(stock: Stock, rng: random.Random) -> Iterator[str]:
    threes = list(itertools.product(stock.interface, itertools.combinations(sorted(stock.topics[:40]), 3)))
    rng.shuffle(threes)
    for ui, three in threes:
        yield f"/{ui}/news?" + "&".join(f"topic={slug}" for slug in three)


def _two_words(stock: Stock, rng: random.Random) -> Iterator[str]:
    while True:
        typed = quote_plus(stock.pair(rng))
        yield f"/{rng.choice(stock.interface)}/news?q={typed}{rng.choice(('', '&order=date'))}"


def _typeahead(stock: Stock, rng: random.Random) -> Iterator[str]:
    begun = sorted({word[:size] for words in stock.texts for word in words for size in range(2, 6)})
    typed = list(itertools.product(stock.interface, begun))
    rng.shuffle(typed)
    yield from (f"/{ui}/suggest?q={quote_plus(word)}" for ui, word in typed)


def _release(stock: Stock, _rng: random.Random) -> Iterator[str]:
    yield from stock.releases


def _atom(stock: Stock, rng: random.Random) -> Iterator[str]:
    yield "/en/news.atom"
    chosen = list(itertools.product(stock.interface, sorted({place[:2] for place in stock.places})))
    rng.shuffle(chosen)
    yield from (f"/{ui}/news.atom?office={office}&topic={topic}" for ui, (office, topic) in chosen)


ROWS = (
    Row("front list", _front, asked_anew=False),
    Row("list: office, topic, year", _office_topic_year),
    Row("list: page 200", _deep_page),
    Row("list: three topics", _three_topics),
    Row("search: two words", _two_words),
    Row("typeahead", _typeahead),
    Row("release", _release),
    Row("feed", _atom),
)
"""The rows in the order of the table."""

KNOWN, ANEW = 200, 0.1  # addresses of each row that are cached in the mix; the share of new addresses in the mix


def mix(stock: Stock, size: int) -> tuple[list[str], list[str]]:
    """Return (addresses of all rows, to be requested first; ``size`` addresses, of which one in ten is new)."""
    rng = random.Random(3)
    known = [address for row in ROWS for address in itertools.islice(row.addresses(stock, random.Random(4)), KNOWN)]
    endless = [row.addresses(stock, rng) for row in ROWS if row.asked_anew]
    asked, seen = [], set(known)
    for _ in range(size):
        address = rng.choice(known)
        while rng.random() < ANEW and (fresh := next(rng.choice(endless), "")):
            if fresh not in seen:
                address = fresh
                seen.add(fresh)
                break
        asked.append(address)
    return known, asked


def anew(row: Row, stock: Stock, limit: int) -> list[str]:
    """Return different addresses of a row that neither the mix nor the row of cache hits uses."""
    found = dict.fromkeys(itertools.islice(row.addresses(stock, random.Random(5)), limit))
    return list(found)[1:]
