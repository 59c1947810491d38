"""The port of the archive in lists and loops: slow, and so simple that it is obviously right.

Contract and property tests compare the engines with it; tests of pages and feeds may use it as it is.
"""

import datetime as dt
import html
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from dateline.archive.errors import OutOfOrderError
from dateline.archive.passages import passages
from dateline.archive.port import (
    LOG_PAGE_BYTES,
    Completion,
    Count,
    Facets,
    Item,
    Note,
    RecentChange,
    ReleaseText,
    ResultPage,
    StoredEntry,
)
from dateline.archive.query import Filter, Query
from dateline.archive.search_terms import COMMON_TERM_DIVISOR, Term, TermQuery, minimum_hits, parse_terms, relaxed
from dateline.editions.canonical import canonical
from dateline.editions.edition import Edition
from dateline.editions.entry import Change, Record, notice, words
from dateline.editions.newsroom import Address, Kind, Newsroom, Office, Topic
from dateline.text.languages import best
from dateline.text.words import cut, fold, spans, stem

REACHABLE = 1_000
EVERYTHING = Filter()


@dataclass
class TextState:
    """One text, as the entries so far leave it."""

    number: int
    language: str
    state: str = "removed"
    edition: Edition | None = None
    edition_at: int = 0  # position that brought the edition
    notes: list[Note] = field(default_factory=list)
    versions: list[tuple[str, Change, dt.datetime, dt.datetime]] = field(default_factory=list)


@dataclass
class Release:
    number: int
    newest: Edition
    public: dict[str, TextState]


