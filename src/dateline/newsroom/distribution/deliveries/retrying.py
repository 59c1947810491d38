"""When what failed is tried again, and when no more."""

import datetime as dt

from dateline.web.backoff import backoff_s

FIRST_S, FACTOR, LONGEST_S = 1.0, 3.0, 8 * 3600.0
"""Waits of 1, 3, 9, 27, 81 s, 4, 12, 36 min, 2, 5, then every 8 hours: 18 tries in three days."""

REST_MAX_S = 3600.0
"""A receiver that fails again and again is tried at least so often, whatever it is that waits for it."""

GIVEN_UP_AFTER = dt.timedelta(days=3)

_JITTER = 0.25
"""A wait is longer by up to so much of itself, so that what failed together is not tried together."""


def wait_s(failures: int, *, chance: float) -> float:
    """Return how long to wait after so many failures in a row.

    Args:
        failures: from 1.
        chance: anything from 0 to 1, by chance.
    """
    return backoff_s(failures, first_s=FIRST_S, longest_s=LONGEST_S, factor=FACTOR) * (1 + _JITTER * chance)


def rest_s(failures: int, *, chance: float, asked_s: float = 0.0) -> float:
    """Return how long a receiver is left alone after so many failures in a row.

    Args:
        failures: from 1.
        chance: anything from 0 to 1, by chance.
        asked_s: what it asked for itself; heeded as far as the longest rest.
    """
    return min(max(wait_s(failures, chance=chance), asked_s), REST_MAX_S)


def asked_for_s(header: str) -> float:
    """Return the seconds of a ``Retry-After`` header; 0 where it names none. Source: RFC 9110, section 10.2.3."""
    return float(header) if header.isascii() and header.isdigit() and len(header) < 8 else 0.0  # noqa: PLR2004 - 115 days
