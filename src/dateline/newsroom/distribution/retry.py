"""The retry schedule of failed deliveries and requests."""

import datetime as dt

from dateline.web.backoff import backoff_s

FIRST_S, FACTOR, LONGEST_S = 1.0, 3.0, 8 * 3600.0
"""Delays of 1, 3, 9, 27, 81 s, 4, 12, 36 min, 2, 5, then every 8 hours: 18 attempts in three days."""

MAX_REST_S = 3600.0
"""A failing receiver is tried at least once in this time, even if all its deliveries wait longer."""

GIVE_UP_AFTER = dt.timedelta(days=3)

_JITTER = 0.25
"""A delay grows at random by up to this share, so that deliveries that failed together are retried at other times."""


def retry_delay_s(failures: int, *, chance: float) -> float:
    """Return the delay before the next attempt, in seconds.

    Args:
        failures: in a row, from 1.
        chance: random, from 0 to 1.
    """
    return backoff_s(failures, first_s=FIRST_S, longest_s=LONGEST_S, factor=FACTOR) * (1 + _JITTER * chance)


def rest_s(failures: int, *, chance: float, retry_after_s: float = 0.0) -> float:
    """Return how long a failing receiver is left alone, in seconds.

    Args:
        failures: in a row, from 1.
        chance: random, from 0 to 1.
        retry_after_s: what the receiver asked for; honoured up to ``MAX_REST_S``.
    """
    return min(max(retry_delay_s(failures, chance=chance), retry_after_s), MAX_REST_S)
