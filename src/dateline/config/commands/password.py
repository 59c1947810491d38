"""`dateline password`: another one-time password for a person."""

import click

from dateline.runtime import logs
from dateline.runtime.django_setup import set_up_with_database


@click.command()
@click.argument("name")
@click.option("--reopen", is_flag=True, help="Open the account again if it was closed.")
def password(*, name: str, reopen: bool) -> None:
    """Make another one-time password for NAME; the roles stay, and a closed account stays closed."""
    logs.configure({})
    set_up_with_database()
    from dateline.runtime import people  # noqa: PLC0415

    made = people.new_password(name, reopen=reopen)
    click.echo(f"{name} signs in once with {made} and then chooses a password.")
