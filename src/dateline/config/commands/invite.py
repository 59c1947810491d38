"""`dateline invite`: make a person who may sign in at the desk."""

import click

from dateline.runtime import logs
from dateline.runtime.django_setup import set_up_with_database

ROLES = ("translator", "author", "reviewer", "editor", "duty-officer", "editor-in-chief", "administrator")
"""Names of roles as they are typed; those of ``desk.models.roles.Role`` without blanks."""


@click.command()
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What the person does at the desk.")
@click.option("--office", default="", help="Slug of the office the role is for; without it for all offices.")
@click.option("--email", default="", help="Address of the person.")
def invite(*, name: str, role: str, office: str, email: str) -> None:
    """Make a new person called NAME, with a role and a one-time password."""
    logs.configure({})
    set_up_with_database()
    from dateline.runtime import people  # noqa: PLC0415

    password = people.invite(name, email=email, role=role.replace("duty-", "duty "), office=office)
    click.echo(f"{name} signs in once with {password} and then chooses a password.")
