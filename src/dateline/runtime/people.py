"""Invite people from the command line; an unknown name gets a suggestion. Django is set up before this is used."""

import difflib
from collections.abc import Iterable

from dateline.newsroom.desk.errors import AccountClosedError, NobodyError
from dateline.newsroom.desk.models import Office
from dateline.newsroom.desk.models.accounts import User
from dateline.newsroom.desk.people import accounts
from dateline.runtime.errors import PeopleError


def invite(name: str, *, email: str, role: str, office: str) -> str:
    """Make a person with a role, and return the one-time password.

    Args:
        name: to sign in with.
        email: address of the person; empty for none.
        role: one of ``Role``.
        office: slug of the office that the role is for; empty for all offices.

    Raises:
        PeopleError: the name is taken, the office is unknown, or the role is not for one office.
    """
    if User.objects.filter(username=name).exists():
        message = f"there is somebody called {name} already; `dateline password {name}` makes another password"
        raise PeopleError(message)
    found = Office.objects.filter(slug=office).first()
    if office and found is None:
        message = f"there is no office {office}{_advice(office, Office.objects.values_list('slug', flat=True))}"
        raise PeopleError(message)
    if office and role == "administrator":
        message = "an administrator is one for all offices: leave --office out"
        raise PeopleError(message)
    return accounts.invite(name, email=email, role=role, office=found)


def new_password(name: str, *, reopen: bool) -> str:
    """Make another one-time password for a person and return it.

    Args:
        name: to sign in with.
        reopen: whether a closed account is opened again.

    Raises:
        PeopleError: nobody has this name, or the account is closed and ``reopen`` is False.
    """
    try:
        return accounts.new_password(name, reopen=reopen)
    except NobodyError as error:
        advice = _advice(name, User.objects.values_list("username", flat=True))
        message = f"there is nobody called {name}{advice}; `dateline invite {name} --role …` makes somebody new"
        raise PeopleError(message) from error
    except AccountClosedError as error:
        message = f"the account of {name} is closed and stays so; --reopen opens it"
        raise PeopleError(message) from error


def _advice(given: str, known: Iterable[str]) -> str:
    """Return a question for the most similar name; empty where none is similar."""
    similar = difflib.get_close_matches(given, list(known), 1)
    return f" (did you mean {similar[0]}?)" if similar else ""
