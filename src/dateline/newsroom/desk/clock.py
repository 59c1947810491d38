"""The desk's clock: this moment, and instants from what a clock on the wall shows.

The setting ``CLOCK`` names the function that reads the system's clock, so that a test can stop it. Views and hooks
ask here; actions get the moment as an argument.
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
    """Return the instant at which a clock on the wall in a zone shows a time, aware, UTC.

    When the clock is set back, it shows some times twice; the first instant is returned.

    Args:
        written: naive.
        zone: IANA name, known.

    Raises:
        IncompleteError: the clock is set forward over that time.
    """
    local = written.replace(tzinfo=ZoneInfo(zone))
    moment = local.astimezone(dt.UTC)
    if moment.astimezone(local.tzinfo).replace(tzinfo=None) != written:
        raise IncompleteError(
            _("%(time)s does not exist in %(zone)s: the clock is set forward over it.")
            % {"time": f"{written:%Y-%m-%d %H:%M}", "zone": zone}
        )
    return moment
