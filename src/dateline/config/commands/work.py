"""`dateline work`: the worker."""

import click

from dateline.runtime import logs
from dateline.runtime.django_setup import require_right_key, set_up_with_database
from dateline.runtime.lifeline import join_parent
from dateline.runtime.locks import ProcessLock
from dateline.runtime.secret_keys import require_strong_key


@click.command()
def work() -> None:
    """Start the worker: brings publications to the archive, publishes what is due, runs queued tasks."""
    logs.configure({})
    join_parent()
    home = set_up_with_database()
    require_strong_key(home)
    require_right_key()
    with ProcessLock(home.worker_lock, "a worker runs"):
        from dateline.runtime import worker_jobs  # noqa: PLC0415

        worker_jobs.run(home)
