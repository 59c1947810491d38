"""Exponential backoff: pauses between attempts that grow with each failure in a row."""

_MAX_EXPONENT = 64  # far beyond any longest pause; larger powers would overflow


def backoff_s(failures: int, *, first_s: float, longest_s: float, factor: float = 2.0) -> float:
    """Return how long to wait after ``failures`` failures in a row, in seconds.

    Args:
        failures: in a row, from 1; fewer count as 1.
        first_s: pause after the first failure.
        longest_s: no pause is longer.
        factor: by which each pause is longer than the one before.
    """
    exponent = min(max(failures, 1) - 1, _MAX_EXPONENT)
    return min(first_s * float(factor) ** exponent, longest_s)
