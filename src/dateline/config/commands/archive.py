"""`dateline archive`: check and rebuild what the public reads."""

import os
import sys

import click

from dateline.config.commands.progress import steps
from dateline.runtime import logs
from dateline.runtime.django_setup import set_up_with_database
from dateline.runtime.home import Home
from dateline.runtime.installation_checks import archive_faults
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


@archive.command()
def check() -> None:
    """Compare the whole archive and all public files with their digests and with the log. Exit code 1: damage found.

    Works for a newsroom and for a mirror, running or stopped. It reads everything and changes nothing. A running worker
    or mirror repairs damaged files by itself.
    """
    logs.configure({"level": "ERROR"})
    home = Home.of(os.environ)
    is_sound = True
    for sentence in archive_faults(home):
        is_sound = False
        click.echo(f"- {sentence}")
    if not is_sound:
        sys.exit(1)
    click.echo(f"Archive and public files in {home.path} are sound.")
