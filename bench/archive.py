"""Measure the embedded archive on made-up releases: build, lists with counts, search, typeahead, following.

    .venv/bin/python bench/archive.py [--releases 10000] [--keep FOLDER]

Times are medians over different questions, each asked once, so that no answer comes from a memory of
answers. The reader runs in a process of its own, whose start and memory are printed too.
"""

import argparse
import datetime as dt
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

from dateline.archive.embedded import open_reader, open_writer, rebuild
from dateline.archive.query import Filter, Query
from dateline.editions.canonical import canonical, digest
from dateline.editions.edition import Edition
from dateline.editions.entry import Entry, Record, Subject
from dateline.editions.newsroom import Topic
from dateline.editions.parts import Ref, Text

OFFICES, TOPICS, KINDS = 40, 25, 5
LANGUAGES = ("en", "fr", "ru", "de", "es", "it")
FIRST = dt.datetime(2014, 1, 1, tzinfo=dt.UTC)
YEARS = 12
WORDS = 190  # in a body, as the mean of press releases is
ASKED = 200


def vocabulary(rng: random.Random) -> list[str]:
    """60,000 made-up words, the frequent ones short."""
    begin = [
        "b",
        "c",
        "d",
        "f",
        "g",
        "h",
        "k",
        "l",
        "m",
        "n",
        "p",
        "r",
        "s",
        "t",
        "v",
        "z",
        "br",
        "cr",
        "dr",
        "fr",
        "gr",
        "kr",
        "pl",
        "pr",
        "st",
        "tr",
        "ch",
        "sh",
    ]
    middle = ["a", "e", "i", "o", "u", "a", "e", "i", "o", "ai", "ei", "ou", "ia", "é", "ö"]
    end = ["", "", "", "n", "r", "s", "l", "t", "m"]
    words: dict[str, None] = {}
    while len(words) < 60_000:
        size = rng.choices((1, 2, 3, 4), (5, 40, 40, 15))[0]
        words["".join(rng.choice(begin) + rng.choice(middle) + rng.choice(end) for _ in range(size))] = None
    return sorted(words, key=lambda word: len(word) + rng.gauss(0, 2))


class World:
    """Made-up releases in the order of time, the same for the same seed."""

    def __init__(self, releases: int) -> None:
        self.releases = releases
        self.rng = random.Random(7)
        self.words = vocabulary(self.rng)
        total = 0.0
        self.weights = [total := total + 1 / rank for rank in range(1, len(self.words) + 1)]

    def sample(self, size: int) -> list[str]:
        """Words as often as in a language (Zipf)."""
        return self.rng.choices(self.words, cum_weights=self.weights, k=size)

    def skewed(self, prefix: str, size: int) -> str:
        """One of the slugs, the first ones more often."""
        return f"{prefix}-{int(size * self.rng.random() ** 2)}"

    def edition(self, number: int) -> Edition:
        """One release."""
        rng = self.rng
        at = FIRST + dt.timedelta(days=YEARS * 365.25 * (number / self.releases) ** 0.8, seconds=rng.randrange(3600))
        return Edition(
            salt=f"{number:032x}",
            release=str(uuid.UUID(int=number)),
            number=number,
            version=1,
            language=rng.choices(LANGUAGES, (55, 15, 10, 10, 5, 5))[0],
            kind=_ref(self.skewed("kind", KINDS)),
            offices=(_ref(self.skewed("office", OFFICES)),),
            topics=tuple(_ref(s) for s in {self.skewed("topic", TOPICS) for _ in range(rng.randrange(4))}),
            headline=" ".join(self.sample(9)).capitalize(),
            slug=f"release-{number}",
            lead=" ".join(self.sample(25)) + ".",
            body=(Text(html=f"<p>{' '.join(self.sample(WORDS))}.</p>"),),
            published_at=at,
            edited_at=at,
        )

    def records(self) -> Iterator[Record]:
        """The log: topics in two levels, then the releases."""
        for index in range(TOPICS):
            parent = f"topic-{index // 5}" if index >= 5 else ""
            topic = Topic(salt="0" * 32, slug=f"topic-{index}", names={"en": f"Topic {index}"}, parent=parent)
            yield record(index + 1, Subject(kind="topic", id=topic.slug), topic)
        for number in range(1, self.releases + 1):
            yield published(TOPICS + number, self.edition(number))

    def filters(self) -> Iterator[Filter]:
        """Lists as readers ask for them."""
        year = dt.date(2014 + self.rng.randrange(YEARS), 1, 1)
        month = year.replace(month=self.rng.randrange(1, 13))
        yield Filter()
        yield Filter(offices=(self.skewed("office", OFFICES),))
        yield Filter(topics=(self.skewed("topic", TOPICS),))
        yield Filter(kinds=(self.skewed("kind", KINDS),), languages=(self.rng.choice(LANGUAGES),))
        yield Filter(offices=(self.skewed("office", OFFICES),), topics=(self.skewed("topic", TOPICS),), from_on=year)
        yield Filter(offices=(self.skewed("office", OFFICES), self.skewed("office", OFFICES)), from_on=month)
        yield Filter(kinds=("kind-0",), from_on=year, until_on=year.replace(month=12, day=31))


