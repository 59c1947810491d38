"""One-time passwords: made for somebody, good for one sign-in, in which an own one is set."""

import secrets
from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from dateline.newsroom.desk.errors import AccountClosedError, NobodyError
from dateline.newsroom.desk.models.accounts import User
from dateline.newsroom.desk.models.offices import Office
from dateline.newsroom.desk.models.roles import Role
from dateline.newsroom.desk.people import role_groups

SECOND_FACTOR_ELSEWHERE = "second_factor_elsewhere"
"""In a session: whether the organisation's own sign-in asked for a second factor, and that counts."""

SIGNED_IN_AT = "signed_in_at"
"""In a session: the name of the organisation's own sign-in, by which somebody came."""

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike
_GROUPS = 4
_GROUP_LENGTH = 5  # 4 × 5 letters of 31: 99 bits


def one_time_password() -> str:
    """Return a random password in groups that can be read aloud, such as ``k7mqx-…``."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))


@transaction.atomic
def invite(
    username: str, *, email: str = "", role: str = Role.CHIEF, office: Office | None = None, is_superuser: bool = False
) -> str:
    """Make a person with a role and return the one-time password; one who is there gets the role and a new password.

    Args:
        username: what they sign in with.
        email: their address; may be empty.
        role: see ``models.roles.Role``.
        office: for which the role holds; None for all.
        is_superuser: whether they may do everything, as the first person of an installation must.
    """
    user, _made = User.objects.get_or_create(username=username, defaults={"email": email})
    user.is_active = True
    user.is_superuser = user.is_superuser or is_superuser
    role_groups.give(user, Role(role), office)
    return _with_new_password(user)


@transaction.atomic
def new_password(username: str, *, reopen: bool = False) -> str:
    """Make another one-time password for a person and return it; their roles stay as they are.

    Args:
        username: what they sign in with.
        reopen: whether an account that was closed is opened again.

    Raises:
        NobodyError: there is nobody of that name.
        AccountClosedError: the account is closed and is to stay so.
    """
    user = User.objects.select_for_update().filter(username=username).first()
    if user is None:
        raise NobodyError(username)
    if not user.is_active and not reopen:
        raise AccountClosedError(username)
    user.is_active = True
    return _with_new_password(user)


def _with_new_password(user: User) -> str:
    password = one_time_password()
    user.set_password(password)
    user.must_set_password = True
    user.save()
    return password


def connect() -> None:
    """Notice when somebody has used a one-time password, and when they have set an own one."""
    user_logged_in.connect(_use_up, dispatch_uid="desk.accounts.use_up")
    user_logged_in.connect(_note_second_factor, dispatch_uid="desk.accounts.second_factor")
    user_logged_out.connect(_say_goodbye, dispatch_uid="desk.accounts.goodbye")
    for signal in (password_changed, password_set, password_reset):
        signal.connect(_own_password, dispatch_uid="desk.accounts.own_password")


def _use_up(request: HttpRequest, user: User, **_rest: Any) -> None:
    """Make a one-time password void with its sign-in; the session stays, to set an own one."""
    if user.must_set_password and user.has_usable_password():
        user.set_unusable_password()
        user.save(update_fields=["password"])
        update_session_auth_hash(request, user)


def _note_second_factor(request: HttpRequest, **_rest: Any) -> None:
    """Keep in the session whether this very sign-in was through a provider that asked for a second factor."""
    request.session[SECOND_FACTOR_ELSEWHERE] = getattr(request, "asked_for_second_factor", False)


def _say_goodbye(request: HttpRequest, **_rest: Any) -> None:
    """Tell who came through a provider that it still knows them."""
    name = request.session.get(SIGNED_IN_AT)
    if name:
        sentence = _(
            "You are signed out of the desk. %(name)s still knows you in this browser: sign out there as well."
        )
        messages.info(request, sentence % {"name": name}, fail_silently=True)


def _own_password(user: User, **_rest: Any) -> None:
    User.objects.filter(pk=user.pk).update(must_set_password=False)
