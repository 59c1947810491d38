"""Builds the log's records of offices, topics, kinds and the newsroom from the desk's models; writes nothing."""

from collections.abc import Iterable
from typing import Any, Literal

from dateline.editions import newsroom as public
from dateline.editions.canonical import new_salt
from dateline.editions.parts import Contact, Rendition
from dateline.newsroom.desk.models import Kind, NewsroomSettings, Office, Topic


def contacts(stream: Iterable[Any]) -> tuple[Contact, ...]:
    """Return the press contacts of a stream, without empty ones."""
    values = ({name: (text or "").strip() for name, text in block.value.items()} for block in stream)
    found = ({name: text for name, text in value.items() if text} for value in values)
    return tuple(Contact(**contact) for contact in found if contact.keys() - {"language"})


def _schema(people: Iterable[Contact]) -> Literal[1, 2]:
    return 2 if any(one.language for one in people) else 1


def office(model: Office) -> public.Office:
    """Return the record of an office as it is now; its current names come last."""
    people = contacts(model.contacts)
    return public.Office(
        schema=_schema(people),
        salt=new_salt(),
        slug=model.slug,
        periods=tuple(
            public.NamePeriod(names=dict(period.names), from_on=period.from_on, until_on=period.until_on)
            for period in model.periods()
        ),
        unit=model.unit,
        status="closed" if model.status == Office.Status.CLOSED else "open",
        closed_on=model.closed_on,
        successor=model.successor.slug if model.successor else "",
        parent=model.parent.slug if model.parent else "",
        place=public.Place(
            city=dict(model.city), country=dict(model.country), latitude=model.latitude, longitude=model.longitude
        ),
        time_zone=model.time_zone,
        contacts=people,
    )


def topic(model: Topic) -> public.Topic:
    """Return the record of a topic as it is now."""
    return public.Topic(
        salt=new_salt(),
        slug=model.slug,
        names=dict(model.names),
        parent=model.parent.slug if model.parent else "",
        media_topic=model.media_topic,
    )


def kind(model: Kind) -> public.Kind:
    """Return the record of a kind as it is now."""
    return public.Kind(salt=new_salt(), slug=model.slug, names=dict(model.names), order=model.order)


def newsroom(model: NewsroomSettings, logo: Rendition | None) -> public.Newsroom:
    """Return the record of the newsroom as it is now; ``logo`` is the public file of its logo."""
    people = contacts(model.contacts)
    return public.Newsroom(
        schema=_schema(people),
        salt=new_salt(),
        name=dict(model.name),
        short_name=dict(model.short_name),
        title=dict(model.title),
        tagline=dict(model.tagline),
        accent=model.accent,
        logo=logo,
        time_zone=model.time_zone,
        languages=model.languages(),
        home_url=model.home_url,
        contacts=people,
    )
