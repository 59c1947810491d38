"""Offices, topics, kinds and the newsroom itself: each change goes to the log in the same transaction."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import ProtectedError
from wagtail.models import Page

from dateline.editions.canonical import xml_safe_part
from dateline.editions.entry import Entry, Subject
from dateline.newsroom.desk import entries, guard
from dateline.newsroom.desk.editions import pictures
from dateline.newsroom.desk.errors import InUseError
from dateline.newsroom.desk.models import Kind, NewsroomPage, NewsroomSettings, Office, OfficeName, OfficePage, Topic
from dateline.newsroom.desk.people import role_groups, shelves
from dateline.newsroom.publication import log
from dateline.text.languages import pick


def set_office(office: Office, *, at: dt.datetime, names: Sequence[OfficeName] | None = None) -> Entry:
    """Save an office with its names over time and its page, and append the change to the log.

    Args:
        office: new or changed; with its names, unless ``names`` replaces them.
        at: the moment, aware, UTC.
        names: all its names over time.
    """
    with transaction.atomic(), guard.action():
        if names is not None:
            office.names.set(list(names))
        office.label = office.name("en")[:255] or office.slug
        office.shown = dict(periods[-1].names) if (periods := office.periods()) else {}
        office.save()
        office = Office.objects.get(pk=office.pk)
        _update_page(office)
        return log.append(Subject(kind="office", id=office.slug), "set", xml_safe_part(entries.office(office)), at=at)


def set_topic(topic: Topic, *, at: dt.datetime) -> Entry:
    """Save a topic and append the change to the log."""
    with transaction.atomic():
        topic.label = pick(topic.names, "en")[:255]
        topic.save()
        return log.append(Subject(kind="topic", id=topic.slug), "set", xml_safe_part(entries.topic(topic)), at=at)


def set_kind(kind: Kind, *, at: dt.datetime) -> Entry:
    """Save a kind and append the change to the log."""
    with transaction.atomic():
        kind.label = pick(kind.names, "en")[:255]
        kind.save()
        return log.append(Subject(kind="kind", id=kind.slug), "set", xml_safe_part(entries.kind(kind)), at=at)


def set_newsroom(newsroom: NewsroomSettings, *, at: dt.datetime) -> Entry:
    """Save the newsroom's settings and append the change to the log."""
    logo = pictures.logo(newsroom.logo) if newsroom.logo else None
    with transaction.atomic():
        newsroom.save()
        return log.append(
            Subject(kind="newsroom", id="newsroom"), "set", xml_safe_part(entries.newsroom(newsroom, logo)), at=at
        )


def retire(thing: Office | Topic | Kind, *, at: dt.datetime) -> Entry:
    """Delete an unused office, topic or kind, and append the deletion to the log.

    Raises:
        InUseError: releases, offices or topics use it.
        ShelfInUseError: there are pictures or files on the office's shelf.
    """
    name = str(thing)
    kind = "office" if isinstance(thing, Office) else "topic" if isinstance(thing, Topic) else "kind"
    slug = thing.slug
    with transaction.atomic(), guard.action():
        try:
            if isinstance(thing, Office):
                _delete_page(thing)
            thing.delete()
        except ProtectedError as error:
            raise InUseError(name) from error
        return log.append(Subject(kind=kind, id=slug), "retired", None, at=at)  # type: ignore[arg-type]


def _update_page(office: Office) -> None:
    page = OfficePage.objects.filter(office=office).first()
    title = office.label
    if page is None:
        root = NewsroomPage.objects.get()
        page = root.add_child(instance=OfficePage(title=title, slug=office.slug, office=office, live=True))
        role_groups.prepare_office(page)
        shelves.prepare_office(office)
    elif page.title != title:
        Page.objects.filter(pk=page.pk).update(title=title, draft_title=title)
        shelves.prepare_office(office)


def _delete_page(office: Office) -> None:
    page = OfficePage.objects.filter(office=office).first()
    if page is None:
        return
    if page.get_children().exists():
        raise InUseError(str(office))
    shelves.clear_away(office)
    for role in office.role_groups.select_related("group"):
        role.group.delete()
    page.delete()
