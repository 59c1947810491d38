"""Logging of all processes: one plain line an event, on standard error."""

import logging
import sys
import time
from collections.abc import Mapping


class _Lines(logging.Formatter):
    """``2026-03-01T09:30:00Z worker: the sentence``, in UTC."""

    default_time_format = "%Y-%m-%dT%H:%M:%SZ"
    default_msec_format = ""


def configure(config: Mapping[str, str]) -> None:
    """Send all loggers to standard error. ``config`` holds the name of the ``level``; INFO unless given."""
    level = logging.getLevelNamesMapping()[config.get("level", "INFO")]
    lines = _Lines("%(asctime)s %(name)s: %(message)s")
    lines.converter = time.gmtime
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(lines)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    for name in ("django.db.backends", "django_tasks", "django_tasks_db", "PIL", "urllib3", "wagtail"):
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
