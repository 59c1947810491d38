"""The events that releases of a list announce, as a calendar. Source: RFC 5545, RFC 7986."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from dateline.archive.port import Archive, Item
from dateline.archive.query import Query
from dateline.public.feeds.addresses import ENTRIES, Asked
from dateline.public.feeds.build.changes import withdrawn_items
from dateline.public.feeds.build.entries import address_of
from dateline.public.feeds.context import Place
from dateline.public.feeds.titles import title_of
from dateline.text.xmltext import carried
from dateline.web.addresses import text_id

if TYPE_CHECKING:
    import icalendar

LOOKED_AT = 500
"""Newest releases of a list that are looked through for events."""


def document(asked: Asked, archive: Archive, place: Place) -> bytes:
    """Return the events of the newest releases of a list; each lasts whole days, as the desk knows no hours.

    What was withdrawn of late is cancelled: programs that have it already would go on showing it.
    """
    import icalendar  # noqa: PLC0415 - 5 MB that a process takes when it is first asked for a calendar

    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Dateline//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    title = carried(title_of(asked.filter, archive, place.reader, place.style))
    for name in ("name", "x-wr-calname"):
        calendar.add(name, title)
    calendar.add("url", f"{place.public_url}{asked.page_path}")
    for item in _announcing(asked, archive):
        calendar.add_component(_event(item, place))
    for item, at in withdrawn_items(asked.filter, archive, place):
        if item.edition.event_from_on:
            calendar.add_component(_cancelled(item, at, place))
    return bytes(calendar.to_ical())


def _announcing(asked: Asked, archive: Archive) -> Iterable[Item]:
    query = Query(filter=asked.filter, reader=asked.reader, size=ENTRIES)
    for page in range(1, LOOKED_AT // ENTRIES + 1):
        items = archive.query(msgspec.structs.replace(query, page=page)).items
        yield from (item for item in items if item.edition.event_from_on)
        if len(items) < ENTRIES:
            return


def _cancelled(item: Item, at: dt.datetime, place: Place) -> "icalendar.Event":
    """Return an event without what its text said, but for its name. Source: RFC 5545, section 3.8.1.11."""
    bare = msgspec.structs.replace(item.edition, lead="", dateline=None, edited_at=max(at, item.edition.edited_at))
    event = _event(msgspec.structs.replace(item, edition=bare), place)
    event.add("status", "CANCELLED")
    if reason := " ".join(carried(note.text) for note in item.notes if note.change == "withdrawn"):
        event.add("description", reason)
    return event


def _event(item: Item, place: Place) -> "icalendar.Event":
    import icalendar  # noqa: PLC0415 - as above

    edition = item.edition
    first = edition.event_from_on or edition.published_at.date()
    last = max(first, edition.event_until_on or first)
    changed_at = max(edition.published_at, edition.edited_at, *(note.at for note in item.notes))
    event = icalendar.Event()
    event.add("uid", text_id(edition.release, edition.language))
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("sequence", edition.version - 1 + sum(note.change in ("withdrawn", "restored") for note in item.notes))
    event.add("summary", _line(edition.headline))
    event.add("dtstart", first)
    if last < dt.date.max:  # without an end it lasts its first day
        event.add("dtend", last + dt.timedelta(days=1))  # the day after: its end is not part of it
    if edition.lead:
        event.add("description", carried(edition.lead))
    if edition.dateline and edition.dateline.places:
        event.add("location", _line(", ".join(edition.dateline.places)))
    if edition.kind:
        event.add("categories", [_line(edition.kind.name)])
    event.add("url", address_of(edition, place))
    return event


def _line(text: str) -> str:
    return " ".join(carried(text).split())