def _ref(slug: str) -> Ref:
    return Ref(slug=slug, name=slug.title())


def record(position: int, subject: Subject, words: Topic | Edition) -> Record:
    """An entry as the log would give it; the chain is not followed by the archive, and left out."""
    said = canonical(words)
    number = words.number if isinstance(words, Edition) else 0
    change = "set" if not number else "published" if words.version == 1 else "updated"
    at = words.edited_at if isinstance(words, Edition) else FIRST
    return Record(
        Entry(position=position, at=at, subject=subject, change=change, number=number, edition=digest(said)), said
    )


def published(position: int, edition: Edition) -> Record:
    """The entry that brings an edition."""
    return record(position, Subject(kind="release", id=edition.release, language=edition.language), edition)


def median_ms(deeds: list[Callable[[], object]]) -> str:
    """Do each deed once; return the median and the 95th percentile in milliseconds."""
    took = []
    for deed in deeds:
        start = time.perf_counter()
        deed()
        took.append((time.perf_counter() - start) * 1000)
    took.sort()
    return f"{statistics.median(took):8.3f} ms   p95 {took[int(len(took) * 0.95)]:8.3f} ms"


def read(folder: Path, releases: int) -> None:
    """Measure a reader; runs in a process of its own."""
    start = time.perf_counter()
    archive = open_reader(folder).current
    opened = time.perf_counter() - start
    world = World(releases)
    print(f"open                       {opened * 1000:8.1f} ms   {_memory()}")
    asked = [filter_ for _ in range(ASKED // 7 + 1) for filter_ in world.filters()]
    pages = [Query(filter=filter_) for filter_ in asked]
    print(f"newest 20 + all counts     {median_ms([lambda q=q: archive.query(q) for q in pages])}")
    front = [Query(page=page) for page in range(1, ASKED)]
    print(f"front list, other pages    {median_ms([lambda q=q: archive.query(q) for q in front])}")
    middling = world.words[20:4000]
    typed = [" ".join(world.rng.sample(middling, 2)) for _ in range(ASKED)]
    ranked = [Query(filter=Filter(words=words), order="relevance") for words in typed]
    print(f"two words, ranked          {median_ms([lambda q=q: archive.query(q) for q in ranked])}")
    common = [" ".join(world.rng.sample(world.words[:60], 2)) for _ in range(20)]
    dated = [Query(filter=Filter(words=words)) for words in common]
    print(f"two common words, by date  {median_ms([lambda q=q: archive.query(q) for q in dated])}")
    begun = [word[: world.rng.randrange(2, 6)] for word in world.rng.sample(middling, ASKED)]
    print(f"typeahead, 2-5 letters     {median_ms([lambda b=b: archive.hints(b, 'en') for b in begun])}")
    wrong = [word[:2] + "q" + word[2:] for word in world.rng.sample([w for w in middling if len(w) > 4], 50)]
    missed = [Query(filter=Filter(words=words)) for words in wrong]
    print(f"did you mean               {median_ms([lambda q=q: archive.query(q) for q in missed])}")
    print(f"afterwards                               {_memory()}")


def _memory() -> str:
    status = Path("/proc/self/status").read_text(encoding="ascii")  # getrusage would count the parent's
    kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in status.splitlines() if line.startswith("Rss")}
    return f"{kilobytes['RssAnon'] / 1024:.0f} MB of its own, {kilobytes['RssFile'] / 1024:.0f} MB of files mapped"


def follow(folder: Path, world: World) -> None:
    """Measure one new release, and one corrected far back, until a reader has it."""
    with open_writer(folder) as writer:
        reader = open_reader(folder)
        for name, number in (("new release", world.releases), ("old release", world.releases // 3)):
            deeds = []
            for step in range(1, 11):
                at = number + step if number == world.releases else number
                edition = world.edition(at)
                entry = published(writer.position + len(deeds) + 1, edition)
                deeds.append(lambda entry=entry: (writer.apply([entry]), reader.refresh()))
            print(f"{name} until visible  {median_ms(deeds)}")


def main() -> None:
    """Build, then measure."""
    parser = argparse.ArgumentParser(description="Measure the embedded archive.")
    parser.add_argument("--releases", type=int, default=10_000)
    parser.add_argument("--keep", type=Path, help="folder to keep the archive in, used again when it is there")
    parser.add_argument("--read", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        read(options.keep, options.releases)
        return
    with tempfile.TemporaryDirectory() as passing:
        folder = options.keep or Path(passing)
        world = World(options.releases)
        if not (folder / "manifest.json").exists():
            build(folder, world)
        measured = [sys.executable, __file__, "--read", "--keep", str(folder), "--releases", str(options.releases)]
        subprocess.run(measured, check=True)
        follow(folder, world)


def build(folder: Path, world: World) -> None:
    """Build the archive."""
    made = list(world.records())
    start = time.perf_counter()
    rebuild(folder, made)
    took = time.perf_counter() - start
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(json.dumps({"releases": world.releases, "folder_mb": round(size / 1e6, 1)}))
    print(f"build                      {world.releases / took:8.0f} editions/s   {took:.1f} s")


if __name__ == "__main__":
    main()
