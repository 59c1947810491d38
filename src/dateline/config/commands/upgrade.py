"""`dateline prepare`, `upgrade`, `manage`: looking after an installation."""

import json
import os

import click

from dateline.config.commands.progress import steps
from dateline.runtime import logs


@click.command()
@click.option("--tell", type=int, default=None, hidden=True, help="File descriptor that gets the answer as JSON.")
def prepare(*, tell: int | None) -> None:
    """Prepare an empty home: folders, secret key, database, first person. `dateline up` does this by itself."""
    logs.configure({})
    from dateline.runtime import preparation  # noqa: PLC0415

    home = preparation.prepare_home()
    with steps("Preparing the database") as progress:
        preparation.migrate(progress)
    password = preparation.first_password()
    if tell is not None:
        told = {"user": preparation.FIRST_PERSON, "password": password, "wants_sample": preparation.wants_sample(home)}
        os.write(tell, json.dumps(told).encode())
    elif password is not None:
        click.echo(f"Sign in as {preparation.FIRST_PERSON} with the one-time password {password}")


@click.command()
def upgrade() -> None:
    """Bring home and database to this version, and the archive where its form has changed.

    Stop `dateline up` first, and keep a backup of the database.
    """
    logs.configure({})
    from dateline.config.commands.check import rebuild_archive  # noqa: PLC0415
    from dateline.runtime import preparation  # noqa: PLC0415
    from dateline.runtime.locks import ProcessLock  # noqa: PLC0415

    home = preparation.prepare_home()
    with ProcessLock(home.up_lock, "Dateline runs"), ProcessLock(home.worker_lock, "a worker runs"):
        with steps("Upgrading the database") as progress:
            count = preparation.migrate(progress)
        click.echo(f"The database took {count} migrations." if count else "The database is up to date.")
        if preparation.archive_needs_rebuilding(home):
            rebuild_archive(home)


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(*, arguments: tuple[str, ...]) -> None:
    """Run a command of Django, such as `dateline manage shell`."""
    if arguments in {("--help",), ("-h",)}:  # Django's own list needs a home that is prepared
        click.echo("Usage: dateline manage COMMAND …\n\nRun a command of Django; `dateline manage help` lists them.")
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dateline.config.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(["dateline manage", *arguments])
