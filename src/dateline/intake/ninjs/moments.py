"""Moments and days as documents write them."""

import datetime as dt
import re
from typing import Literal
from zoneinfo import ZoneInfo

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def moment_of(written: str, zone: ZoneInfo) -> tuple[dt.datetime, Literal["instant", "day"]]:
    """Return a moment in UTC and whether only its day is known; a clock without an offset is the newsroom's.

    Raises:
        ValueError: it is no moment of ISO 8601.
    """
    if _DAY.fullmatch(written):
        start = dt.datetime.combine(dt.date.fromisoformat(written), dt.time.min, tzinfo=zone)
        return start.astimezone(dt.UTC), "day"
    read = dt.datetime.fromisoformat(written)
    try:
        return (read if read.tzinfo else read.replace(tzinfo=zone)).astimezone(dt.UTC), "instant"
    except OverflowError as error:
        message = "a year that no calendar has"
        raise ValueError(message) from error
