"""What is due goes live: asked by any private process, as often as it likes, done exactly once."""

import datetime as dt
import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.utils.translation import override

from dateline.editions.entry import Entry
from dateline.newsroom.desk.actions.perform import go_live
from dateline.newsroom.desk.errors import DeskError, WrongStateError
from dateline.newsroom.desk.models import Release, ReleasePage

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Stuck:
    """A release that is due and cannot go live; ``error`` says why, in a sentence if it is a ``DeskError``."""

    release: Release
    error: Exception

    @property
    def reason(self) -> str:
        """Why it cannot go live, for people."""
        is_said = isinstance(self.error, DeskError)
        return str(self.error) if is_said else f"{type(self.error).__name__}: {self.error}"


Tell = Callable[[Stuck], None]
"""Told of every release that cannot go live, at every call."""


def log_stuck(stuck: Stuck) -> None:
    """Write a release that cannot go live to the log file; a traceback only where no sentence says why."""
    trace = None if isinstance(stuck.error, DeskError) else stuck.error
    logger.error("release %s is due and cannot go live: %s", stuck.release.pk, stuck.reason, exc_info=trace)


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


def run_due(now: dt.datetime, *, tell: Tell = log_stuck) -> list[Entry]:
    """Publish what is due and return the entries; what another process did meanwhile is left alone.

    Languages of one release that were scheduled for one instant go live in one transaction. A release that
    cannot go live, whatever it is that fails, is told and tried again at the next call; the others go on.
    """
    entries: list[Entry] = []
    with override("en"):
        for release, languages in due(now):
            entries += _go_live(release, languages, now, tell)
    return entries


def _go_live(release: Release, languages: Collection[str], now: dt.datetime, tell: Tell) -> list[Entry]:
    try:
        return go_live(release, languages, at=now)
    except WrongStateError:
        return []  # another process was faster
    except Exception as error:  # noqa: BLE001  # one release must not hold back the others
        tell(Stuck(release, error))
        return []
