"""Measure the archive alone, without HTTP: lists with counts, search, typeahead, start and memory.

    .venv/bin/python -m bench.archive [--releases 10000] [--home FOLDER]

Each time is measured over different queries, each asked once, so that no answer comes from a cache. The reader runs in
a process of its own, whose start time and memory are printed too.
"""

import argparse
import datetime as dt
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import filling
from bench.stock import Stock, stock_of
from dateline.archive.embedded import open_reader
from dateline.archive.port import Archive
from dateline.archive.query import Filter, Query

ASKED = 210

Asking = Callable[[], object]


def timed_ms(deeds: list[Asking]) -> tuple[float, float, float]:
    """Call each function once; return median, 99th percentile and median processor time, in milliseconds."""
    took, spent = [], []
    for deed in deeds:
        start, begun = time.perf_counter(), time.thread_time()
        deed()
        spent.append((time.thread_time() - begun) * 1000)
        took.append((time.perf_counter() - start) * 1000)
    return statistics.median(took), sorted(took)[int(len(took) * 0.99)], statistics.median(spent)


def filters(stock: Stock, rng: random.Random) -> Iterator[Filter]:
    """Yield filters as readers choose them, without end."""
    while True:
        office, topic, in_year = rng.choice(stock.places)
        year = dt.date(in_year, 1, 1)
        until = year.replace(month=12, day=31)
        yield Filter(offices=(office,), from_on=year.replace(month=rng.randrange(1, 13)))
        yield Filter(topics=(topic,), until_on=until)
        yield Filter(offices=(office,), topics=(topic,), from_on=year, until_on=until)
        yield Filter(offices=tuple(sorted({office, rng.choice(stock.places)[0]})), topics=(topic,))
        yield Filter(topics=tuple(sorted(rng.sample(stock.topics, min(3, len(stock.topics))))))


def questions(archive: Archive, stock: Stock) -> dict[str, list[Asking]]:
    """Return the queries of each row of the table, by the name of the row."""
    rng = random.Random(9)
    asked = filters(stock, rng)
    pairs = [stock.pair(rng) for _ in range(2 * ASKED)]
    begun = [stock.word(rng)[: rng.randrange(2, 6)] for _ in range(ASKED)]
    slips = [word[:2] + "q" + word[2:] for word in (stock.word(rng) for _ in range(50)) if len(word) > 4]
    again = random.Random(10)  # a generator of its own, so that the queries of the other rows stay the same
    long = [" ".join(stock.pair(again) for _ in range(4)) for _ in range(ASKED)]
    return {
        "newest 20 and all counts": [_query(archive, Query(filter=next(asked))) for _ in range(ASKED)],
        "pages without filter": [_query(archive, Query(page=page)) for page in range(1, ASKED)],
        "page 500": [_query(archive, Query(page=500, reader=reader)) for reader in stock.interface * 20],
        "two words, ranked": [
            _query(archive, Query(filter=Filter(words=words), order="relevance")) for words in pairs[:ASKED]
        ],
        "two words, by date": [_query(archive, Query(filter=Filter(words=words))) for words in pairs[ASKED:]],
        "eight words, some of them": [
            _query(archive, Query(filter=Filter(words=words), order="relevance", lenient=True)) for words in long
        ],
        "typeahead, 2 to 5 letters": [lambda typed=typed: archive.autocomplete(typed, "en") for typed in begun],
        "did you mean": [_query(archive, Query(filter=Filter(words=word))) for word in slips],
    }


def read(home: Path) -> None:
    """Measure a reader; runs in a process of its own."""
    stock = stock_of(home / "archive")
    before = _own_mb()
    start = time.perf_counter()
    archive = open_reader(home / "archive").current
    opened = time.perf_counter() - start
    print(f"{'open':28}{opened * 1000:9.1f} ms")
    for name, deeds in questions(archive, stock).items():
        median, last, spent = timed_ms(deeds)
        print(f"{name:28}{median:9.3f} ms   p99 {last:9.3f} ms   CPU {spent:9.3f} ms")
    print(f"{'memory of its own':28}{_own_mb():9.0f} MB, {before:.0f} MB before it was opened")


def _query(archive: Archive, query: Query) -> Asking:
    return lambda: archive.query(query)


def _own_mb() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")  # getrusage would count the parent's
    return int(status.split("RssAnon:")[1].split()[0]) / 1024


def main() -> None:
    """Build the archive, then measure it."""
    parser = argparse.ArgumentParser(prog="python -m bench.archive", description=__doc__)
    parser.add_argument("--releases", type=int, default=10_000)
    parser.add_argument("--home", type=Path, help="folder to build the archive in, or that has one")
    parser.add_argument("--read", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    home = options.home or Path("build/bench") / str(options.releases)
    if options.read:
        read(home)
        return
    if not (home / "archive" / "manifest.json").exists():
        built = filling.filled(home, options.releases, None)
        print(f"{'build':28}{built.per_s:9,.0f} editions/s, {built.size_bytes / 1e6:,.0f} MB")
    subprocess.run([sys.executable, "-m", "bench.archive", "--read", "--home", str(home)], check=True)


if __name__ == "__main__":
    main()
