"""Publish scheduled releases that are due. Any private process may do this at any time; each goes live exactly once."""

import datetime as dt
import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import override

from dateline.editions.entry import Entry
from dateline.newsroom.desk.actions.perform import go_live
from dateline.newsroom.desk.errors import DeskError, WrongStateError
from dateline.newsroom.desk.models import Release, ReleasePage

logger = logging.getLogger(__name__)

OVERDUE_AFTER_S = 60
"""Scheduled texts go live within a second; texts that are later than this are reported as overdue."""


@dataclass(frozen=True)
class OverdueRelease:
    """A release that is due and cannot go live; the message of ``error`` is for people if it is a ``DeskError``."""

    release: Release
    error: Exception

    @property
    def reason(self) -> str:
        """The reason for people: the sentence of a ``DeskError``, else the class and message of the error."""
        is_sentence = isinstance(self.error, DeskError)
        return str(self.error) if is_sentence else f"{type(self.error).__name__}: {self.error}"


OnOverdue = Callable[[OverdueRelease], None]
"""Called with each release that cannot go live, each time."""


def log_overdue(overdue: OverdueRelease) -> None:
    """Log a release that cannot go live, with a traceback unless the error is a ``DeskError``."""
    trace = None if isinstance(overdue.error, DeskError) else overdue.error
    logger.error("release %s is due and cannot go live: %s", overdue.release.pk, overdue.reason, exc_info=trace)


def is_overdue(text: ReleasePage, now: dt.datetime) -> bool:
    """Tell whether a text should have gone live more than ``OVERDUE_AFTER_S`` ago."""
    return text.scheduled_at is not None and text.scheduled_at < _overdue_since(now)


def overdue_texts(texts: Any, now: dt.datetime) -> Any:
    """Return the texts of a queryset that are overdue (`is_overdue`), the longest overdue first."""
    late = texts.filter(scheduled_at__lt=_overdue_since(now))
    return late.order_by("scheduled_at", "release_id", "language")


def _overdue_since(now: dt.datetime) -> dt.datetime:
    return now - dt.timedelta(seconds=OVERDUE_AFTER_S)


def due(now: dt.datetime) -> list[tuple[Release, list[str]]]:
    """Return the releases and languages that should be live by ``now``, the longest overdue first."""
    waiting = (
        ReleasePage.objects.filter(scheduled_at__lte=now)
        .select_related("release")
        .order_by("scheduled_at", "release_id", "language")
    )
    found: dict[tuple[dt.datetime, Release], list[str]] = {}
    for text in waiting:
        found.setdefault((text.scheduled_at, text.release), []).append(text.language)
    return [(release, languages) for (_moment, release), languages in found.items()]


def run_due(now: dt.datetime, *, on_overdue: OnOverdue = log_overdue) -> list[Entry]:
    """Publish what is due and return the entries; releases that another process published meanwhile are skipped.

    Languages of one release that were scheduled for one instant go live in one transaction. A release that
    cannot go live, for whatever reason, is passed to ``on_overdue`` and tried again at the next call; the others go on.
    """
    entries: list[Entry] = []
    with override("en"):
        for release, languages in due(now):
            entries += _go_live(release, languages, now, on_overdue)
    return entries


def _go_live(release: Release, languages: Collection[str], now: dt.datetime, on_overdue: OnOverdue) -> list[Entry]:
    try:
        return go_live(release, languages, at=now)
    except WrongStateError:
        return []  # another process was faster
    except Exception as error:  # noqa: BLE001  # one release must not hold back the others
        on_overdue(OverdueRelease(release, error))
        return []
