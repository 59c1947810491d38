"""Numbers of releases: given once, in the order of first publication."""

from collections.abc import Collection

from dateline.newsroom.desk.models import Release
from dateline.newsroom.publication import log


def free_number(taken: Collection[int | None] = ()) -> int:
    """Return the next number that no import has brought along or, in ``taken``, is about to."""
    number = log.next_number()
    while number in taken or Release.objects.filter(number=number).exists():
        number = log.next_number()
    return number
