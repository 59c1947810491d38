"""One-time passwords: made for somebody, good for one sign-in, in which an own one is set."""

import secrets
from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.http import HttpRequest

from dateline.desk.models.roles import Role
from dateline.desk.models.users import User

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike
_GROUPS = 4
_GROUP_LENGTH = 5  # 4 × 5 letters of 31: 99 bits


def one_time_password() -> str:
    """Return a random password in groups that can be read aloud, such as ``k7mqx-…``."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))


@transaction.atomic
def invite(username: str, *, email: str = "", role: str = Role.CHIEF, is_superuser: bool = False) -> str:
    """Make a person, or a new one-time password for one who is there; return the password.

    Args:
        username: what they sign in with.
        email: their address; may be empty.
        role: for all offices; see ``models.roles.Role``.
        is_superuser: whether they may do everything, as the first person of an installation must.
    """
    password = one_time_password()
    user, _made = User.objects.get_or_create(username=username, defaults={"email": email})
    user.set_password(password)
    user.must_set_password = True
    user.is_active = True
    user.is_superuser = user.is_superuser or is_superuser
    user.save()
    user.groups.add(Group.objects.get(desk_role__role=role, desk_role__office=None))
    return password


def connect() -> None:
    """Notice when somebody has used a one-time password, and when they have set an own one."""
    user_logged_in.connect(_use_up, dispatch_uid="desk.accounts.use_up")
    for signal in (password_changed, password_set, password_reset):
        signal.connect(_own_password, dispatch_uid="desk.accounts.own_password")


def _use_up(request: HttpRequest, user: User, **_rest: Any) -> None:
    """Make a one-time password void with its sign-in; the session stays, to set an own one."""
    if user.must_set_password and user.has_usable_password():
        user.set_unusable_password()
        user.save(update_fields=["password"])
        update_session_auth_hash(request, user)


def _own_password(user: User, **_rest: Any) -> None:
    User.objects.filter(pk=user.pk).update(must_set_password=False)
