"""The editorial calendar: scheduled and published texts, embargoes and events of a month, in the newsroom's zone."""

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
from dateline.newsroom.desk.admin.visibility import visible_rows, visible_texts
from dateline.newsroom.desk.models import NewsroomSettings, ReleasePage, User

MAX_PER_DAY = 6
"""A day shows this many texts; the rest are only counted."""

MAX_EVENT_LENGTH = dt.timedelta(days=62)
"""Events that began longer ago than this before the weeks shown are left out."""

MIN_YEAR, MAX_YEAR = 1900, 2200


@dataclass(frozen=True)
class CalendarEntry:
    """A text on a day: ``kind`` is scheduled, published, event or embargo; ``at`` is the local time, if any."""

    kind: str
    text: ReleasePage
    at: dt.datetime | None
    day: dt.date


def parse_month(month: str, today: dt.date) -> dt.date:
    """Return the first day of a month such as ``2026-11``; of the current month if it is malformed."""
    try:
        first = dt.datetime.strptime(month, "%Y-%m").date()  # noqa: DTZ007 - a month has no zone
    except ValueError:
        return today.replace(day=1)
    return first if MIN_YEAR <= first.year <= MAX_YEAR else today.replace(day=1)


@dataclass
class Day:
    """A day: the entries shown, events first, then by time; ``count`` is the number of all its entries."""

    shown: list[CalendarEntry] = field(default_factory=list)
    count: int = 0

    def add(self, entry: CalendarEntry) -> None:
        """Count an entry, and show it unless the day is full."""
        self.count += 1
        if self.count <= MAX_PER_DAY:
            self.shown.append(entry)


def calendar_days(user: User, first: dt.date, zone: ZoneInfo) -> dict[dt.date, Day]:
    """Return the calendar entries that a person may see, by day, for the weeks that contain a month.

    Each entry shows one text: the oldest visible text of the release, and for scheduled texts one for each release and
    instant.
    """
    weeks = weeks_of(first)
    begins = dt.datetime.combine(weeks[0][0], dt.time(), zone)
    ends = dt.datetime.combine(weeks[-1][-1] + dt.timedelta(days=1), dt.time(), zone)
    days: dict[dt.date, Day] = defaultdict(Day)
    events = _events(user, weeks[0][0], weeks[-1][-1])
    for entry in (*events, *_embargoes(user, begins, ends), *_scheduled(user, begins, ends)):
        days[entry.day].add(entry)
    _add_published(days, user, (begins, ends))
    return days


def _events(user: User, first: dt.date, last: dt.date) -> Iterator[CalendarEntry]:
    """Yield one entry for each visible day of each event."""
    visible = visible_texts(user).select_related("release").order_by("release", "pk")
    texts = visible.filter(release__event_from_on__range=(first - MAX_EVENT_LENGTH, last))
    for text in _firsts(texts, attrgetter("release_id")):
        begins, ends = text.release.event_from_on, text.release.event_until_on or text.release.event_from_on
        day = max(begins, first)
        while day <= min(ends, last):
            yield CalendarEntry("event", text, None, day)
            day += dt.timedelta(days=1)


def _embargoes(user: User, begins: dt.datetime, ends: dt.datetime) -> Iterator[CalendarEntry]:
    """Yield the ends of embargoes of unscheduled releases; these are easily forgotten."""
    visible = visible_texts(user).select_related("release").order_by("release__embargo_until", "release", "pk")
    texts = visible.filter(
        release__embargo_until__gte=begins, release__embargo_until__lt=ends, release__number=None, scheduled_at=None
    )
    for text in _firsts(texts, attrgetter("release_id")):
        local = text.release.embargo_until.astimezone(begins.tzinfo)
        yield CalendarEntry("embargo", text, local, local.date())


def _scheduled(user: User, begins: dt.datetime, ends: dt.datetime) -> Iterator[CalendarEntry]:
    visible = visible_texts(user).order_by("scheduled_at", "release", "pk")
    texts = visible.filter(scheduled_at__gte=begins, scheduled_at__lt=ends)
    for text in _firsts(texts, attrgetter("release_id", "scheduled_at")):
        local = text.scheduled_at.astimezone(begins.tzinfo)
        yield CalendarEntry("scheduled", text, local, local.date())


def _firsts(texts: Iterable[Any], key: Callable[[Any], object]) -> Iterator[Any]:
    """Yield the first text of each group with the same key."""
    return (next(run) for _key, run in groupby(texts, key))


def _add_published(days: dict[dt.date, Day], user: User, span: tuple[dt.datetime, dt.datetime]) -> None:
    """Add published texts: count them in the release index, which is fast, and read only the texts shown."""
    begins, ends = span
    rows = visible_rows(user).filter(state="published", published_at__gte=begins, published_at__lt=ends)
    chosen: dict[int, dt.datetime] = {}
    last_release = None
    order = ("published_at", "release_key", "text_id")
    for moment, release, key in rows.order_by(*order).values_list(*order):
        if release == last_release:
            continue
        last_release, local = release, moment.astimezone(begins.tzinfo)
        day = days[local.date()]
        day.count += 1
        if day.count <= MAX_PER_DAY:
            chosen[key] = local
    texts = ReleasePage.objects.defer_streamfields().in_bulk(chosen)
    for key, local in chosen.items():
        days[local.date()].shown.append(CalendarEntry("published", texts[key], local, local.date()))


def weeks_of(first: dt.date) -> list[list[dt.date]]:
    """Return the whole weeks that contain a month; they begin on the first weekday of the person's locale."""
    begins = (formats.get_format("FIRST_DAY_OF_WEEK") - 1) % 7
    return calendar.Calendar(begins).monthdatescalendar(first.year, first.month)


class CalendarView(WagtailAdminTemplateMixin, View):
    """Shows a month."""

    template_name = "desk/calendar.html"
    page_title = _("Calendar")
    header_icon = "calendar-alt"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the month of the query, by default the current one."""
        zone = ZoneInfo(NewsroomSettings.current().time_zone)
        today = clock.now().astimezone(zone).date()
        first = parse_month(request.GET.get("month", ""), today)
        user: User = request.user  # type: ignore[assignment]
        days = calendar_days(user, first, zone)
        weeks = [[(day, days.get(day, Day())) for day in week] for week in weeks_of(first)]
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
        """Return the breadcrumbs."""
        return [*self.breadcrumbs_items, {"url": reverse("desk_calendar"), "label": self.page_title}]
