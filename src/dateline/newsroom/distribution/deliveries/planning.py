"""The follower: each entry about a release becomes one delivery for each receiver that is to hear of it."""

import datetime as dt
import uuid

from django.db.models import Min

from dateline.archive.port import Archive
from dateline.editions.entry import Record
from dateline.newsroom.distribution.changes import Told, told_of
from dateline.newsroom.distribution.channels import CHANNELS
from dateline.newsroom.distribution.models import Delivery, Receiver
from dateline.newsroom.distribution.receivers import FOLLOWER, KINDS
from dateline.newsroom.distribution.wiring import Wiring
from dateline.newsroom.publication import followers, log
from dateline.newsroom.publication.models import Follower, LogEntry

BATCH = 100
"""Entries planned in one transaction."""


def plan(wiring: Wiring) -> bool:
    """Plan what the next entries need; say whether there were any.

    No entry is planned before the archive holds it: who is told can read it.

    Raises:
        FollowerStoppedError: an entry cannot be planned; where and why is noted for `dateline check`.
    """
    archive = wiring.archive()
    if archive is None:
        return False
    position = _position(archive.position)
    ahead = archive.position - position
    if ahead <= 0:
        return False
    at = wiring.now()
    return followers.follow(FOLLOWER, _Planner(archive, at), limit=min(BATCH, ahead), at=at) > position


def _position(reached: int) -> int:
    """Return where the follower stands; a new one begins where the archive is, for nobody waits for what was before."""
    found = Follower.objects.filter(name=FOLLOWER).values_list("position", flat=True).first()
    if found is not None:
        return found
    Follower.objects.get_or_create(name=FOLLOWER, defaults={"position": min(reached, log.head().position)})
    return reached


class _Planner:
    """Plans records of one transaction; receivers are read once for all of them."""

    def __init__(self, archive: Archive, at: dt.datetime) -> None:
        self._archive = archive
        self._at = at
        self._receivers: list[Receiver] | None = None

    def __call__(self, record: Record) -> None:
        if self._receivers is None:  # only now is the follower locked, and none can be added meanwhile
            self._receivers = list(Receiver.objects.filter(is_active=True).order_by("pk").select_related(*KINDS))
        told = told_of(record, self._archive) if self._receivers else None
        if told is None:
            return
        known = _Known(told)
        wanting = [one for one in self._receivers if _is_told(one, told, knows=known.by(one))]
        Delivery.objects.bulk_create((self._delivery(one, told) for one in wanting), ignore_conflicts=True)

    def _delivery(self, receiver: Receiver, told: Told) -> Delivery:
        entry = told.entry
        return Delivery(
            receiver=receiver,
            position=entry.position,
            message_id=delivery_id(receiver.key, entry.position),
            release=uuid.UUID(entry.subject.id),
            number=entry.number,
            language=entry.subject.language,
            change=entry.change,
            queued_at=self._at,
            due_at=self._at + dt.timedelta(seconds=CHANNELS[receiver.channel].delay_s),
        )


def delivery_id(receiver: uuid.UUID, position: int) -> str:
    """Return the id of an effect: the same whenever it is planned, and no other one's in any newsroom."""
    return f"msg_{uuid.uuid5(receiver, str(position)).hex}"


def _is_told(receiver: Receiver, told: Told, *, knows: bool) -> bool:
    return told.entry.position > receiver.since and CHANNELS[receiver.channel].wants(receiver, told, knows=knows)


class _Known:
    """Who was told of a release, or may have read of it before they were added; asked once for all receivers."""

    def __init__(self, told: Told) -> None:
        release = told.entry.subject.id
        self._told = set(Delivery.objects.filter(release=uuid.UUID(release)).values_list("receiver", flat=True))
        self._first: int | None = None
        if told.edition is None:  # else its words say who is meant
            entries = LogEntry.objects.filter(subject_kind="release", subject_id=release).order_by()
            self._first = entries.aggregate(first=Min("position"))["first"]

    def by(self, receiver: Receiver) -> bool:
        """Say whether this one is among them."""
        return receiver.pk in self._told or (self._first is not None and self._first <= receiver.since)
