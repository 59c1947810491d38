"""`dateline check`: whether the installation is in order."""

import os
import sys

import click

from dateline.runtime import logs
from dateline.runtime.home import Home
from dateline.runtime.installation_checks import installation_faults


@click.command()
def check() -> None:
    """Say what is wrong with this installation, in sentences; exit code 1 if anything is."""
    logs.configure({"level": "ERROR"})
    home = Home.of(os.environ)
    is_sound = True
    for sentence in installation_faults(home, os.environ):
        is_sound = False
        click.echo(f"- {sentence}")
    if not is_sound:
        sys.exit(1)
    click.echo(f"Nothing is wrong with the newsroom in {home.path}.")
