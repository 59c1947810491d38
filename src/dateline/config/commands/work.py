"""`dateline work`: the worker."""

import click

from dateline.runtime import logs
from dateline.runtime.django_setup import set_up_with_database
from dateline.runtime.lifeline import join_parent
from dateline.runtime.locks import ProcessLock


@click.command()
def work() -> None:
    """Start the worker: brings publications to the archive, publishes what is due, runs queued tasks."""
    logs.configure({})
    join_parent()
    home = set_up_with_database()
    with ProcessLock(home.worker_lock, "a worker runs"):
        from dateline.runtime import worker_jobs  # noqa: PLC0415

        worker_jobs.run(home)
