"""What is due goes live: asked by any private process, as often as it likes, done exactly once."""

import datetime as dt
import logging
from collections.abc import Collection

from django.utils.translation import override

from dateline.desk.deeds.publishing import go_live
from dateline.desk.errors import DeskError, WrongStateError
from dateline.desk.models import Release, ReleasePage
from dateline.editions.entry import Entry

logger = logging.getLogger(__name__)


def due(now: dt.datetime) -> list[tuple[Release, list[str]]]:
    """Return the releases with the languages that should be live by ``now``, the longest waiting first."""
    waiting = (
        ReleasePage.objects.filter(scheduled_at__lte=now)
        .select_related("release")
        .order_by("scheduled_at", "release_id", "language")
    )
    found: dict[tuple[dt.datetime, Release], list[str]] = {}
    for text in waiting:
        found.setdefault((text.scheduled_at, text.release), []).append(text.language)
    return [(release, languages) for (_moment, release), languages in found.items()]


def run_due(now: dt.datetime) -> list[Entry]:
    """Publish what is due and return the entries; what another process did meanwhile is left alone.

    Languages of one release that were scheduled for one instant go live in one transaction. A release that
    cannot go live is written to the log file and tried again at the next call; the others go on.
    """
    entries: list[Entry] = []
    with override("en"):
        for release, languages in due(now):
            entries += _go_live(release, languages, now)
    return entries


def _go_live(release: Release, languages: Collection[str], now: dt.datetime) -> list[Entry]:
    try:
        return go_live(release, languages, at=now)
    except WrongStateError:
        return []  # another process was faster
    except DeskError:
        logger.exception("release %s is due and cannot go live", release.pk)
        return []
