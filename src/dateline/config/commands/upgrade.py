"""`dateline upgrade`: bring an installation to this version."""

import click

from dateline.config.commands.progress import steps
from dateline.runtime import logs
from dateline.runtime.django_setup import migrate, prepare_and_set_up, renew_secrets
from dateline.runtime.locks import ProcessLock


@click.command()
@click.option("--new-secrets", is_flag=True, help="Replace stored secrets that the secret key cannot open.")
def upgrade(*, new_secrets: bool) -> None:
    """Bring home and database to this version, and rebuild the archive if its format has changed.

    Stop `dateline up` first, and keep a backup of the database.
    """
    logs.configure({})
    home = prepare_and_set_up()
    from dateline.runtime import archive_follower, preparation  # noqa: PLC0415

    with ProcessLock(home.up_lock, "Dateline runs"), ProcessLock(home.worker_lock, "a worker runs"):
        with steps("Upgrading the database") as progress:
            count = migrate(progress)
        click.echo(f"The database took {count} migrations." if count else "The database is up to date.")
        if new_secrets:
            for name in renew_secrets():
                click.echo(f"The webhook {name} needs a new secret: make one at the desk, and give it to the receiver.")
        if preparation.archive_needs_rebuilding(home):
            with steps("Rebuilding the archive") as progress:
                position = archive_follower.rebuild(home, progress)
            click.echo(f"The archive stands at position {position}.")
