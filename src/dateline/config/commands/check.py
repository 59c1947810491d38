"""`dateline archive`, `log` and `check`: whether everything is as it should be, and mending what can be derived."""

import os
import sys

import click

from dateline.config.commands.progress import steps
from dateline.runtime import logs
from dateline.runtime.home import Home


@click.group()
def archive() -> None:
    """What the public reads, derived from the publication log."""


@archive.command("rebuild")
def rebuild_command() -> None:
    """Build the archive again from the whole log, beside the old one, then swap. Stop the worker first."""
    logs.configure({})
    home = _set_up()
    from dateline.runtime.locks import ProcessLock  # noqa: PLC0415

    with ProcessLock(home.worker_lock, "a worker runs"):
        rebuild_archive(home)


@click.group()
def log() -> None:
    """The publication log: all public changes in their order."""


@log.command("check")
def check_log() -> None:
    """Check order, digests, chain and words of the whole log; name the first bad position (exit code 1)."""
    logs.configure({})
    _set_up()
    from dateline.newsroom.publication import log as entries  # noqa: PLC0415
    from dateline.newsroom.publication.check import check as find_fault  # noqa: PLC0415

    with steps("Checking the log") as progress:
        fault = find_fault(progress)
    if fault is not None:
        click.echo(f"Position {fault.position} is wrong: {fault.reason}.")
        sys.exit(1)
    end = entries.head()
    click.echo(f"The log is sound: {end.position} entries, the last one with digest {end.digest or 'none'}.")


@click.command()
def check() -> None:
    """Say what is wrong with this installation, in sentences; exit code 1 if anything is."""
    logs.configure({"level": "ERROR"})
    from dateline.runtime.checks import faults  # noqa: PLC0415

    home = Home.of(os.environ)
    count = 0
    for count, sentence in enumerate(faults(home, os.environ), start=1):  # noqa: B007  # the last one is the count
        click.echo(f"- {sentence}")
    if count:
        sys.exit(1)
    click.echo(f"Nothing is wrong with the newsroom in {home.path}.")


def rebuild_archive(home: Home) -> None:
    """Rebuild with a progress bar; Django is set up."""
    from dateline.runtime.worker.archiving import rebuild  # noqa: PLC0415

    with steps("Rebuilding the archive") as progress:
        position = rebuild(home, progress)
    click.echo(f"The archive stands at position {position}.")


def _set_up() -> Home:
    from dateline.runtime.django_setup import demand_database, set_up  # noqa: PLC0415

    home = set_up()
    demand_database()
    return home
