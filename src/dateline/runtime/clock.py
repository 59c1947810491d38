"""The only place that asks what time it is."""

import datetime as dt


def now() -> dt.datetime:
    """Return this moment, aware, UTC."""
    return dt.datetime.now(dt.UTC)
