"""`dateline prepare`: make an empty home and database, ready to start."""

import json
import os

import click

from dateline.config.commands.progress import steps
from dateline.runtime import logs
from dateline.runtime.django_setup import migrate, prepare_and_set_up, require_right_key
from dateline.runtime.secret_keys import require_strong_key


@click.command()
@click.option("--tell", type=int, default=None, hidden=True, help="File descriptor that gets the answer as JSON.")
def prepare(*, tell: int | None) -> None:
    """Prepare an empty home: folders, secret key, database, first person. `dateline up` does this by itself."""
    logs.configure({})
    home = prepare_and_set_up()
    with steps("Preparing the database") as progress:
        migrate(progress)
    require_strong_key(home)
    require_right_key()
    from dateline.runtime import preparation  # noqa: PLC0415

    user, password = preparation.FIRST_PERSON, preparation.first_password()
    if tell is not None:
        answer = {"user": user, "password": password, "wants_sample": preparation.wants_sample(home)}
        os.write(tell, json.dumps(answer).encode())
    elif password is not None:
        click.echo(f"Sign in as {user} with the one-time password {password}")