class NaiveArchive:
    def __init__(self, records: Iterable[Record] = ()) -> None:
        self.position = 0
        self.newsroom: Newsroom | None = None
        self.offices: Mapping[str, Office] = {}
        self.topics: Mapping[str, Topic] = {}
        self.all_kinds: dict[str, Kind] = {}
        self.addresses: dict[str, Address] = {}
        self.numbers: dict[str, int] = {}
        self.changes: dict[tuple[str, str], tuple[Change, dt.datetime]] = {}
        self.texts_by_id: dict[tuple[str, str], TextState] = {}
        self.log: list[Record] = []
        self._lenient = False  # true while a lenient query is answered
        self._less: dict[tuple[Term, ...], TermQuery] = {}  # what it looks for instead of all terms
        self.apply(records)

    # following

    def apply(self, records: Iterable[Record]) -> int:
        for record in records:
            if record.entry.position <= self.position:
                continue
            if record.entry.position != self.position + 1:
                raise OutOfOrderError(self.position + 1, record.entry.position)
            if record.entry.subject.kind == "release":
                self._release(record)
            else:
                self._vocabulary(record)
            self.position += 1
            entry = record.entry
            if entry.change in ("removed", "erased") or (entry.edition and record.edition is None):
                self.log = [Record(one.entry) if one.entry.subject == entry.subject else one for one in self.log]
            self.log.append(record)
        return self.position

    def entries(self, after: int, limit: int = 100, size_bytes: int = LOG_PAGE_BYTES) -> Sequence[StoredEntry]:
        found: list[StoredEntry] = []
        for one in self.log[max(0, after) : after + limit]:
            logged = StoredEntry(one.entry.position, canonical(one.entry), one.edition, one.notice)
            size_bytes -= len(logged.entry) + len(one.edition or b"") + len(one.notice or b"")
            if found and size_bytes < 0:
                break
            found.append(logged)
        return found

    def _vocabulary(self, record: Record) -> None:
        subject, said = record.entry.subject, words(record)
        if subject.kind == "newsroom":
            self.newsroom = said if isinstance(said, Newsroom) else self.newsroom
            return
        table = {"office": self.offices, "topic": self.topics, "kind": self.all_kinds, "address": self.addresses}
        if said is None:
            table[subject.kind].pop(subject.id, None)
        else:
            table[subject.kind][subject.id] = said

    def _release(self, record: Record) -> None:
        entry = record.entry
        edition = words(record)
        number = edition.number if edition else entry.number
        self.numbers[entry.subject.id] = number or self.numbers.get(entry.subject.id, 0)
        key = (entry.subject.id, entry.subject.language)
        text = self.texts_by_id.setdefault(key, TextState(0, entry.subject.language))
        gone = entry.change in ("removed", "erased")
        if entry.edition and not gone and (not text.versions or text.versions[-1][0] != entry.edition):
            moment = edition.edited_at if edition else entry.at
            text.versions.append((entry.edition, entry.change, moment, entry.at))
        if gone or (entry.edition and edition is None):
            text.state, text.edition, text.notes = "erased" if entry.change == "erased" else "removed", None, []
            text.versions = [(digest, change, at, at) for digest, change, _, at in text.versions]
        elif edition is not None:
            text.edition, text.edition_at = edition, entry.position
        if text.edition is not None:
            text.state = "withdrawn" if entry.change == "withdrawn" else "public"
        if entry.change != "published":
            self.changes.pop(key, None)
            self.changes[key] = entry.change, entry.at
        said = notice(record)
        if said is not None:
            text.notes.append(Note(entry.change, said.at or entry.at, said.text, said.language))

    # the whole

    @property
    def kinds(self) -> Mapping[str, Kind]:
        return dict(sorted(self.all_kinds.items(), key=lambda pair: (pair[1].order, pair[0])))

    def address(self, path: str) -> Address | None:
        return self.addresses.get(path)

    def _texts(self) -> list[TextState]:
        for (release, _), text in self.texts_by_id.items():
            text.number = self.numbers[release]
        return [text for text in self.texts_by_id.values() if text.number]

    def _releases(self) -> list[Release]:
        """Public releases, newest first."""
        found: dict[int, dict[str, TextState]] = {}
        for text in self._texts():
            if text.state == "public":
                found.setdefault(text.number, {})[text.language] = text
        releases = [
            Release(number, max(public.values(), key=lambda text: text.edition_at).edition, public)
            for number, public in found.items()
        ]
        return sorted(releases, key=lambda release: (release.newest.published_at, release.number), reverse=True)

    # lists

    def _below(self, slug: str) -> set[str]:
        found = {slug}
        while True:
            more = {topic.slug for topic in self.topics.values() if topic.parent in found} - found
            if not more:
                return found
            found |= more

    def _sought(self, filter_: Filter) -> TermQuery:
        terms = parse_terms(filter_.words)
        whole = TermQuery(terms, len(terms))
        if not self._lenient or not minimum_hits(terms):
            return whole
        if terms not in self._less:
            self._less[terms] = self._perhaps_less(whole)
        return self._less[terms]

    def _perhaps_less(self, whole: TermQuery) -> TermQuery:
        """What is looked for instead; it takes reading every text several times, so once for a query."""
        terms, releases = whole.terms, self._releases()
        holding = _count(releases, whole)
        if holding >= minimum_hits(terms):
            return whole
        texts = [text for release in releases for text in release.public.values()]
        held = {term: sum(_holds(text.edition, term) for text in texts) for term in terms}
        less = relaxed(terms, {term for term in terms if held[term] * COMMON_TERM_DIVISOR > len(texts)})
        return less if _count(releases, less) > holding else whole

    def _shown(self, release: Release, filter_: Filter) -> dict[str, TextState]:
        """The public texts of a release that a filter's languages and words leave."""
        sought = self._sought(filter_)
        return {
            language: text
            for language, text in release.public.items()
            if (not filter_.languages or language in filter_.languages)
            and (not filter_.words.strip() or _satisfies(text, sought))
        }

    def _meant(self, release: Release, filter_: Filter) -> bool:
        newest = release.newest
        zone = ZoneInfo(self.newsroom.time_zone if self.newsroom else "UTC")
        day = newest.published_at.astimezone(zone).date()
        topics = {topic.slug for topic in newest.topics}
        return (
            (not filter_.kinds or (newest.kind is not None and newest.kind.slug in filter_.kinds))
            and (not filter_.offices or any(office.slug in filter_.offices for office in newest.offices))
            and (not filter_.topics or any(topics & self._below(slug) for slug in filter_.topics))
            and (filter_.from_on is None or filter_.from_on <= day)
            and (filter_.until_on is None or day <= filter_.until_on)
            and bool(self._shown(release, filter_))
        )

    def _list(self, filter_: Filter) -> list[Release]:
        return [release for release in self._releases() if self._meant(release, filter_)]

    def total(self, filter_: Filter) -> int:
        return len(self._list(filter_))

    def filter_items(self, filter_: Filter, reader: str, numbers) -> tuple[Item, ...]:
        by_number = {release.number: release for release in self._list(filter_)}
        return tuple(self._item(by_number[number], reader, filter_) for number in numbers if number in by_number)

    def query(self, query: Query) -> ResultPage:
        self._lenient, self._less = query.lenient, {}
        try:
            return self._answer(query)
        finally:
            self._lenient = False

    def _answer(self, query: Query) -> ResultPage:
        filter_ = query.filter
        found = self._list(filter_)
        reachable = len(found)
        sought = self._sought(filter_)
        is_relaxed = sought != TermQuery(terms := parse_terms(filter_.words), len(terms))
        holding = self._holding_all(filter_)
        if filter_.words.strip() and (query.order == "relevance" or is_relaxed):
            reachable = min(reachable, REACHABLE)
            found = sorted(found, key=lambda release: -_score(release, filter_))[:REACHABLE]
        start = (query.page - 1) * query.size
        items = tuple(self._item(release, query.reader, filter_) for release in found[start : start + query.size])
        return ResultPage(
            total=len(self._list(filter_)),
            reachable=reachable,
            items=items,
            facets=self._facets(filter_),
            suggestion=self._suggestion(filter_) if filter_.words.strip() and not holding else "",
            relaxed=is_relaxed,
            full_matches=holding,
        )

    def _holding_all(self, filter_: Filter) -> int:
        lenient, self._lenient = self._lenient, False
        try:
            return self.total(filter_)
        finally:
            self._lenient = lenient

    def _facets(self, filter_: Filter) -> Facets:
        def counts(facet: str, values: Callable[[Release], Iterable[str]]) -> tuple[Count, ...]:
            others = Filter(**{name: getattr(filter_, name) for name in filter_.__struct_fields__ if name != facet})
            counted = Counter(value for release in self._list(others) for value in set(values(release)))
            return tuple(
                Count(slug, count) for slug, count in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
            )

        without_languages = Filter(**{**{n: getattr(filter_, n) for n in filter_.__struct_fields__}, "languages": ()})
        return Facets(
            kinds=counts("kinds", lambda release: [release.newest.kind.slug] if release.newest.kind else []),
            offices=counts("offices", lambda release: [office.slug for office in release.newest.offices]),
            topics=counts("topics", self._widened),
            languages=counts("languages", lambda release: self._shown(release, without_languages)),
        )

    def _widened(self, release: Release) -> set[str]:
        own = {topic.slug for topic in release.newest.topics}
        slugs = set(self.topics) | {topic.parent for topic in self.topics.values()} - {""}
        return own | {slug for slug in slugs if own & self._below(slug)}

    def _suggestion(self, filter_: Filter) -> str:
        self._lenient = False
        vocabulary = {
            fold(word)
            for release in self._releases()
            for text in release.public.values()
            for passage in passages(text.edition)
            for word in cut(passage)
        }
        better = [
            word
            if word in vocabulary
            else min(vocabulary, key=lambda known: (_distance(word, known), known), default="")
            for word in map(fold, cut(filter_.words))
        ]
        suggestion = " ".join(better)
        changed = Filter(**{**{n: getattr(filter_, n) for n in filter_.__struct_fields__}, "words": suggestion})
        close = all(
            _distance(a, b) <= (2 if len(a) >= 6 else min(1, len(a) - 1))
            for a, b in zip(map(fold, cut(filter_.words)), better, strict=True)
        )
        return suggestion if better and close and self.total(changed) else ""

    def _item(self, release: Release, reader: str, filter_: Filter = EVERYTHING) -> Item:
        text = release.public[best(reader, list(self._shown(release, filter_)))]
        terms = parse_terms(filter_.words)
        extract = next((p for p in passages(text.edition)[1:] if any(_marks(p, text, term) for term in terms)), None)
        if extract is None:
            extract = text.edition.lead
        return Item(
            edition=text.edition,
            languages=tuple(sorted(release.public)),
            notes=tuple(text.notes),
            headline_html=_marked(text.edition.headline, text, terms) if terms else None,
            extract_html=_marked(extract, text, terms) if terms else None,
        )

    # single texts

    def languages_ever(self, number: int) -> Sequence[str]:
        return sorted(text.language for text in self._texts() if text.number == number)

    def text(self, number: int, language: str) -> ReleaseText | None:
        for (release, _), text in self.texts_by_id.items():
            text.number = self.numbers[release]
            if number and (text.number, text.language) == (number, language):
                here = text.edition is not None
                return ReleaseText(
                    state=text.state,
                    number=number,
                    language=language,
                    edition=text.edition,
                    languages=self.languages_of(number),
                    notes=tuple(text.notes),
                    versions=tuple(
                        (place, change, edited_at if here else at)
                        for place, (_, change, edited_at, at) in enumerate(text.versions, start=1)
                    ),
                    release=release,
                )
        return None

    def languages_of(self, number: int) -> Mapping[str, str]:
        texts = [text for text in self._texts() if text.number == number and text.edition is not None]
        return {text.language: text.edition.slug for text in sorted(texts, key=lambda text: text.language)}

    def neighbours(self, number: int, reader: str) -> tuple[Item | None, Item | None]:
        releases = self._releases()
        place = next((i for i, release in enumerate(releases) if release.number == number), None)
        if place is None:
            return None, None
        older = releases[place + 1] if place + 1 < len(releases) else None
        newer = releases[place - 1] if place else None
        return (self._item(older, reader) if older else None, self._item(newer, reader) if newer else None)

    def related(self, number: int, reader: str, limit: int = 4) -> Sequence[Item]:
        releases = self._releases()
        one = next((release for release in releases if release.number == number), None)
        if one is None:
            return []

        def likeness(other: Release) -> int:
            shared = {t.slug for t in one.newest.topics} & {t.slug for t in other.newest.topics}
            offices = {o.slug for o in one.newest.offices} & {o.slug for o in other.newest.offices}
            return 2 * len(shared) + 2 * len(offices)

        others = [other for other in releases if other.number != number and likeness(other)]
        return [self._item(other, reader) for other in sorted(others, key=lambda other: -likeness(other))[:limit]]

    def autocomplete(self, prefix: str, reader: str, limit: int = 8) -> Sequence[Completion]:
        typed = [fold(word) for word in cut(prefix)]
        found = []
        for release in self._releases() if typed else []:
            matching = {}
            for language, text in release.public.items():
                headline = [fold(word) for word in cut(text.edition.headline, language)]
                if all(any(word.startswith(begin) for word in headline) for begin in typed):
                    matching[language] = text.edition
            if matching:
                edition = matching[best(reader, list(matching))]
                found.append(Completion(edition.number, edition.language, edition.slug, edition.headline))
        return found[:limit]

    def recent_changes(self, limit: int = 50) -> Sequence[RecentChange]:
        return [
            RecentChange(change=change, at=at, text=self.text(self.numbers[release], language))
            for (release, language), (change, at) in list(self.changes.items())[-200:][::-1][:limit]
            if self.text(self.numbers[release], language)
        ]

    def texts(
        self, after: tuple[int, str] | None = None, limit: int = 10_000
    ) -> Sequence[tuple[int, str, str, dt.datetime]]:
        public = [
            (t.number, t.language, t.edition.slug, t.edition.edited_at) for t in self._texts() if t.state == "public"
        ]
        return sorted(row for row in public if after is None or row[:2] > after)[:limit]


