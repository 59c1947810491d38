"""Moments and days as documents write them."""

import datetime as dt
import re
from typing import Literal
from zoneinfo import ZoneInfo

from dateline.text.dates import FIRST_YEAR, LAST_YEAR

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def moment_of(written: str, zone: ZoneInfo) -> tuple[dt.datetime, Literal["instant", "day"]]:
    """Return a moment in UTC and whether only its day is known; a clock without an offset is the newsroom's.

    Raises:
        ValueError: it is no moment of ISO 8601, or of a year that no newsroom can mean: other systems write
            ``0001-01-01T00:00:00Z`` where they know none.
    """
    is_day = _DAY.fullmatch(written) is not None
    read = dt.datetime.fromisoformat(written)
    if not FIRST_YEAR <= read.year <= LAST_YEAR:
        message = f"the year {read.year} is none that a newsroom can mean"
        raise ValueError(message)
    return (read if read.tzinfo else read.replace(tzinfo=zone)).astimezone(dt.UTC), "day" if is_day else "instant"
