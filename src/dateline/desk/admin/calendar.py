"""The editorial calendar: what goes live, what went out and what happens, day by day in the newsroom's zone."""

import calendar
import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from dateline.desk import moments
from dateline.desk.admin.sight import visible_texts
from dateline.desk.models import NewsroomSettings, ReleasePage, User

SHOWN_A_DAY = 6
"""Texts a day shows; the rest are counted."""

YEARS = (1900, 2200)


@dataclass(frozen=True)
class Appointment:
    """A text on its day: ``what`` is scheduled, published or event; ``at`` is its local time, where it has one."""

    what: str
    text: ReleasePage
    at: dt.datetime | None


def month_of(written: str, today: dt.date) -> dt.date:
    """Return the first day of a month written as ``2026-11``; of today's where that is none."""
    try:
        first = dt.datetime.strptime(written, "%Y-%m").date()  # noqa: DTZ007 - a month has no zone
    except ValueError:
        return today.replace(day=1)
    return first if YEARS[0] <= first.year <= YEARS[1] else today.replace(day=1)


def appointments(user: User, first: dt.date, zone: ZoneInfo) -> dict[dt.date, list[Appointment]]:
    """Return what somebody may see of the weeks that hold a month, by day, each day's in order of time."""
    weeks = weeks_of(first)
    begins = dt.datetime.combine(weeks[0][0], dt.time(), zone)
    ends = dt.datetime.combine(weeks[-1][-1] + dt.timedelta(days=1), dt.time(), zone)
    seen = visible_texts(user).select_related("release", "release__lead_office")
    found: list[tuple[dt.date, Appointment]] = []
    for text in seen.filter(scheduled_at__gte=begins, scheduled_at__lt=ends):
        local = text.scheduled_at.astimezone(zone)
        found.append((local.date(), Appointment("scheduled", text, local)))
    published = seen.filter(state="published", release__published_at__gte=begins, release__published_at__lt=ends)
    for text in published.order_by("release", "translated_from", "language"):
        local = text.release.published_at.astimezone(zone)
        found.append((local.date(), Appointment("published", text, local)))
    events = seen.filter(release__event_from_on__range=(weeks[0][0], weeks[-1][-1]))
    found += [(text.release.event_from_on, Appointment("event", text, None)) for text in events]
    return _by_day(found)


def weeks_of(first: dt.date) -> list[list[dt.date]]:
    """Return the whole weeks that hold a month, from the day on which weeks begin."""
    begins = (formats.get_format("FIRST_DAY_OF_WEEK") - 1) % 7
    return calendar.Calendar(begins).monthdatescalendar(first.year, first.month)


def _by_day(found: list[tuple[dt.date, Appointment]]) -> dict[dt.date, list[Appointment]]:
    days: dict[dt.date, dict[tuple[str, Any], Appointment]] = defaultdict(dict)
    for day, one in found:
        days[day].setdefault((one.what, one.text.release_id), one)  # one a release, in its first language
    return {day: sorted(ones.values(), key=lambda one: (one.at is not None, one.at or 0)) for day, ones in days.items()}


class CalendarView(WagtailAdminTemplateMixin, View):
    """A month."""

    template_name = "desk/calendar.html"
    page_title = _("Calendar")
    header_icon = "calendar-alt"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the month that is asked for, else this one."""
        zone = ZoneInfo(NewsroomSettings.current().time_zone)
        today = moments.now().astimezone(zone).date()
        first = month_of(request.GET.get("month", ""), today)
        user: User = request.user  # type: ignore[assignment]
        days = appointments(user, first, zone)
        weeks = [[(day, days.get(day, [])) for day in week] for week in weeks_of(first)]
        response: HttpResponse = self.render_to_response(
            self.get_context_data(
                first=first,
                today=today,
                weeks=weeks,
                shown=SHOWN_A_DAY,
                before=(first - dt.timedelta(days=1)).replace(day=1),
                after=(first + dt.timedelta(days=32)).replace(day=1),
                zone=zone.key,
            )
        )
        return response

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        return [*self.breadcrumbs_items, {"url": reverse("desk_calendar"), "label": self.page_title}]
