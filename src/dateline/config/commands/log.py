"""`dateline log`: check the publication log."""

import sys

import click

from dateline.config.commands.progress import steps
from dateline.runtime import logs
from dateline.runtime.django_setup import set_up_with_database


@click.group()
def log() -> None:
    """The publication log: all public changes in their order."""


@log.command("check")
def check_log() -> None:
    """Check order, digests, chain and words of the whole log; name the first bad position (exit code 1)."""
    logs.configure({})
    set_up_with_database()
    from dateline.newsroom.publication import check, log  # noqa: PLC0415

    with steps("Checking the log") as progress:
        fault = check.check(progress)
    if fault is not None:
        click.echo(f"Position {fault.position} is wrong: {fault.reason}.")
        sys.exit(1)
    end = log.head()
    click.echo(f"The log is sound: {end.position} entries, the last one with digest {end.digest or 'none'}.")
