"""The desk's clock: the current moment, and conversion of local times.

The setting ``CLOCK`` names the function that reads the system's clock, so that a test can replace it. Views and hooks
call `now`; actions get the moment as an argument.
"""

import datetime as dt
from collections.abc import Callable
from typing import cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from dateline.newsroom.desk.errors import IncompleteError


def now() -> dt.datetime:
    """Return this moment by the newsroom's clock, aware, UTC."""
    clock = import_string(getattr(settings, "CLOCK", "dateline.runtime.clock.now"))
    return cast("Callable[[], dt.datetime]", clock)()


def instant(written: dt.datetime, zone: str) -> dt.datetime:
    """Return the instant of a local time in a zone, aware, UTC.

    A time that occurs twice, because the clock is set back, is the first of the two.

    Args:
        written: naive.
        zone: IANA name, known.

    Raises:
        IncompleteError: the time does not exist, because the clock is set forward over it.
    """
    local = written.replace(tzinfo=ZoneInfo(zone))
    moment = local.astimezone(dt.UTC)
    if moment.astimezone(local.tzinfo).replace(tzinfo=None) != written:
        raise IncompleteError(
            _("%(time)s does not exist in %(zone)s, because the clocks go forward then. Choose another time.")
            % {"time": f"{written:%Y-%m-%d %H:%M}", "zone": zone}
        )
    return moment
