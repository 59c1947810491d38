"""`dateline archive`: rebuild what the public reads."""

import click

from dateline.config.commands.progress import steps
from dateline.runtime import logs
from dateline.runtime.django_setup import set_up_with_database
from dateline.runtime.locks import ProcessLock


@click.group()
def archive() -> None:
    """What the public reads, derived from the publication log."""


@archive.command()
def rebuild() -> None:
    """Build the archive again from the whole log, beside the old one, then swap. Stop the worker first."""
    logs.configure({})
    home = set_up_with_database()
    from dateline.runtime import archive_follower  # noqa: PLC0415

    with ProcessLock(home.worker_lock, "a worker runs"):
        with steps("Rebuilding the archive") as progress:
            position = archive_follower.rebuild(home, progress)
        click.echo(f"The archive stands at position {position}.")
