"""The archive on real news: ``python bench/bulk.py``.

Loads the Swiss federal news and the press releases of Congress (15,058 texts of 10,164 releases) into the embedded
engine, compares total and counts of each query with those computed directly from the files (exit code 1 if they
differ), and prints the build rate, and median and p99 of the newest 20 with the counts of all facets.
"""

import itertools
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from dateline.archive.embedded import open_reader, open_writer
from dateline.archive.query import Filter, Query
from tests.support.archives.bulk import bulk_log
from tests.support.archives.bulk_facts import bulk_facts, differences

SAMPLES = Path(os.environ.get("DATELINE_SAMPLES", "../shared/samples"))
ROUNDS = 2_000


def timed(what: Callable[[], object]) -> tuple[float, float]:
    """Return median and p99 of a call in milliseconds."""
    what()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        what()
        times.append((time.perf_counter() - start) * 1000)
    times.sort()
    return statistics.median(times), times[int(len(times) * 0.99)]


def main() -> None:
    """Load the archive and measure it."""
    start = time.perf_counter()
    records, facts = bulk_log(SAMPLES).records, bulk_facts(SAMPLES)
    texts = sum(record.entry.subject.kind == "release" for record in records)
    print(f"mapped {texts:,} texts in {time.perf_counter() - start:.1f} s")
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        with open_writer(Path(folder)) as writer:
            writer.apply(records)
        took_s = time.perf_counter() - start
        print(f"built in {took_s:.1f} s, {texts / took_s:,.0f} texts a second")
        archive = open_reader(Path(folder)).current
        rounds = itertools.cycle(archive.offices)
        median, p99 = timed(lambda: archive.query(Query(filter=Filter(offices=(next(rounds),)))))
        print(f"another of the {len(archive.offices)} offices each time: median {median:.3f} ms, p99 {p99:.3f} ms")
        for name, query in {
            "newest 20, counts of all facets": Query(),
            "one office": Query(filter=Filter(offices=("ch-801",))),
            "one topic with those below it": Query(filter=Filter(topics=("us-party",))),
            "two languages, one kind": Query(filter=Filter(languages=("fr", "en"), kinds=("press-release",))),
            "page 200": Query(page=200),
        }.items():
            if wrong := differences(archive.query(query), facts, query.filter):
                sys.exit(f"{name}: {'; '.join(wrong)}")
            median, p99 = timed(lambda query=query: archive.query(query))
            print(f"{name}: median {median:.3f} ms, p99 {p99:.3f} ms; counts are those of the files")


if __name__ == "__main__":
    main()
