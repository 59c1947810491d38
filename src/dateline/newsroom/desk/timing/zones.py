"""Moments as people write them: a wall clock in a stated zone becomes an instant."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from dateline.newsroom.desk.errors import IncompleteError
from dateline.newsroom.desk.models import NewsroomSettings, Office


def instant(written: dt.datetime, zone: str) -> dt.datetime:
    """Return the instant of a wall clock's time in a zone, aware, UTC.

    Where a clock is set back and shows a time twice, the first is meant.

    Args:
        written: naive.
        zone: IANA name, known.

    Raises:
        IncompleteError: the clock jumps over that time when it is set forward.
    """
    local = written.replace(tzinfo=ZoneInfo(zone))
    moment = local.astimezone(dt.UTC)
    if moment.astimezone(local.tzinfo).replace(tzinfo=None) != written:
        raise IncompleteError(
            _("%(time)s does not exist in %(zone)s: the clock is set forward over it.")
            % {"time": f"{written:%Y-%m-%d %H:%M}", "zone": zone}
        )
    return moment


def zone_for(office: Office | None) -> str:
    """Return the zone in which an office thinks: its own, else the newsroom's."""
    return (office.time_zone if office else "") or NewsroomSettings.current().time_zone
