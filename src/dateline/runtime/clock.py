"""The clock: the only module that reads the time."""

import datetime as dt


def now() -> dt.datetime:
    """Return the present moment, aware, UTC."""
    return dt.datetime.now(dt.UTC)
