"""The worker's job for tasks: runs those that Wagtail and the desk queue, updates tables of the desk, cleans up."""

import datetime as dt
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import suppress

from django.core.management import call_command
from django.db import close_old_connections, connection, transaction
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as TaskWorker
from django_tasks_db.models import DBTaskResult

from dateline.newsroom.desk import missing_metadata
from dateline.newsroom.desk.checks import similar
from dateline.newsroom.publication.errors import FollowerStoppedError
from dateline.runtime.clock import now

RESULT_DAYS = 7
"""Days for which results of tasks are kept, so that people can look into a fault."""

POLL_EVERY_S = 0.5
CLEAN_UP_EVERY_S = 3600.0


def run_tasks(stop: threading.Event, succeeded: Callable[[], None]) -> None:
    """Run tasks as they are queued; clean up once an hour. See ``worker.Job``."""
    requeue_unfinished()
    clean_up_at_s = 0.0
    while not stop.is_set():
        close_old_connections()
        if time.monotonic() >= clean_up_at_s:
            clean_up_at_s = time.monotonic() + CLEAN_UP_EVERY_S
            _clean_up()
        _follow_log()
        if not run_ready(stop.is_set):
            succeeded()
            stop.wait(POLL_EVERY_S)


def run_ready(is_stopping: Callable[[], bool]) -> bool:
    """Run the tasks that are ready, one after another; return whether there were any."""
    if not DBTaskResult.objects.ready().exists():  # taking a lock writes to the database, and usually no task is ready
        return False
    while DBTaskResult.objects.ready().exists() and not is_stopping():
        _run_one()
    return True


def requeue_unfinished() -> int:
    """Queue again the tasks that a killed worker had begun; return how many. Call it before the first `run_ready`."""
    return DBTaskResult.objects.running().update(status=TaskResultStatus.READY)


def delete_old_results(at: dt.datetime) -> None:
    """Delete the results of tasks that ended more than `RESULT_DAYS` before."""
    DBTaskResult.objects.filter(finished_at__lt=at - dt.timedelta(days=RESULT_DAYS)).delete()


def refresh_statistics() -> None:
    """Let SQLite update the statistics of tables that have grown; waits for other writers."""
    if connection.vendor == "sqlite":
        # In a transaction that takes the write lock at once: ANALYZE begins by reading, and upgrading its lock later
        # would fail instead of waiting for other writers.
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("PRAGMA optimize")


def _follow_log() -> None:
    """Apply new log entries to the desk's tables of text fingerprints and of missing metadata."""
    for follower in (similar.FOLLOWER, missing_metadata.FOLLOWER):
        # `dateline check` reports one that has stopped; the other and the tasks go on.
        with suppress(FollowerStoppedError):
            if follower.is_behind():
                follower.catch_up(at=now())


def _clean_up() -> None:
    delete_old_results(now())
    call_command("clearsessions")
    refresh_statistics()


def _run_one() -> None:
    TaskWorker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=1,
        worker_id=uuid.uuid4().hex,
    ).run()
