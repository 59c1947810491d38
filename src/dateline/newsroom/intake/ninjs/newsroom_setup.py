"""Setting up a newsroom from the export of another: its name, offices, topics and kinds."""

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


def set_up_newsroom(export: NewsroomExport, *, at: dt.datetime) -> list[str]:
    """Set up what an export contains and this newsroom lacks; return what was done, as sentences.

    Name and colours are set only in a newsroom without offices and releases. Existing offices, topics and kinds stay
    unchanged.
    """
    report: list[str] = []
    if export.newsroom is not None and not Office.objects.exists() and not Release.objects.exists():
        report += _try(_set_newsroom, export.newsroom, at) or [
            "The newsroom has the name, zone and colours of the export; its logo is not part of the export."
        ]
    existing = {model: set(model.objects.values_list("slug", flat=True)) for model in (Office, Topic, Kind)}
    for model, set_, values in (
        (Office, _set_office, _parents_first(export.offices)),
        (Topic, _set_topic, _parents_first(export.topics)),
        (Kind, _set_kind, list(export.kinds)),
    ):
        new = [one for one in values if one.slug not in existing[model]]
        refused = [sentence for one in new for sentence in _try(set_, one, at)]
        if new:
            report.append(f"{model.__name__}s set up as in the export: {len(new) - len(refused)}.")
        report += refused
    return report


def _try(action: Callable[[Any, dt.datetime], None], one: Any, at: dt.datetime) -> list[str]:
    """Do an action; return the reason in a list if it was refused, else an empty list."""
    try:
        action(one, at)
    except (ValidationError, DeskError) as error:
        reason = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        return [f"{getattr(one, 'slug', 'The newsroom')} of the export is not set up: {reason}"]
    return []


def _set_newsroom(given: public.Newsroom, at: dt.datetime) -> None:
    settings = NewsroomSettings.current()
    for name in ("name", "short_name", "title", "tagline", "accent", "time_zone", "home_url"):
        setattr(settings, name, getattr(given, name))
    settings.default_language = given.languages[0] if given.languages else settings.default_language
    settings.contacts = [("contact", msgspec.to_builtins(one)) for one in given.contacts]
    settings.full_clean()
    actions.set_newsroom(settings, at=at)


def _parents_first(given: Iterable[Any]) -> list[Any]:
    """Return things so that those they refer to come first; circles come last, in the order given."""
    waiting, placed, ordered = list(given), set[str](), list[Any]()
    names = {one.slug for one in waiting}
    while waiting:
        ready = [one for one in waiting if not (_references(one) & names) - placed - {one.slug}] or waiting[:1]
        ordered += ready
        placed |= {one.slug for one in ready}
        waiting = [one for one in waiting if one.slug not in placed]
    return ordered


def _references(one: Any) -> set[str]:
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
        contacts=[("contact", msgspec.to_builtins(one)) for one in given.contacts],
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
