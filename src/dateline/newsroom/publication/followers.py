"""Those who apply the log in order, and how far each of them is."""

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

    An entry whose effect fails leaves nothing behind; those before it stay applied.

    Args:
        name: of the follower; it starts at position 0 when seen for the first time.
        apply: brings about the effect of one record, in the database.
        limit: records to apply at most; they hold one transaction.
        at: this moment, aware, UTC.

    Returns:
        The position reached; the same as before when nothing is new.

    Raises:
        FollowerStoppedError: an effect failed; position and reason are stored for `dateline check`.
    """
    stopped: FollowerStoppedError | None = None
    with transaction.atomic():
        follower, _ = Follower.objects.select_for_update().get_or_create(name=name)
        for record in read(follower.position, limit):
            try:
                with transaction.atomic():
                    apply(record)
            except Exception as error:  # noqa: BLE001  # whatever it is, the follower stops here and says so
                stopped = FollowerStoppedError(name, record.entry.position, _reason(error))
                stopped.__cause__ = error
                break
            follower.position = record.entry.position
        _note(follower, stopped.reason if stopped else "", at)
    if stopped is not None:
        raise stopped
    return follower.position


def is_behind(name: str) -> bool:
    """Tell whether the log has moved on since a follower's last entry; reads only."""
    reached = Follower.objects.filter(name=name).values_list("position", flat=True).first() or 0
    return head().position > reached


def moved(name: str, position: int, *, at: dt.datetime) -> None:
    """Note how far a follower is that keeps its position elsewhere."""
    follower, _ = Follower.objects.get_or_create(name=name)
    follower.position = position
    _note(follower, "", at)


def stopped(name: str, position: int, reason: str, *, at: dt.datetime) -> None:
    """Note that a follower that keeps its position elsewhere stands at ``position`` and why it does not go on."""
    follower, _ = Follower.objects.get_or_create(name=name)
    follower.position = position
    _note(follower, reason, at)


def all_stopped() -> list[Follower]:
    """Return the followers that stand before an entry they cannot apply, by name."""
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
