"""A newsroom's own facts, as an export of ours brings them along."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from django.core.exceptions import ValidationError

from dateline.editions import newsroom as public
from dateline.editions.newsroom_export import NewsroomExport
from dateline.newsroom.desk import actions
from dateline.newsroom.desk.errors import DeskError
from dateline.newsroom.desk.models import Kind, NewsroomSettings, Office, OfficeName, Release, Topic


def settle(moving: NewsroomExport, *, at: dt.datetime) -> list[str]:
    """Set up what an export says of its newsroom, where nothing is there yet, and return what was done, as sentences.

    Name and look come only into a newsroom without offices and releases; offices, topics and kinds that exist stay as
    they are.
    """
    said: list[str] = []
    if moving.newsroom is not None and not Office.objects.exists() and not Release.objects.exists():
        said += _tried(_set_newsroom, moving.newsroom, at) or [
            "The newsroom has the name, zone and colours of the export; the logo does not travel."
        ]
    there = {model: set(model.objects.values_list("slug", flat=True)) for model in (Office, Topic, Kind)}
    for model, deed, given in (
        (Office, _set_office, _parents_first(moving.offices)),
        (Topic, _set_topic, _parents_first(moving.topics)),
        (Kind, _set_kind, list(moving.kinds)),
    ):
        new = [one for one in given if one.slug not in there[model]]
        refused = [sentence for one in new for sentence in _tried(deed, one, at)]
        if new:
            said.append(f"{model.__name__}s set up as in the export: {len(new) - len(refused)}.")
        said += refused
    return said


def _tried(deed: Callable[[Any, dt.datetime], None], one: Any, at: dt.datetime) -> list[str]:
    """Do a deed; return the sentence why it was refused."""
    try:
        deed(one, at)
    except (ValidationError, DeskError) as error:
        reason = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        return [f"{getattr(one, 'slug', 'The newsroom')} of the export is not set up: {reason}"]
    return []


def _set_newsroom(given: public.Newsroom, at: dt.datetime) -> None:
    settings = NewsroomSettings.current()
    for name in ("name", "short_name", "title", "tagline", "accent", "time_zone", "home_url"):
        setattr(settings, name, getattr(given, name))
    settings.default_language = given.languages[0] if given.languages else settings.default_language
    settings.contacts = [("contact", msgspec.structs.asdict(one)) for one in given.contacts]
    settings.full_clean()
    actions.set_newsroom(settings, at=at)


def _parents_first(given: Iterable[Any]) -> list[Any]:
    """Return things so that what they name stands before them; circles stand last, as they came."""
    waiting, placed, found = list(given), set[str](), list[Any]()
    names = {one.slug for one in waiting}
    while waiting:
        ready = [one for one in waiting if not (_named(one) & names) - placed - {one.slug}] or waiting[:1]
        found += ready
        placed |= {one.slug for one in ready}
        waiting = [one for one in waiting if one.slug not in placed]
    return found


def _named(one: Any) -> set[str]:
    return {one.parent, getattr(one, "successor", "")} - {""}


def _set_office(given: public.Office, at: dt.datetime) -> None:
    place = given.place
    office = Office(
        slug=given.slug,
        unit=given.unit,
        status=given.status,
        closed_on=given.closed_on,
        parent=Office.objects.filter(slug=given.parent).first(),
        successor=Office.objects.filter(slug=given.successor).first(),
        city=place.city,
        country=place.country,
        latitude=place.latitude,
        longitude=place.longitude,
        time_zone=given.time_zone,
        contacts=[("contact", msgspec.structs.asdict(one)) for one in given.contacts],
    )
    names = [OfficeName(names=one.names, from_on=one.from_on, until_on=one.until_on) for one in given.periods]
    office.full_clean(exclude=["label", "shown"])
    actions.set_office(office, names=names, at=at)


def _set_topic(given: public.Topic, at: dt.datetime) -> None:
    parent = Topic.objects.filter(slug=given.parent).first()
    topic = Topic(slug=given.slug, names=given.names, parent=parent, media_topic=given.media_topic)
    topic.full_clean(exclude=["label"])
    actions.set_topic(topic, at=at)


def _set_kind(given: public.Kind, at: dt.datetime) -> None:
    kind = Kind(slug=given.slug, names=given.names, order=given.order)
    kind.full_clean(exclude=["label"])
    actions.set_kind(kind, at=at)
