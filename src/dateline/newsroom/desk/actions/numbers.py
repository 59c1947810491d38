"""Numbers of releases: given once, in the order of first publication."""

from collections.abc import Collection

from django.db.models import Exists, F, OuterRef

from dateline.newsroom.desk.models import Release
from dateline.newsroom.publication import log


def free_number(taken: Collection[int | None] = ()) -> int:
    """Return the next number that no imported release has and that is not in ``taken``; call it in a transaction."""

    def free_from(number: int) -> int:
        while (free := _first_free(number)) in taken:
            number = free + 1
        return free

    return log.take_number(free_from)


def _first_free(start: int) -> int:
    """Return the first number from ``start`` on that no release has, with two queries."""
    if not Release.objects.filter(number=start).exists():
        return start
    follows = Release.objects.filter(number=OuterRef("number") + 1)
    last = Release.objects.filter(~Exists(follows), number__gte=start).order_by("number")
    number: int = last.values_list(F("number") + 1, flat=True)[0]
    return number
