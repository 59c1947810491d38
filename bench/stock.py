"""Values from an archive with which requests can be made, whatever releases it has."""

import random
from collections import Counter
from pathlib import Path

import msgspec

from dateline.archive.embedded import open_reader
from dateline.archive.passages import passages
from dateline.archive.port import Archive
from dateline.archive.query import SIZES, Query
from dateline.editions.edition import Edition
from dateline.text.words import tokenize
from dateline.web.addresses import release_path

_PAGES = 200  # pages of 50, from all parts of the archive, from which releases and words are taken
_SHORT = 2
_READ = 400  # editions whose words are counted
_RARE, _COMMON = 3, 0.2  # a word of middling frequency is in at least this number and at most this share of them


class Stock(msgspec.Struct, frozen=True, kw_only=True):
    """Slugs, paths of releases in any order, and words.

    Attributes:
        places: (office, topic, year) of filters with at least one release, in any order.
        texts: for some releases, the words of middling frequency of each, sorted; at least two.
    """

    places: list[tuple[str, str, int]]
    topics: list[str]
    pages: int
    releases: list[str]
    texts: list[list[str]]
    interface: tuple[str, ...]

    def pair(self, rng: random.Random) -> str:
        """Return two words that at least one release holds."""
        return " ".join(rng.sample(rng.choice(self.texts), 2))

    def word(self, rng: random.Random) -> str:
        """Return one word that at least one release holds."""
        return rng.choice(rng.choice(self.texts))


def stock_of(folder: Path) -> Stock:
    """Return the stock of an archive's folder; the same for the same archive."""
    archive, rng = open_reader(folder).current, random.Random(1)
    answer = archive.query(Query())
    editions = _editions(archive, rng, answer.total)
    return Stock(
        places=_places(editions, rng),
        topics=[count.slug for count in answer.facets.topics],
        pages=max(1, answer.total // Query().size),
        releases=[release_path(one.language, one.number, one.slug) for one in editions],
        texts=_middling(editions[:_READ]),
        interface=archive.newsroom.languages if archive.newsroom else ("en",),
    )


def _editions(archive: Archive, rng: random.Random, total: int) -> list[Edition]:
    """Return editions from all parts of the archive in any order."""
    pages = range(1, max(2, total // SIZES[-1]))
    asked = (Query(page=page, size=SIZES[-1]) for page in rng.sample(pages, min(len(pages), _PAGES)))
    editions = [item.edition for query in asked for item in archive.query(query).items]
    rng.shuffle(editions)
    return editions


def _places(editions: list[Edition], rng: random.Random) -> list[tuple[str, str, int]]:
    found = {
        (office.slug, topic.slug, each.published_at.year)
        for each in editions
        for office in each.offices
        for topic in each.topics
    }
    return rng.sample(sorted(found), len(found))


def _middling(editions: list[Edition]) -> list[list[str]]:
    texts = [sorted({word for said in passages(each) for word in tokenize(said.lower())}) for each in editions]
    held = Counter(word for words in texts for word in words)
    most = max(_RARE, _COMMON * len(editions))
    middling = {word for word, count in held.items() if _RARE <= count <= most and len(word) > _SHORT}
    return [kept for words in texts if len(kept := [word for word in words if word in middling]) > 1]
