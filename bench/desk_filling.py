"""Fill a desk's database with many releases by inserting rows directly, without the desk's actions."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import msgspec
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, router, transaction
from django.db.models import sql
from wagtail.models import Locale, Page
from wagtail.search.backends import get_search_backend

from bench import world
from bench.desk_copies import Span, copy
from dateline.editions.canonical import canonical, digest
from dateline.editions.edition import Edition
from dateline.editions.entry import Entry, Subject
from dateline.editions.parts import Text
from dateline.newsroom.desk import actions, release_index
from dateline.newsroom.desk.models import (
    Kind,
    Office,
    OfficeName,
    OfficePage,
    Release,
    ReleasePage,
    ReleaseTopic,
    Topic,
)
from dateline.newsroom.publication.models import LogEntry, LogHead, LogWords, NumberCounter

_AT_ONCE = 500
"""Rows per statement, because SQLite accepts a limited number of values at once."""

_SECOND = 5
"""One in so many releases has a text in a second language."""

WRITTEN = 100_000
"""Most releases that are inserted one by one; the others are copies."""

DRAFTS = 200
"""Number of drafts, which are made by the desk's actions."""


def fill(releases: int) -> None:
    """Fill a newly prepared database; the same number of releases always gives the same content.

    More than `WRITTEN` releases must be a multiple of it; the database makes the rest by copying.
    """
    _vocabulary()
    places, written = _Places(), min(releases, WRITTEN)
    for chunk in range(-(-written // world.CHUNK)):
        with transaction.atomic():
            places.load([one for one in world.drawn(chunk, written) if one.number <= written])
    places.copy(written, times=releases // written - 1)
    _drafts()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _vocabulary() -> None:
    at = world.one(1, 1).at
    for i in range(world.OFFICES):
        actions.set_office(Office(slug=f"office-{i}"), names=[OfficeName(names={"en": f"Office {i}"})], at=at)
    for i in range(world.TOPICS):
        actions.set_topic(Topic(slug=f"topic-{i}", names={"en": f"Topic {i}"}), at=at)
    for i in range(world.KINDS):
        actions.set_kind(Kind(slug=f"kind-{i}", names={"en": f"Kind {i}"}, order=i + 20), at=at)


class _Made(NamedTuple):
    """A text, its log entry, and the canonical bytes of its edition."""

    text: ReleasePage
    edition: Edition
    stored: bytes


class _Places:
    """The rows that texts refer to, and the next free keys: in the tables, below each office, in the log."""

    def __init__(self) -> None:
        self.kinds = {kind.slug: kind for kind in Kind.objects.all()}
        self.offices = {page.office.slug: page for page in OfficePage.objects.select_related("office")}
        self.topics = dict(Topic.objects.values_list("slug", "pk"))
        self.locale = Locale.objects.order_by("pk")[0]
        self.type = ContentType.objects.get_for_model(ReleasePage)
        self.below = dict.fromkeys(self.offices, 0)
        self.last_page = Page.objects.aggregate(last=models.Max("pk"))["last"]
        self.first_page = self.last_page + 1
        self.head = LogHead.objects.get()
        self.first_position = self.head.position + 1

    def load(self, drawn: Sequence[world.Drawn]) -> None:
        """Insert the rows of some releases."""
        made = [each for one in drawn for each in self._made(one)]
        texts = [one.text for one in made]
        releases = {text.release_id: text.release for text in texts}
        subjects = [
            ReleaseTopic(release_id=edition.release, topic_id=self.topics[ref.slug], order=order)
            for edition in {one.edition.release: one.edition for one in made}.values()
            for order, ref in enumerate(edition.topics, 1)
        ]
        _insert(Release, releases.values())
        _insert(ReleaseTopic, subjects)
        _insert(Page, texts)
        _insert(ReleasePage, texts)
        entries = [self._entry(one) for one in made]
        _insert(LogEntry, entries)
        words = zip(entries, made, strict=True)
        _insert(LogWords, [LogWords(entry=entry, edition=one.stored) for entry, one in words])
        release_index.refresh(list(releases))
        get_search_backend().get_index_for_model(ReleasePage).add_items(ReleasePage, texts)

    def copy(self, releases: int, *, times: int) -> None:
        """Copy the loaded rows so many times, and set the tables' counters, so that actions continue after them."""
        pages, entries = Span(self.first_page, self.last_page), Span(self.first_position, self.head.position)
        for digit in range(1, times + 1):
            with transaction.atomic():
                copy(digit, releases=Span(1, releases), pages=pages, entries=entries)
        self.last_page += times * (pages.last - pages.first + 1)
        self.head.position += times * (entries.last - entries.first + 1)
        self.head.digest = LogEntry.objects.values_list("digest", flat=True).get(pk=self.head.position)
        self.head.save()
        NumberCounter.objects.update(next=releases * (times + 1) + 1)
        for slug, page in self.offices.items():
            Page.objects.filter(pk=page.pk).update(numchild=self.below[slug] * (times + 1))
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT setval(pg_get_serial_sequence('wagtailcore_page', 'id'), %s)", [self.last_page])

    def _made(self, one: world.Drawn) -> Iterable[_Made]:
        edition = world.edition(one)
        release = Release(
            id=edition.release,
            number=edition.number,
            kind=self.kinds[edition.kind.slug],
            lead_office=self.offices[edition.offices[0].slug].office,
            published_at=edition.published_at,
        )
        yield _Made(self._text(release, edition), edition, canonical(edition))
        if one.number % _SECOND == 0:
            other = msgspec.structs.replace(edition, language="fr" if edition.language == "en" else "en")
            yield _Made(self._text(release, other), other, canonical(other))

    def _text(self, release: Release, edition: Edition) -> ReleasePage:
        slug, self.last_page = edition.offices[0].slug, self.last_page + 1
        parent, self.below[slug] = self.offices[slug], self.below[slug] + 1
        body = [part.html for part in edition.body if isinstance(part, Text)]
        text = ReleasePage(
            id=self.last_page,
            page_ptr_id=self.last_page,
            path=Page._get_path(parent.path, parent.depth + 1, self.below[slug]),  # noqa: SLF001 - no public way
            depth=parent.depth + 1,
            title=edition.headline[:250],
            draft_title=edition.headline[:250],
            slug=f"{edition.release}-{edition.language}",
            content_type=self.type,
            locale=self.locale,
            live=True,
            first_published_at=edition.published_at,
            last_published_at=edition.published_at,
            latest_revision_created_at=edition.published_at,
            edited_at=edition.published_at,
            release=release,
            language=edition.language,
            headline=edition.headline,
            lead=edition.lead,
            body=json.dumps([{"type": "text", "value": html} for html in body]),
            public_state=ReleasePage.State.PUBLISHED,
            version=1,
        )
        text.set_url_path(parent)
        return text

    def _entry(self, made: _Made) -> LogEntry:
        edition = made.edition
        said = Entry(
            position=self.head.position + 1,
            at=edition.edited_at,
            subject=Subject(kind="release", id=edition.release, language=edition.language),
            change="published",
            number=edition.number,
            edition=digest(made.stored),
            previous=self.head.digest,
        )
        stored = canonical(said)
        self.head.position, self.head.digest = said.position, digest(stored)
        return LogEntry(
            position=said.position,
            at=said.at,
            subject_kind=said.subject.kind,
            subject_id=said.subject.id,
            language=said.subject.language,
            change=said.change,
            number=said.number,
            digest=self.head.digest,
            stored=stored,
        )


def _insert(model: type[models.Model], rows: Iterable[Any]) -> None:
    """Insert rows into one table; Django's ``bulk_create`` refuses models that inherit from another table."""
    fields = [field for field in model._meta.local_concrete_fields if not isinstance(field, models.BigAutoField)]  # noqa: SLF001
    waiting = list(rows)
    for start in range(0, len(waiting), _AT_ONCE):
        query = sql.InsertQuery(model)
        query.insert_values(fields, waiting[start : start + _AT_ONCE], raw=True)
        query.get_compiler(router.db_for_write(model)).execute_sql()


def _drafts() -> None:
    """Start drafts as people do."""
    offices = list(Office.objects.order_by("pk")[: world.OFFICES])
    kind = Kind.objects.order_by("pk")[0]
    for i in range(DRAFTS):
        one = world.edition(world.one(i + 1, 1))
        actions.start(
            by=None,
            language="en",
            headline=f"Draft {i}: {one.headline}",
            release=Release(kind=kind, lead_office=offices[i % len(offices)]),
            lead=one.lead,
            body=[("text", "<p>It opened.</p>")],
        )
