"""Import releases that another system has published, with their original dates, in batches."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F
from django.utils.text import Truncator
from wagtail.models import Locale, Page

from dateline.editions import newsroom as public
from dateline.editions.canonical import new_salt, xml_safe_part
from dateline.editions.edition import Edition
from dateline.editions.entry import Change
from dateline.newsroom.desk import entries, guard, release_index
from dateline.newsroom.desk.actions.action import subject
from dateline.newsroom.desk.actions.import_values import Imported, ImportedNotice, ImportedText
from dateline.newsroom.desk.actions.indexing import index_texts
from dateline.newsroom.desk.actions.numbers import free_number
from dateline.newsroom.desk.actions.states import NOTHING
from dateline.newsroom.desk.actions.word_erasure import BLANK
from dateline.newsroom.desk.editions.build import Frame, build, zone
from dateline.newsroom.desk.editions.files import prepare_files
from dateline.newsroom.desk.editions.published import CONTENT
from dateline.newsroom.desk.errors import NumberTakenError
from dateline.newsroom.desk.models import (
    NewsroomPage,
    NewsroomSettings,
    Office,
    OfficePage,
    Release,
    ReleaseOffice,
    ReleasePage,
    ReleaseTopic,
)
from dateline.newsroom.publication import log
from dateline.text.xmltext import xml_safe

BATCH = 20
"""Releases per transaction. A text takes about 5 ms, so the head of the log is locked for less than 200 ms."""


@dataclass
class _Batch:
    """Values that are looked up once for a batch of releases."""

    at: dt.datetime
    zone: Any
    locale: Locale
    page_type: ContentType
    offices: dict[int, public.Office] = field(default_factory=dict)
    parents: dict[int | None, Page] = field(default_factory=dict)

    def office(self, office: Office) -> public.Office:
        """Return an office with its names; read once."""
        if office.pk not in self.offices:
            self.offices[office.pk] = entries.office(office)
        return self.offices[office.pk]

    def parent(self, office: Office | None) -> Page:
        """Return the page that is the parent of an office's texts; read once."""
        key = office.pk if office else None
        if key not in self.parents:
            place = OfficePage.objects.get(office=office) if office else NewsroomPage.objects.get()
            self.parents[key] = Page.objects.get(pk=place.pk)
        return self.parents[key]


class _NewText(NamedTuple):
    """A text to import, with its release."""

    item: Imported
    release: Release
    text: ImportedText

    def editions_of_original(self) -> int:
        """Return how many editions its original has after the import; 0 for an original."""
        original = next((text for text in self.item.texts if text.language == self.text.translated_from), None)
        if original is None:
            return 0
        return 1 + sum(notice.change in CONTENT for notice in original.notices)


def publish_imported(items: Iterable[Imported], *, at: dt.datetime) -> list[Release]:
    """Publish releases with their original dates and return those that were new, in the order given.

    Each batch of ``BATCH`` releases is one transaction, so that scheduled releases can go live between two batches.
    After an interruption the same call goes on where it stopped. A release whose source key is known stays as it is,
    but languages that it lacks are added. The worker adds the releases to the admin's search later.

    Args:
        items: oldest first, so that numbers follow the order of publication.
        at: the moment of the import; editions carry the original one.

    Raises:
        NumberTakenError: an item has the number of another release; its batch is not imported.
    """
    newsroom = NewsroomSettings.current()
    batch = _Batch(
        at=at,
        zone=zone(newsroom),
        locale=Locale.objects.order_by("pk")[0],
        page_type=ContentType.objects.get_for_model(ReleasePage),
    )
    waiting, made = list(items), []
    for start in range(0, len(waiting), BATCH):
        made += _publish_batch(waiting[start : start + BATCH], batch)
    return made


def _publish_batch(items: Sequence[Imported], batch: _Batch) -> list[Release]:
    with transaction.atomic(), guard.action():
        keys = [item.source_key for item in items]
        known = {found.source_key: found for found in Release.objects.filter(source_key__in=keys)}
        there = set(
            ReleasePage.objects.filter(release__in=known.values()).values_list("release__source_key", "language")
        )
        _check_numbers([item for item in items if item.source_key not in known])
        brought = {item.number for item in items}
        new = {item.source_key: _release(item, brought) for item in items if item.source_key not in known}
        _save_releases([item for item in items if item.source_key in new], new)
        pairs = [
            _NewText(item, (new | known)[item.source_key], text)
            for item in items
            for text in item.texts
            if (item.source_key, text.language) not in there
        ]
        pages = _insert_pages(pairs, batch)
        release_index.refresh(list(dict.fromkeys(page.release_id for page in pages)))
        if pages:
            index_texts.enqueue([page.pk for page in pages])
        for new_text, page in zip(pairs, pages, strict=True):
            _append(new_text, page, batch)
    return list(new.values())


def _check_numbers(items: Sequence[Imported]) -> None:
    numbers = [item.number for item in items if item.number is not None]
    taken = Release.objects.filter(number__in=numbers).values_list("number", flat=True).first()
    if taken is not None:
        raise NumberTakenError(taken)


