"""A made-up newsroom: twelve years of releases from forty offices, the same for the same number of releases."""

import datetime as dt
import uuid
from collections.abc import Iterator
from functools import cache, lru_cache

import msgspec
import numpy as np

from bench.words import in_script, vocabulary, zipf
from dateline.editions.canonical import canonical, digest
from dateline.editions.edition import Edition
from dateline.editions.entry import Entry, Record, Subject, Words
from dateline.editions.newsroom import Kind, NamePeriod, Newsroom, Office, Topic
from dateline.editions.parts import Ref, Text

OFFICES, TOPICS, KINDS, YEARS, FIRST_YEAR = 40, 25, 7, 12, 2014
LANGUAGES = ("en", "fr", "ru", "de", "es", "it")
CHUNK = 2_000
SEED = 7
_FIRST = dt.datetime(FIRST_YEAR, 1, 1, tzinfo=dt.UTC)
_SPAN_S = YEARS * 365.25 * 86_400
_LANGUAGE_SHARES = (0.55, 0.15, 0.1, 0.1, 0.05, 0.05)
_SALT = "0" * 32


class Drawn(msgspec.Struct, frozen=True):
    """A release as numbers only; words are given by their rank."""

    number: int
    office: int
    topics: tuple[int, ...]
    kind: int
    language: str
    at: dt.datetime
    headline: np.ndarray
    lead: np.ndarray
    body: np.ndarray


@cache
def words() -> list[str]:
    """Return the vocabulary, most frequent first."""
    return vocabulary(SEED)


@lru_cache(4)
def drawn(chunk: int, releases: int) -> list[Drawn]:
    """Return the releases of one chunk, in the order of time; later years have more releases."""
    rng, shares = np.random.default_rng([SEED, chunk]), zipf()
    numbers = range(chunk * CHUNK + 1, (chunk + 1) * CHUNK + 1)
    offices, topics, kinds = _skewed(rng, OFFICES, 1), _skewed(rng, TOPICS, 3), _skewed(rng, KINDS, 1)
    several = rng.choice(4, CHUNK, p=(0.1, 0.45, 0.3, 0.15))
    languages = rng.choice(len(LANGUAGES), CHUNK, p=_LANGUAGE_SHARES)
    sizes = np.clip(rng.normal(150, 40, CHUNK).astype(int), 40, 400)  # a text of 1 KB
    jitter = rng.integers(0, 3600, CHUNK)

    def some(size: int) -> np.ndarray:
        return np.searchsorted(shares, rng.random(size))

    return [
        Drawn(
            number=number,
            office=int(offices[i, 0]),
            topics=tuple(sorted({int(topic) for topic in topics[i, : several[i]]})),
            kind=int(kinds[i, 0]),
            language=LANGUAGES[languages[i]],
            at=_FIRST + dt.timedelta(seconds=_SPAN_S * (number / max(number, releases)) ** 0.8 + int(jitter[i])),
            headline=some(9),
            lead=some(20),
            body=some(int(sizes[i])),
        )
        for i, number in enumerate(numbers)
    ]


def one(number: int, releases: int) -> Drawn:
    """Return a release by its number, which may lie beyond the last one."""
    return drawn((number - 1) // CHUNK, releases)[(number - 1) % CHUNK]


def edition(one_: Drawn) -> Edition:
    """Return the edition of a release, with words instead of ranks."""
    headline, lead, body = (_said(ranks, one_.language) for ranks in (one_.headline, one_.lead, one_.body))
    return Edition(
        salt=f"{one_.number:032x}",
        release=str(uuid.UUID(int=one_.number)),
        number=one_.number,
        version=1,
        language=one_.language,
        kind=_ref("kind", one_.kind),
        offices=(_ref("office", one_.office),),
        topics=tuple(_ref("topic", topic) for topic in one_.topics),
        headline=headline,
        slug=f"release-{one_.number}",
        lead=f"{lead}.",
        body=(Text(html=f"<p>{body}.</p>"),),
        published_at=one_.at,
        edited_at=one_.at,
    )


def settings() -> list[Words]:
    """Return the newsroom, its offices, its topics in two levels, and its kinds."""
    newsroom = Newsroom(
        salt=_SALT, name={"en": "Example Organisation"}, short_name={"en": "EXO"}, title={"en": "News"}, tagline={}
    )
    offices = [
        Office(salt=_SALT, slug=f"office-{i}", periods=(NamePeriod(names={"en": f"Office {i}"}),))
        for i in range(OFFICES)
    ]
    topics = [
        Topic(
            salt=_SALT, slug=f"topic-{i}", names={"en": f"Topic {i}"}, parent=f"topic-{parent_of(i)}" if i >= 5 else ""
        )
        for i in range(TOPICS)
    ]
    kinds = [Kind(salt=_SALT, slug=f"kind-{i}", names={"en": f"Kind {i}"}) for i in range(KINDS)]
    return [newsroom, *offices, *topics, *kinds]


def parent_of(topic: int) -> int:
    """Return the parent of a topic of the second level."""
    return topic // 5


def records_of(chunk: int, releases: int) -> list[Record]:
    """Return the entries that publish a chunk's releases."""
    behind = len(settings())
    within = [one_ for one_ in drawn(chunk, releases) if one_.number <= releases]
    return [published(behind + one_.number, edition(one_)) for one_ in within]


def beginning() -> Iterator[Record]:
    """Yield the entries before the first release."""
    for position, said in enumerate(settings(), 1):
        kind = type(said).__name__.lower()
        yield _record(position, Subject(kind=kind, id=getattr(said, "slug", kind)), said)


def published(position: int, edition_: Edition) -> Record:
    """Return the entry that publishes an edition; the archive does not follow the chain, which is left out."""
    subject = Subject(kind="release", id=edition_.release, language=edition_.language)
    return _record(position, subject, edition_)


def _record(position: int, subject: Subject, said: Words) -> Record:
    stored = canonical(said)
    number, at = (said.number, said.edited_at) if isinstance(said, Edition) else (0, _FIRST)
    change = "published" if number else "set"
    return Record(
        Entry(position=position, at=at, subject=subject, change=change, number=number, edition=digest(stored)), stored
    )


def _skewed(rng: np.random.Generator, size: int, columns: int) -> np.ndarray:
    """Draw random numbers below ``size``, smaller ones more often."""
    return (size * rng.random((CHUNK, columns)) ** 2).astype(int)


def _said(ranks: np.ndarray, language: str) -> str:
    known = words()
    return " ".join(in_script(known[rank], language) for rank in ranks).capitalize()


def _ref(kind: str, index: int) -> Ref:
    return Ref(slug=f"{kind}-{index}", name=f"{kind.title()} {index}")
