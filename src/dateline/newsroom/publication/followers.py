"""Followers: they apply the log in order, and each stores its position."""

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from django.db.models import Q

from dateline.editions.entry import Record
from dateline.newsroom.publication.errors import FollowerStoppedError
from dateline.newsroom.publication.log import head, read
from dateline.newsroom.publication.models import Follower


def follow(name: str, apply: Callable[[Record], None], *, limit: int = 100, at: dt.datetime) -> int:
    """Apply the next entries in order, and store the position in the transaction of their effects.

    The effects of a failing entry are rolled back; earlier entries stay applied.

    Args:
        name: name of the follower; a new one starts at position 0.
        apply: applies one record to the database.
        limit: maximum number of records; they share one transaction.
        at: this moment, aware, UTC.

    Returns:
        The position reached; unchanged if there are no new entries.

    Raises:
        FollowerStoppedError: ``apply`` failed; position and reason are stored for `dateline check`.
    """
    stopped: FollowerStoppedError | None = None
    with transaction.atomic():
        follower, _ = Follower.objects.select_for_update().get_or_create(name=name)
        for record in read(follower.position, limit):
            try:
                with transaction.atomic():
                    apply(record)
            except Exception as error:  # noqa: BLE001  # any failure stops the follower here
                stopped = FollowerStoppedError(name, record.entry.position, _reason(error))
                stopped.__cause__ = error
                break
            follower.position = record.entry.position
        _note(follower, stopped.reason if stopped else "", at)
    if stopped is not None:
        raise stopped
    return follower.position


def is_behind(name: str) -> bool:
    """Tell whether the log has entries after a follower's position; reads only."""
    reached = Follower.objects.filter(name=name).values_list("position", flat=True).first() or 0
    return head().position > reached


def record_position(name: str, position: int, *, at: dt.datetime) -> None:
    """Store the position of a follower that keeps its own elsewhere."""
    follower, _ = Follower.objects.get_or_create(name=name)
    follower.position = position
    _note(follower, "", at)


def record_failure(name: str, position: int, reason: str, *, at: dt.datetime) -> None:
    """Store that a follower that keeps its position elsewhere has stopped at ``position``, and why."""
    follower, _ = Follower.objects.get_or_create(name=name)
    follower.position = position
    _note(follower, reason, at)


def all_stopped() -> list[Follower]:
    """Return the stopped followers, ordered by name."""
    return list(Follower.objects.filter(~Q(error="")).order_by("name"))


def _note(follower: Follower, reason: str, at: dt.datetime) -> None:
    if not reason:
        follower.failed_at = None
    elif not follower.error:
        follower.failed_at = at
    follower.error = reason
    follower.moved_at = at
    follower.save()


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
