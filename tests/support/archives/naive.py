"""The port of the archive in lists and loops: slow, and so simple that it is obviously right.

Contract and property tests compare the engines with it; tests of pages and feeds may use it instead of an engine. It
shares only the types of editions and answers with the engines. All rules are implemented a second time:
``naive_search`` and ``naive_words`` parse, fold, stem and highlight by code of their own.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from dateline.archive.port import (
    Completion,
    Count,
    Facets,
    Item,
    RecentChange,
    ReleaseText,
    ResultPage,
)
from dateline.archive.query import Filter, Query
from dateline.editions.edition import Edition
from dateline.editions.entry import Record, words
from tests.support.archives.naive_following import NaiveFollower, TextState
from tests.support.archives.naive_parsing import Search, all_of, enough, parse, widened
from tests.support.archives.naive_search import (
    distance,
    folded,
    grants,
    holds,
    is_marked,
    is_on,
    is_release,
    less,
    marked,
    passages,
    readable,
)
from tests.support.archives.naive_words import cut, fold

REACHABLE = 1_000
EVERYTHING = Filter()


@dataclass
class Release:
    number: int
    newest: Edition
    public: dict[str, TextState]


class NaiveArchive(NaiveFollower):
    def __init__(self, records: Iterable[Record] = ()) -> None:
        super().__init__(records)
        self._searches: dict[tuple[str, bool, int], Search] = {}

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.newsroom.time_zone if self.newsroom else "UTC")

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

    def _search(self, words_: str, *, lenient: bool) -> Search:
        """Return the parsed search; made once per query, because it reads every text several times."""
        key = (words_, lenient, self.position)
        if key not in self._searches:
            self._searches[key] = self._some(words_) if lenient else self._all(words_)
        return self._searches[key]

    def _all(self, words_: str) -> Search:
        search = parse(words_, frozenset(self.newsroom.short_name.values() if self.newsroom else ()))
        if not search.wishes or self._granted(search):
            return search
        editions = self._editions()
        return all_of(
            search,
            tuple(
                widened(wish)
                if wish.is_word
                and not wish.is_beginning
                and not any(holds(edition, wish, self._zone) for edition in editions)
                else wish
                for wish in search.wishes
            ),
        )

    def _some(self, words_: str) -> Search:
        search = self._search(words_, lenient=False)
        holding = self._granted(search)
        if holding >= enough(search.wishes):
            return search
        some = less(search, self._editions(), self._zone)
        return some if self._granted(some) > holding else search

    def _editions(self) -> list[Edition]:
        return [text.edition for release in self._releases() for text in release.public.values()]

    def _granted(self, search: Search) -> int:
        return sum(
            any(grants(text.edition, search, self._zone) for text in release.public.values())
            for release in self._releases()
        )

    def _shown(self, release: Release, filter_: Filter, *, lenient: bool = False) -> dict[str, TextState]:
        """Return the public texts of a release that match a filter's languages and words, by language."""
        search = self._search(filter_.words, lenient=lenient)
        return {
            language: text
            for language, text in release.public.items()
            if (
                not filter_.languages
                or any(f"{language}-".lower().startswith(f"{tag}-".lower()) for tag in filter_.languages)
            )
            and (not filter_.words.strip() or grants(text.edition, search, self._zone))
        }

    def _matches(self, release: Release, filter_: Filter, *, lenient: bool) -> bool:
        newest = release.newest
        day = newest.published_at.astimezone(self._zone).date()
        topics = {topic.slug for topic in newest.topics}
        return (
            (not filter_.kinds or (newest.kind is not None and newest.kind.slug in filter_.kinds))
            and (not filter_.offices or any(office.slug in filter_.offices for office in newest.offices))
            and (not filter_.topics or any(topics & self._below(slug) for slug in filter_.topics))
            and (filter_.from_on is None or filter_.from_on <= day)
            and (filter_.until_on is None or day <= filter_.until_on)
            and bool(self._shown(release, filter_, lenient=lenient))
        )

    def _list(self, filter_: Filter, *, lenient: bool = False) -> list[Release]:
        return [release for release in self._releases() if self._matches(release, filter_, lenient=lenient)]

    def total(self, filter_: Filter) -> int:
        return len(self._list(filter_))

    def filter_items(self, filter_: Filter, reader: str, numbers) -> tuple[Item, ...]:
        by_number = {release.number: release for release in self._list(filter_)}
        return tuple(self._item(by_number[number], reader, filter_) for number in numbers if number in by_number)

    def query(self, query: Query) -> ResultPage:
        filter_ = query.filter
        full = self._list(filter_)
        found = self._list(filter_, lenient=query.lenient)
        reachable = len(found)
        is_relaxed = query.lenient and self._search(filter_.words, lenient=True) != self._search(
            filter_.words, lenient=False
        )
        if filter_.words.strip() and (query.order == "relevance" or is_relaxed):
            reachable = min(reachable, REACHABLE)
            found = sorted(found, key=lambda one: (not self._is_named(one, filter_), -_count_of_words(one, filter_)))
            found = found[:REACHABLE]
        start = (query.page - 1) * query.size
        shown = found[start : start + query.size]
        return ResultPage(
            total=len(full),
            reachable=reachable,
            items=tuple(self._item(release, query.reader, filter_, lenient=query.lenient) for release in shown),
            facets=self._facets(filter_),
            suggestion=self._suggestion(filter_) if filter_.words.strip() and not full else "",
            relaxed=is_relaxed,
        )

    def _is_named(self, release: Release, filter_: Filter) -> bool:
        """Tell whether the typed words name the release by its number or by one of its days."""
        search = self._search(filter_.words, lenient=False)
        texts = [text.edition for text in release.public.values()]
        return any(is_release(edition, search, self._zone) for edition in texts) or any(
            is_on(edition, wish, self._zone) for edition in texts for wish in search.wishes
        )

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
            else min(vocabulary, key=lambda known: (distance(word, known), known), default="")
            for word in map(fold, cut(filter_.words))
        ]
        suggestion = " ".join(better)
        changed = Filter(**{**{n: getattr(filter_, n) for n in filter_.__struct_fields__}, "words": suggestion})
        close = all(
            distance(a, b) <= (2 if len(a) >= 6 else min(1, len(a) - 1))
            for a, b in zip(map(fold, cut(filter_.words)), better, strict=True)
        )
        return suggestion if better and close and self.total(changed) else ""

    def _item(self, release: Release, reader: str, filter_: Filter = EVERYTHING, *, lenient: bool = False) -> Item:
        shown = self._shown(release, filter_)
        text = release.public[_best(reader, list(shown or self._shown(release, filter_, lenient=lenient)))]
        typed = filter_.words.strip()
        wishes = self._search(filter_.words, lenient=False).wishes if typed else ()
        extract = next((p for p in readable(text.edition)[1:] if is_marked(p, text.language, wishes)), None)
        if extract is None:
            extract = text.edition.lead
        return Item(
            edition=text.edition,
            languages=tuple(sorted(release.public)),
            notes=tuple(text.notes),
            headline_html=marked(text.edition.headline, text.language, wishes) if typed else None,
            extract_html=marked(extract, text.language, wishes) if typed else None,
            partial=bool(typed) and not shown,
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

    def public_editions(self, number: int, language: str) -> Sequence[Edition]:
        text = self.text(number, language)
        if text is None or text.state != "public":
            return []
        editions: dict[int, Edition] = {}
        for record in self.log:
            entry = record.entry
            if (entry.subject.kind, entry.subject.id, entry.subject.language) != ("release", text.release, language):
                continue
            edition = words(record)
            if entry.change in ("withdrawn", "removed", "erased") or (entry.edition and edition is None):
                editions.clear()
            elif edition is not None:
                editions[edition.version] = edition
        return list(editions.values())

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
                edition = matching[_best(reader, list(matching))]
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


def _count_of_words(release: Release, filter_: Filter) -> int:
    """Return how often the words of a filter occur in the text of a release that has most of them."""
    words_typed = [word for wish in parse(filter_.words).wishes for word in wish.phrase]
    return max(sum(folded(text.edition).count(word) for word in words_typed) for text in release.public.values())


def _best(reader: str, tags: Collection[str]) -> str:
    """Return the best tag for a reader: their own, their language in any variety, one of the interface, any other."""
    base = reader.split("-", maxsplit=1)[0]
    varieties = [tag for tag in sorted(tags) if tag.split("-")[0] == base]
    return next(tag for tag in (reader, base, *varieties, "en", "fr", "ru", "ar", *sorted(tags)) if tag in tags)
