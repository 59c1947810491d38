"""Running the tasks that Wagtail and the desk have queued in the database."""

import datetime as dt
import uuid
from collections.abc import Callable

from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as TaskWorker
from django_tasks_db.models import DBTaskResult

KEEP_DAYS = 7
"""Results are kept so long, for those who look into a fault."""


def run_ready(is_stopping: Callable[[], bool]) -> bool:
    """Run the tasks that are ready, one after another; say whether there were any."""
    if not DBTaskResult.objects.ready().exists():  # asking for a lock writes; most of the time there is nothing
        return False
    while DBTaskResult.objects.ready().exists() and not is_stopping():
        _run_one()
    return True


def take_back() -> int:
    """Queue again what a killed worker had begun, and return how many; call it before the first `run_ready`."""
    return DBTaskResult.objects.running().update(status=TaskResultStatus.READY)


def forget_old(now: dt.datetime) -> None:
    """Delete the results of tasks that ended more than `KEEP_DAYS` ago."""
    DBTaskResult.objects.filter(finished_at__lt=now - dt.timedelta(days=KEEP_DAYS)).delete()


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
