"""The events that the releases of a list announce, as a calendar. Source: RFC 5545, RFC 7986."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from dateline.archive.port import Archive, Item
from dateline.archive.query import Query
from dateline.public.feeds.addresses import PAGE_SIZE, FeedAddress
from dateline.public.feeds.build.changes import withdrawn_items
from dateline.public.feeds.build.entries import address_of
from dateline.public.feeds.context import FeedContext
from dateline.public.feeds.messages import gettext_noop
from dateline.public.feeds.titles import feed_title
from dateline.text.xmltext import without_hyphenation, xml_safe
from dateline.web.addresses import text_id

if TYPE_CHECKING:
    import icalendar

SUFFIX, MEDIA_TYPE, NAME = "ics", "text/calendar", "iCalendar"
PURPOSE = gettext_noop("The dates of announced events, for calendars.")

MAX_RELEASES = 500
"""Number of newest releases of a list in which events are looked for."""


def calendar(address: FeedAddress, archive: Archive, context: FeedContext) -> bytes:
    """Return the events of the newest releases of a list.

    Events last whole days, because releases do not contain the time of an event. Events of recently withdrawn texts are
    marked as cancelled, because calendar programs continue to show an event that is merely left out.
    """
    import icalendar  # noqa: PLC0415 - 5 MB that a process loads with the first request for a calendar

    ics = icalendar.Calendar()
    ics.add("prodid", "-//Dateline//EN")
    ics.add("version", "2.0")
    ics.add("method", "PUBLISH")
    title = xml_safe(feed_title(address.filter, archive, context.reader))
    for name in ("name", "x-wr-calname"):
        ics.add(name, title)
    ics.add("url", f"{context.public_url}{address.page_path}")
    for item in _with_events(address, archive):
        event = icalendar.Event()
        _describe(event, item, context)
        ics.add_component(event)
    for item, at in withdrawn_items(address.filter, archive, context):
        if item.edition.event_from_on:
            event = icalendar.Event()
            _describe_cancelled(event, item, at, context)
            ics.add_component(event)
    return bytes(ics.to_ical())


def _with_events(address: FeedAddress, archive: Archive) -> Iterable[Item]:
    query = Query(filter=address.filter, reader=address.reader, size=PAGE_SIZE)
    for page in range(1, MAX_RELEASES // PAGE_SIZE + 1):
        items = archive.query(msgspec.structs.replace(query, page=page)).items
        yield from (item for item in items if item.edition.event_from_on)
        if len(items) < PAGE_SIZE:
            return


def _describe_cancelled(event: "icalendar.Event", item: Item, at: dt.datetime, context: FeedContext) -> None:
    """Describe a cancelled event, with nothing of its text but the headline. Source: RFC 5545, section 3.8.1.11."""
    bare = msgspec.structs.replace(item.edition, lead="", dateline=None, edited_at=max(at, item.edition.edited_at))
    _describe(event, msgspec.structs.replace(item, edition=bare), context)
    event.add("status", "CANCELLED")
    if reason := " ".join(xml_safe(note.text) for note in item.notes if note.change == "withdrawn"):
        event.add("description", reason)


def _describe(event: "icalendar.Event", item: Item, context: FeedContext) -> None:
    edition = item.edition
    first = edition.event_from_on or edition.published_at.date()
    last = max(first, edition.event_until_on or first)
    changed_at = max(edition.published_at, edition.edited_at, *(note.at for note in item.notes))
    event.add("uid", text_id(edition.release, edition.language))
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("sequence", edition.version - 1 + sum(note.change in ("withdrawn", "restored") for note in item.notes))
    event.add("summary", _line(without_hyphenation(edition.headline)))
    event.add("dtstart", first)
    if last < dt.date.max:  # an event without an end lasts one day
        event.add("dtend", last + dt.timedelta(days=1))  # exclusive
    if edition.lead:
        event.add("description", xml_safe(edition.lead))
    if edition.dateline and edition.dateline.places:
        event.add("location", _line(", ".join(edition.dateline.places)))
    if edition.kind:
        event.add("categories", [_line(edition.kind.name)])
    event.add("url", address_of(edition, context))


def _line(text: str) -> str:
    return " ".join(xml_safe(text).split())
