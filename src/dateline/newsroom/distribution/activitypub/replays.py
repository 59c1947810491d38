"""Replays: an activity takes effect once, and only where no later one of its actor has taken effect.

Whoever holds an activity may send it again while its date counts as fresh. So each activity that took effect is
remembered for that time, with the moment at which it was signed.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable

from dateline.newsroom.distribution.activitypub.http_signatures import MAX_CLOCK_SKEW
from dateline.newsroom.distribution.models import AppliedActivity, InboxItem

_ALL_OFFICES = "*"  # no slug

KEPT_FOR = 3 * MAX_CLOCK_SKEW
"""From the moment of signing: an hour behind our clock, an hour ahead of it, and an hour in the queue."""


def is_replay(item: InboxItem, offices: Iterable[str]) -> bool:
    """Tell whether an item took effect before, or was signed before one that did; then it has no effect.

    Args:
        item: the received activity.
        offices: slugs of the followed actors that it would change.
    """
    applied = AppliedActivity.objects.filter(actor=item.actor)
    if applied.filter(digest=_digest(item)).exists():
        return True
    if item.signed_at is None:
        return False
    return applied.filter(office__in=[*offices, _ALL_OFFICES], signed_at__gt=item.signed_at).exists()


def remember(item: InboxItem, *, at: dt.datetime) -> None:
    """Store that an item took effect, in the transaction of the effect."""
    office = _ALL_OFFICES if item.kind == InboxItem.Kind.DELETE else item.office
    facts = {"actor": item.actor, "office": office, "signed_at": item.signed_at or at}
    AppliedActivity.objects.get_or_create(digest=_digest(item), defaults=facts)


def forget_old(*, now: dt.datetime) -> None:
    """Delete what no replay can name any more, because its date is too old."""
    AppliedActivity.objects.filter(signed_at__lt=now - KEPT_FOR).delete()


def _digest(item: InboxItem) -> str:
    """Return the digest of what was signed; the signature itself can be written in several ways."""
    return hashlib.sha256(f"{item.actor}\n{item.signed_text}".encode()).hexdigest()
