"""Mapping of terms in documents to offices, topics and kinds: by slug, then by name, else created."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from dateline.newsroom.desk import actions
from dateline.newsroom.desk.models import Kind, Office, OfficeName, Topic
from dateline.newsroom.intake.listing.items import NamedTerm
from dateline.newsroom.intake.mapping import NameMap
from dateline.newsroom.intake.ninjs.items import NinjsItem, Term

SORTS: dict[str, Any] = {"office": Office, "topic": Topic, "kind": Kind}


class TermMap:
    """Offices, topics and kinds for the terms of items.

    Args:
        items: all that are imported; the newest name of a slug in a language is the current one.
        at: current moment, aware, UTC.

    Attributes:
        languages: of the items, each once.
        languages_by_uri: of each item.
    """

    def __init__(self, items: Iterable[NinjsItem], *, at: dt.datetime) -> None:
        self.names = NameMap.load()
        self._at = at
        self.languages: dict[str, None] = {}
        self.languages_by_uri: dict[str, str] = {}
        self._by_slug: dict[tuple[str, str], Any] = {}
        self._names_by_slug: dict[tuple[str, str], dict[str, str]] = {}
        self._codes: dict[str, str] = {}
        for item in sorted(items, key=lambda item: item.edited_at):
            self.languages[item.language] = None
            self.languages_by_uri[item.uri] = item.language
            for sort, term in _terms_of(item):
                if term.media_topic:
                    self._codes[term.slug] = term.media_topic
                self._names_by_slug.setdefault((sort, term.slug), {})[item.language] = term.name

    def of(self, sort: str, term: Term, language: str) -> Any:
        """Return the office, topic or kind of a term; create it if it is missing."""
        if not term.slug:
            return self._by_name(sort, term, language)
        key = (sort, term.slug)
        if key not in self._by_slug:
            known = SORTS[sort].objects.filter(slug=term.slug).first()
            self._by_slug[key] = known or self._create(sort, term)
        return self._by_slug[key]

    def _by_name(self, sort: str, term: Term, language: str) -> Any:
        topic = Topic.objects.filter(media_topic__endswith=term.media_topic).first() if term.media_topic else None
        find: Any = {"office": self.names.office, "topic": self.names.topic, "kind": self.names.kind}[sort]
        return topic or find(NamedTerm(term.name), language, at=self._at)

    def _create(self, sort: str, term: Term) -> Any:
        names = self._names_by_slug.get((sort, term.slug), {}) or {"en": term.name}
        if sort == "office":
            actions.set_office(Office(slug=term.slug), names=[OfficeName(names=names)], at=self._at)
            self.names.created_offices.append(term.name)
        elif sort == "topic":
            code = self._codes.get(term.slug, "")
            actions.set_topic(
                Topic(slug=term.slug, names=names, media_topic=f"medtop:{code}" if code else ""), at=self._at
            )
            self.names.created_topics.append(term.name)
        else:
            actions.set_kind(Kind(slug=term.slug, names=names, order=Kind.objects.count() + 1), at=self._at)
            self.names.created_kinds.append(term.name)
        return SORTS[sort].objects.get(slug=term.slug)


def _terms_of(item: NinjsItem) -> Iterator[tuple[str, Term]]:
    yield from (("office", term) for term in item.offices)
    yield from (("topic", term) for term in item.topics)
    if item.kind:
        yield "kind", item.kind
