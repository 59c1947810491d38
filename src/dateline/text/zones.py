"""Names of time zones."""

from zoneinfo import available_timezones

_ELSEWHERE_UNKNOWN = frozenset({"localtime", "Factory"})  # files of a machine, which browsers and others do not know


def zone_names() -> list[str]:
    """Return the zones of the IANA database that this machine knows, such as ``Europe/Vienna``, by name."""
    return sorted(available_timezones() - _ELSEWHERE_UNKNOWN)