# words


def _folded(edition: Edition) -> list[str]:
    """All searchable words in order, with a border between passages that no phrase crosses."""
    return [word for passage in passages(edition) for word in [*map(fold, cut(passage, edition.language)), ""]]


def _holds(edition: Edition, term: Term) -> bool:
    folded = _folded(edition)
    size = len(term.folded)
    if any(tuple(folded[i : i + size]) == term.folded for i in range(len(folded))) or (
        term.joined in folded[:] and term.joined
    ):
        return True
    stems = {stem(word, edition.language) for p in passages(edition) for word in cut(p, edition.language)}
    return bool(term.word) and stem(term.word, edition.language) in stems - {""}


def _satisfies(text: TextState, sought: TermQuery) -> bool:
    held = [term for term in sought.terms if _holds(text.edition, term)]
    quoted = {term for term in sought.terms if term.quoted}
    return bool(sought.terms) and len(held) >= sought.minimum and quoted <= set(held)


def _count(releases: Iterable[Release], sought: TermQuery) -> int:
    return sum(any(_satisfies(text, sought) for text in release.public.values()) for release in releases)


def _score(release: Release, filter_: Filter) -> int:
    terms = parse_terms(filter_.words)
    return max(
        sum(_folded(text.edition).count(word) for term in terms for word in term.folded)
        for text in release.public.values()
    )