def _release(item: Imported, brought: Collection[int | None]) -> Release:
    return Release(
        **({"pk": item.release} if item.release else {}),
        number=item.number or free_number(brought),
        kind=item.kind,
        lead_office=item.lead_office,
        published_at=item.published_at,
        published_precision=item.precision,
        issuer=item.issuer,
        event_from_on=item.event_from_on,
        event_until_on=item.event_until_on,
        source_key=item.source_key,
    )


def _save_releases(items: Sequence[Imported], new: dict[str, Release]) -> None:
    Release.objects.bulk_create(new.values())
    ReleaseOffice.objects.bulk_create(
        ReleaseOffice(release=new[item.source_key], office=office, order=order)
        for item in items
        for order, office in enumerate(dict.fromkeys(item.offices), 1)
        if office != item.lead_office
    )
    ReleaseTopic.objects.bulk_create(
        ReleaseTopic(release=new[item.source_key], topic=topic, order=order)
        for item in items
        for order, topic in enumerate(dict.fromkeys(item.topics), 1)
    )


def _insert_pages(pairs: Sequence[_NewText], batch: _Batch) -> list[ReleasePage]:
    """Insert the rows of the pages with paths prepared here: saving each as Wagtail does takes five times as long."""
    texts = [_page(new_text, batch) for new_text in pairs]
    for office in dict.fromkeys(item.lead_office for item, _release, _text in pairs):
        own = [page for page, (item, _r, _t) in zip(texts, pairs, strict=True) if item.lead_office == office]
        _set_paths(batch.parent(office), own)
    rows = Page.objects.bulk_create(
        Page(**{f.attname: getattr(page, f.attname) for f in Page._meta.concrete_fields if f.name != "id"})  # noqa: SLF001
        for page in texts
    )
    for page, row in zip(texts, rows, strict=True):
        page.pk = page.page_ptr_id = row.pk
        # ``raw`` sends no signals, so that no index task is queued for each text
        page.save_base(raw=True, force_insert=True)
    return texts


def _page(new_text: _NewText, batch: _Batch) -> ReleasePage:
    release, text = new_text.release, new_text.text
    title = Truncator(text.headline).chars(250) or BLANK
    return ReleasePage(
        title=title,
        draft_title=title,
        slug=f"{release.pk}-{text.language}".lower(),
        content_type=batch.page_type,
        locale=batch.locale,
        live=text.state == "published",
        first_published_at=release.published_at,
        last_published_at=release.published_at,
        latest_revision_created_at=release.published_at,
        edited_at=text.edited_at or release.published_at,
        release=release,
        language=text.language,
        headline=text.headline,
        lead=text.lead,
        dateline_places=list(text.dateline_places),
        dateline_on=text.dateline_on,
        picture=text.picture,
        body=list(text.body),
        boilerplate=text.boilerplate,
        notes=text.notes,
        contacts=[("contact", contact) for contact in text.contacts],
        translated_from=text.translated_from,
        translated_edition=new_text.editions_of_original(),
        machine_translated=text.machine_translated,
        public_state=text.state,
        draft_stage=NOTHING,
        version=text.version,
    )


def _set_paths(parent: Page, pages: Sequence[ReleasePage]) -> None:
    """Give pages the next places below a parent, whose row is locked for it."""
    parent = Page.objects.select_for_update().get(pk=parent.pk)
    newest = parent.get_children().order_by("-path").values_list("path", flat=True).first()
    step = Page._str2int(newest[-Page.steplen :]) if newest else 0  # noqa: SLF001 - treebeard has no public way
    for place, page in enumerate(pages, step + 1):
        page.depth = parent.depth + 1
        page.path = Page._get_path(parent.path, page.depth, place)  # noqa: SLF001
        page.set_url_path(parent)
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(pages))


def _append(new_text: _NewText, page: ReleasePage, batch: _Batch) -> None:
    """Append the edition of a text, and append it again for each notice, because the earlier editions are unknown."""
    text = new_text.text
    if text.state == "removed":
        last = text.notices[-1]
        change: Change = "erased" if last.change == "erased" else "removed"
        notice = _notice(last, text.language)
        log.append(subject(page), change, None, notice=notice, at=batch.at, number=new_text.release.number)
        return
    edition = _edition(new_text, page, batch)
    log.append(subject(page), "published", edition, at=batch.at)
    for one in text.notices:
        log.append(subject(page), one.change, edition, notice=_notice(one, text.language), at=batch.at)
    is_told = bool(text.notices) and text.notices[-1].change == "withdrawn"
    if text.state == "withdrawn" and not is_told:
        log.append(subject(page), "withdrawn", edition, at=batch.at)


def _edition(new_text: _NewText, page: ReleasePage, batch: _Batch) -> Edition:
    item, release, text = new_text
    shared = Frame(
        zone=batch.zone,
        kind=item.kind,
        offices=tuple(batch.office(o) for o in dict.fromkeys([item.lead_office, *item.offices]) if o is not None),
        topics=tuple(dict.fromkeys(item.topics)),
    )
    edited_at = text.edited_at or release.published_at or batch.at
    edition = build(page, release, shared, prepare_files(page), version=text.version, edited_at=edited_at)
    return xml_safe_part(msgspec.structs.replace(edition, **text.edition_values))


def _notice(given: ImportedNotice, language: str) -> public.Notice:
    return public.Notice(schema=2, salt=new_salt(), text=xml_safe(given.text), language=language, at=given.at)
