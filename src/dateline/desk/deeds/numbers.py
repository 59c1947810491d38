"""Numbers of releases: given once, in the order of first publication."""

from dateline.desk.models import Release
from dateline.publication import log


def free_number() -> int:
    """Return the next number that no import has brought along."""
    number = log.next_number()
    while Release.objects.filter(number=number).exists():
        number = log.next_number()
    return number
