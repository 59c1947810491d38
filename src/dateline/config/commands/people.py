"""`dateline invite` and `dateline password`: who may sign in at the desk."""

import difflib
from collections.abc import Iterable

import click

from dateline.runtime import logs

ROLES = ("translator", "author", "reviewer", "editor", "duty-officer", "editor-in-chief", "administrator")
"""Names of roles as they are typed; those of ``desk.models.roles.Role`` without blanks."""


@click.command()
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What the person does at the desk.")
@click.option("--office", default="", help="Slug of the office the role is for; without it for all offices.")
@click.option("--email", default="", help="Address of the person.")
def invite(*, name: str, role: str, office: str, email: str) -> None:
    """Make a new person called NAME, with a role and a one-time password."""
    _begin()
    from dateline.newsroom.desk.models import Office, User  # noqa: PLC0415
    from dateline.newsroom.desk.people import accounts  # noqa: PLC0415

    if User.objects.filter(username=name).exists():
        message = f"there is somebody called {name} already; `dateline password {name}` makes another password"
        raise click.ClickException(message)
    found = Office.objects.filter(slug=office).first()
    if office and found is None:
        message = f"there is no office {office}{_meant(office, Office.objects.values_list('slug', flat=True))}"
        raise click.ClickException(message)
    if office and role == "administrator":
        message = "an administrator is one for all offices: leave --office out"
        raise click.ClickException(message)
    made = accounts.invite(name, email=email, role=role.replace("duty-", "duty "), office=found)
    _tell(name, made)


@click.command()
@click.argument("name")
@click.option("--reopen", is_flag=True, help="Open the account again if it was closed.")
def password(*, name: str, reopen: bool) -> None:
    """Make another one-time password for NAME; the roles stay, and a closed account stays closed."""
    _begin()
    from dateline.newsroom.desk.errors import AccountClosedError, NobodyError  # noqa: PLC0415
    from dateline.newsroom.desk.models import User  # noqa: PLC0415
    from dateline.newsroom.desk.people import accounts  # noqa: PLC0415

    try:
        made = accounts.new_password(name, reopen=reopen)
    except NobodyError as error:
        advice = _meant(name, User.objects.values_list("username", flat=True))
        message = f"there is nobody called {name}{advice}; `dateline invite {name} --role …` makes somebody new"
        raise click.ClickException(message) from error
    except AccountClosedError as error:
        message = f"the account of {name} is closed and stays so; --reopen opens it"
        raise click.ClickException(message) from error
    _tell(name, made)


def _begin() -> None:
    logs.configure({})
    from dateline.runtime.django_setup import demand_database, set_up  # noqa: PLC0415

    set_up()
    demand_database()


def _meant(given: str, known: Iterable[str]) -> str:
    """Return a question for the name that was probably meant; empty where none is like it."""
    alike = difflib.get_close_matches(given, list(known), 1)
    return f" (did you mean {alike[0]}?)" if alike else ""


def _tell(name: str, made: str) -> None:
    click.echo(f"{name} signs in once with {made} and then chooses a password.")
