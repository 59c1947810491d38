"""Publish scheduled releases, in the worker and in the desk's server, and report those that cannot be published.

Both processes may do this at the same moment; each release is published exactly once.
"""

import datetime as dt
import json
import logging
import threading
from collections.abc import Iterator
from pathlib import Path

from django.db import close_old_connections, connections

from dateline.newsroom.desk.actions.due import OverdueRelease, log_overdue, overdue_texts, run_due
from dateline.newsroom.desk.models import ReleasePage
from dateline.newsroom.desk.ports.overdue import NOT_TRIED
from dateline.runtime.clock import now
from dateline.storage.files import write_atomically
from dateline.web.backoff import backoff_s

logger = logging.getLogger("schedule")

DUE_EVERY_S = 0.5
LONGEST_PAUSE_S = 30.0

_REASONS_FILE = "overdue.json"


def publish_due(logs: Path, *, at: dt.datetime) -> None:
    """Publish what is due, and log each release that cannot go live once per reason.

    Args:
        logs: folder in which the reasons are stored for the desk and `dateline check`.
        at: the moment, aware, UTC.
    """
    overdue_releases: list[OverdueRelease] = []
    run_due(at, on_overdue=overdue_releases.append)
    stored, reasons = read_reasons(logs), {str(one.release.pk): one.reason for one in overdue_releases}
    for one in overdue_releases:
        if stored.get(str(one.release.pk)) != one.reason:
            log_overdue(one)
    if reasons != stored:
        _write_reasons(logs, reasons)


def start_publishing(logs: Path) -> threading.Thread:
    """Start a thread that publishes what is due until the process ends."""
    thread = threading.Thread(target=_publish_forever, args=(logs,), name="schedule", daemon=True)
    thread.start()
    return thread


def overdue(logs: Path, *, at: dt.datetime) -> Iterator[str]:
    """Yield a sentence for each release that should be public and is not, the longest waiting first."""
    reasons = read_reasons(logs)
    for text in overdue_texts(ReleasePage.objects.select_related("release"), at):
        number = f" (number {text.release.number})" if text.release.number else ""
        since = f"{text.scheduled_at:%Y-%m-%d %H:%M} UTC"
        why = reasons.get(str(text.release_id)) or NOT_TRIED
        yield f"“{text.draft_title}”{number} in {text.language} should have gone live at {since} and has not: {why}"


def _publish_forever(logs: Path) -> None:
    pause = threading.Event()
    failures = 0
    while True:
        try:
            close_old_connections()
            publish_due(logs, at=now())
            failures = 0
        except Exception as error:  # noqa: BLE001  # the desk goes on, and this is tried again
            failures += 1
            if failures == 1:
                logger.error("the desk cannot publish what is due: %s: %s", type(error).__name__, error)  # noqa: TRY400
            connections.close_all()
        pause.wait(backoff_s(failures + 1, first_s=DUE_EVERY_S, longest_s=LONGEST_PAUSE_S))


def read_reasons(logs: Path) -> dict[str, str]:
    """Return why releases could not go live at the last attempt, by release id; empty if all could."""
    try:
        return dict(json.loads((logs / _REASONS_FILE).read_text("utf-8")))
    except (OSError, ValueError):
        return {}


def _write_reasons(logs: Path, reasons: dict[str, str]) -> None:
    write_atomically(logs / _REASONS_FILE, json.dumps(reasons).encode())
