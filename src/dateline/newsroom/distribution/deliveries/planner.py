"""The log follower that turns each entry about a release into deliveries, one per interested receiver."""

import datetime as dt
import uuid

from django.db.models import Min

from dateline.archive.port import Archive
from dateline.editions.entry import Record
from dateline.newsroom.distribution.changes import ChangeEvent, change_event
from dateline.newsroom.distribution.channels import CHANNELS
from dateline.newsroom.distribution.models import Delivery, Receiver
from dateline.newsroom.distribution.receivers import FOLLOWER, SUBTYPES
from dateline.newsroom.distribution.wiring import Wiring
from dateline.newsroom.publication import followers, log
from dateline.newsroom.publication.models import Follower, LogEntry

BATCH = 100
"""Entries planned in one transaction."""


def plan(wiring: Wiring) -> bool:
    """Plan the deliveries of the next entries; say whether there were any.

    An entry is planned only once the archive holds it, so that whoever is notified can read it.

    Raises:
        FollowerStoppedError: an entry cannot be planned; position and cause are stored for `dateline check`.
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


def _position(archive_position: int) -> int:
    """Return the follower's position; a new follower starts at the archive's, since nobody waits for older entries."""
    position = Follower.objects.filter(name=FOLLOWER).values_list("position", flat=True).first()
    if position is not None:
        return position
    start = min(archive_position, log.head().position)
    Follower.objects.get_or_create(name=FOLLOWER, defaults={"position": start})
    return archive_position


class _Planner:
    """Plans the records of one transaction; receivers are read once for all of them."""

    def __init__(self, archive: Archive, at: dt.datetime) -> None:
        self._archive = archive
        self._at = at
        self._receivers: list[Receiver] | None = None

    def __call__(self, record: Record) -> None:
        if self._receivers is None:  # read after the follower's row is locked: no receiver can be added meanwhile
            self._receivers = list(Receiver.objects.filter(is_active=True).order_by("pk").select_related(*SUBTYPES))
        event = change_event(record, self._archive) if self._receivers else None
        if event is None:
            return
        informed = _InformedReceivers(event)
        interested = [one for one in self._receivers if _wants(one, event, is_informed=one in informed)]
        Delivery.objects.bulk_create((self._delivery(one, event) for one in interested), ignore_conflicts=True)

    def _delivery(self, receiver: Receiver, event: ChangeEvent) -> Delivery:
        entry = event.entry
        return Delivery(
            receiver=receiver,
            position=entry.position,
            message_id=message_id(receiver.key, entry.position),
            release=uuid.UUID(entry.subject.id),
            number=entry.number,
            language=entry.subject.language,
            change=entry.change,
            queued_at=self._at,
            due_at=self._at + dt.timedelta(seconds=CHANNELS[receiver.channel].delay_s),
        )


def message_id(receiver_key: uuid.UUID, position: int) -> str:
    """Return the id of a delivery: stable however often it is planned, and unique across newsrooms."""
    return f"msg_{uuid.uuid5(receiver_key, str(position)).hex}"


def _wants(receiver: Receiver, event: ChangeEvent, *, is_informed: bool) -> bool:
    if event.entry.position <= receiver.since:
        return False
    return CHANNELS[receiver.channel].wants(receiver, event, is_informed=is_informed)


class _InformedReceivers:
    """Receivers that were notified of a release, or may have read it before they were added; read once per event."""

    def __init__(self, event: ChangeEvent) -> None:
        release = event.entry.subject.id
        self._notified = set(Delivery.objects.filter(release=uuid.UUID(release)).values_list("receiver", flat=True))
        self._first: int | None = None
        # Filters need an edition. A change without one goes to all receivers that may know the release.
        if event.edition is None:
            entries = LogEntry.objects.filter(subject_kind="release", subject_id=release).order_by()
            self._first = entries.aggregate(first=Min("position"))["first"]

    def __contains__(self, receiver: Receiver) -> bool:
        return receiver.pk in self._notified or (self._first is not None and self._first <= receiver.since)
