"""The editorial calendar: what goes live, what went out and what happens, day by day in the newsroom's zone."""

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from dateline.newsroom.desk import clock
from dateline.newsroom.desk.admin.visibility import seen_rows, visible_texts
from dateline.newsroom.desk.models import NewsroomSettings, ReleasePage, User

SHOWN_A_DAY = 6
"""Texts a day shows; the rest are counted."""

LONGEST = dt.timedelta(days=62)
"""How long before the weeks that are shown an event may have begun; longer ones are only on their first days."""

YEARS = (1900, 2200)


@dataclass(frozen=True)
class Appointment:
    """A text on its day: ``what`` is scheduled, published, event or embargo; ``at`` its local time, if it has one."""

    what: str
    text: ReleasePage
    at: dt.datetime | None
    day: dt.date


def month_of(written: str, today: dt.date) -> dt.date:
    """Return the first day of a month written as ``2026-11``; of today's where that is none."""
    try:
        first = dt.datetime.strptime(written, "%Y-%m").date()  # noqa: DTZ007 - a month has no zone
    except ValueError:
        return today.replace(day=1)
    return first if YEARS[0] <= first.year <= YEARS[1] else today.replace(day=1)


@dataclass
class Day:
    """What a day shows, events first, then in order of time; ``count`` is of all releases there are on it."""

    shown: list[Appointment] = field(default_factory=list)
    count: int = 0

    def add(self, appointment: Appointment) -> None:
        """Count one more, and show it if there is room."""
        self.count += 1
        if self.count <= SHOWN_A_DAY:
            self.shown.append(appointment)


def days(user: User, first: dt.date, zone: ZoneInfo) -> dict[dt.date, Day]:
    """Return what somebody may see of the weeks that hold a month, by day; one a release, in its first language."""
    weeks = weeks_of(first)
    begins = dt.datetime.combine(weeks[0][0], dt.time(), zone)
    ends = dt.datetime.combine(weeks[-1][-1] + dt.timedelta(days=1), dt.time(), zone)
    found: dict[dt.date, Day] = defaultdict(Day)
    events = _events(user, weeks[0][0], weeks[-1][-1])
    for one in (*events, *_embargoes(user, begins, ends), *_scheduled(user, begins, ends)):
        found[one.day].add(one)
    _add_published(found, user, (begins, ends))
    return found


def _events(user: User, first: dt.date, last: dt.date) -> Iterator[Appointment]:
    """Yield each event on each of its days that are shown."""
    seen = visible_texts(user).select_related("release").order_by("release", "pk")
    texts = seen.filter(release__event_from_on__range=(first - LONGEST, last))
    for text in _firsts(texts, attrgetter("release_id")):
        begins, ends = text.release.event_from_on, text.release.event_until_on or text.release.event_from_on
        day = max(begins, first)
        while day <= min(ends, last):
            yield Appointment("event", text, None, day)
            day += dt.timedelta(days=1)


def _embargoes(user: User, begins: dt.datetime, ends: dt.datetime) -> Iterator[Appointment]:
    """Yield the ends of embargoes; one that nothing is scheduled for is easily forgotten."""
    seen = visible_texts(user).select_related("release").order_by("release__embargo_until", "release", "pk")
    texts = seen.filter(
        release__embargo_until__gte=begins, release__embargo_until__lt=ends, release__number=None, scheduled_at=None
    )
    for text in _firsts(texts, attrgetter("release_id")):
        local = text.release.embargo_until.astimezone(begins.tzinfo)
        yield Appointment("embargo", text, local, local.date())


def _scheduled(user: User, begins: dt.datetime, ends: dt.datetime) -> Iterator[Appointment]:
    seen = visible_texts(user).order_by("scheduled_at", "release", "pk")
    texts = seen.filter(scheduled_at__gte=begins, scheduled_at__lt=ends)
    for text in _firsts(texts, attrgetter("release_id", "scheduled_at")):
        local = text.scheduled_at.astimezone(begins.tzinfo)
        yield Appointment("scheduled", text, local, local.date())


def _firsts(texts: Iterable[Any], key: Callable[[Any], object]) -> Iterator[Any]:
    """Yield the first of each run of texts that have the same key."""
    return (next(run) for _key, run in groupby(texts, key))


def _add_published(found: dict[dt.date, Day], user: User, span: tuple[dt.datetime, dt.datetime]) -> None:
    """Count what was published in the list's own table, which is quick, and read only the texts that are shown."""
    begins, ends = span
    rows = seen_rows(user).filter(state="published", published_at__gte=begins, published_at__lt=ends)
    chosen: dict[int, dt.datetime] = {}
    known = None
    order = ("published_at", "release_key", "text_id")
    for moment, release, key in rows.order_by(*order).values_list(*order):
        if release == known:
            continue
        known, local = release, moment.astimezone(begins.tzinfo)
        day = found[local.date()]
        day.count += 1
        if day.count <= SHOWN_A_DAY:
            chosen[key] = local
    texts = ReleasePage.objects.defer_streamfields().in_bulk(chosen)
    for key, local in chosen.items():
        found[local.date()].shown.append(Appointment("published", texts[key], local, local.date()))


def weeks_of(first: dt.date) -> list[list[dt.date]]:
    """Return the whole weeks that hold a month, from the day on which weeks begin."""
    begins = (formats.get_format("FIRST_DAY_OF_WEEK") - 1) % 7
    return calendar.Calendar(begins).monthdatescalendar(first.year, first.month)


class CalendarView(WagtailAdminTemplateMixin, View):
    """A month."""

    template_name = "desk/calendar.html"
    page_title = _("Calendar")
    header_icon = "calendar-alt"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the month that is asked for, else this one."""
        zone = ZoneInfo(NewsroomSettings.current().time_zone)
        today = clock.now().astimezone(zone).date()
        first = month_of(request.GET.get("month", ""), today)
        user: User = request.user  # type: ignore[assignment]
        found = days(user, first, zone)
        weeks = [[(day, found.get(day, Day())) for day in week] for week in weeks_of(first)]
        response: HttpResponse = self.render_to_response(
            self.get_context_data(
                first=first,
                today=today,
                weeks=weeks,
                before=(first - dt.timedelta(days=1)).replace(day=1),
                after=(first + dt.timedelta(days=32)).replace(day=1),
                zone=zone.key,
            )
        )
        return response

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        return [*self.breadcrumbs_items, {"url": reverse("desk_calendar"), "label": self.page_title}]
