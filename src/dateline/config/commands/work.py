"""`dateline work` and `dateline sample`: what goes on behind the desk."""

import os

import click

from dateline.config.commands.progress import steps
from dateline.runtime import logs
from dateline.runtime.clock import now
from dateline.runtime.lifeline import PARENT, end_with_parent
from dateline.runtime.locks import ProcessLock


@click.command()
def work() -> None:
    """Start the worker: brings publications to the archive, publishes what is due, runs queued tasks."""
    logs.configure({})
    if PARENT in os.environ:
        end_with_parent()
    from dateline.runtime.django_setup import demand_database, set_up  # noqa: PLC0415

    home = set_up()
    demand_database()
    with ProcessLock(home.worker_lock, "a worker runs"):
        from dateline.runtime.worker.archiving import open_follower  # noqa: PLC0415
        from dateline.runtime.worker.pinging import pings_of  # noqa: PLC0415
        from dateline.runtime.worker.worker import Worker  # noqa: PLC0415

        with open_follower(home) as follower:
            follower.begin()
            Worker(follower, home, {"pings": pings_of(home).work}).run()


@click.command()
def sample() -> None:
    """Load the sample newsroom: a made-up organisation with offices, topics and releases in four languages."""
    logs.configure({})
    from dateline.runtime.django_setup import demand_database, set_up  # noqa: PLC0415

    home = set_up()
    demand_database()
    from dateline.newsroom.intake.sample.load import load  # noqa: PLC0415

    home.sample_mark.touch()
    with steps("Loading the sample newsroom") as progress:
        count = load(at=now(), progress=progress)
    home.sample_mark.unlink()
    click.echo(f"{count} releases of the sample newsroom are in." if count else "The sample newsroom is there already.")