def _marks(passage: str, text: TextState, term: Term) -> list[tuple[int, int]]:
    """The spans of a passage to be marked for one term."""
    places = list(spans(passage, text.language))
    folded = [fold(passage[start:end]) for start, end in places]
    size = len(term.folded)
    found = [
        (places[i][0], places[i + size - 1][1])
        for i in range(len(places) - size + 1)
        if tuple(folded[i : i + size]) == term.folded
    ]
    wanted_stem = stem(term.word, text.language) if term.word else ""
    return found + [
        (start, end)
        for (start, end), word in zip(places, folded, strict=True)
        if (term.joined and word == term.joined)
        or (wanted_stem and stem(passage[start:end], text.language) == wanted_stem)
    ]


def _marked(passage: str, text: TextState, terms: Sequence[Term]) -> str:
    inside = {i for term in terms for start, end in _marks(passage, text, term) for i in range(start, end)}
    parts, at = [], 0
    while at < len(passage):
        until = at
        while until < len(passage) and (until in inside) == (at in inside):
            until += 1
        escaped = html.escape(passage[at:until])
        parts.append(f"<mark>{escaped}</mark>" if at in inside else escaped)
        at = until
    return "".join(parts)


def _distance(a: str, b: str) -> int:
    """Edits (letters put in, left out, changed, or two swapped) between two words."""
    rows = {(-1, -1): 0}
    for i in range(-1, len(a)):
        for j in range(-1, len(b)):
            if i == -1 or j == -1:
                rows[i, j] = max(i, j) + 1
                continue
            rows[i, j] = min(rows[i - 1, j] + 1, rows[i, j - 1] + 1, rows[i - 1, j - 1] + (a[i] != b[j]))
            if i and j and a[i] == b[j - 1] and a[i - 1] == b[j]:
                rows[i, j] = min(rows[i, j], rows[i - 2, j - 2] + 1)
    return rows[len(a) - 1, len(b) - 1]
