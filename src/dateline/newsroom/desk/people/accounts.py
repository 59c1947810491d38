"""Accounts: invitations, one-time passwords, and what happens at sign-in and sign-out.

A one-time password is good for one sign-in, in which the person sets a password.
"""

import ipaddress
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.signals import password_changed, password_reset, password_set
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from dateline.newsroom.desk.errors import AccountClosedError, NobodyError
from dateline.newsroom.desk.models.accounts import User
from dateline.newsroom.desk.models.offices import Office
from dateline.newsroom.desk.models.roles import Role
from dateline.newsroom.desk.people import role_groups, sign_in_limits

SECOND_FACTOR_ELSEWHERE = "second_factor_elsewhere"
"""Session key: whether the organisation's OpenID Connect provider asked for a second factor that counts."""

SIGNED_IN_AT = "signed_in_at"
"""Session key: name of the OpenID Connect provider through which the person signed in."""

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without letters that look alike
_GROUPS = 4
_GROUP_LENGTH = 5  # 4 × 5 letters of 31: 99 bits


def one_time_password() -> str:
    """Return a random password in groups of letters that are easy to read aloud, such as ``k7mqx-…``."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))


@transaction.atomic
def invite(
    username: str, *, email: str = "", role: str = Role.CHIEF, office: Office | None = None, is_superuser: bool = False
) -> str:
    """Create an account with a role and return its one-time password; an existing account gets role and password.

    Args:
        username: name to sign in with.
        email: address; may be empty.
        role: see ``models.roles.Role``.
        office: office for which the role holds; None for all.
        is_superuser: whether the person may do everything, as the first one of an installation must.
    """
    user, _made = User.objects.get_or_create(username=username, defaults={"email": email})
    user.is_active = True
    user.is_superuser = user.is_superuser or is_superuser
    role_groups.give(user, Role(role), office)
    return _with_new_password(user)


@transaction.atomic
def new_password(username: str, *, reopen: bool = False) -> str:
    """Return a new one-time password for a person; the roles stay.

    Args:
        username: name to sign in with.
        reopen: whether to open a closed account again.

    Raises:
        NobodyError: no person has this name.
        AccountClosedError: the account is closed and ``reopen`` is false.
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
    """Connect the signals of sign-in, sign-out and new passwords."""
    user_logged_in.connect(_invalidate_one_time_password, dispatch_uid="desk.accounts.use_up")
    user_logged_in.connect(_note_second_factor, dispatch_uid="desk.accounts.second_factor")
    user_logged_out.connect(_remind_of_provider, dispatch_uid="desk.accounts.goodbye")
    for signal in (password_changed, password_set, password_reset):
        signal.connect(_clear_must_set_password, dispatch_uid="desk.accounts.own_password")


def _invalidate_one_time_password(request: HttpRequest, user: User, **_rest: Any) -> None:
    """Invalidate a one-time password at sign-in; the session stays, so that the person can set a password."""
    if user.must_set_password and user.has_usable_password():
        user.set_unusable_password()
        user.save(update_fields=["password"])
        update_session_auth_hash(request, user)


def _note_second_factor(request: HttpRequest, **_rest: Any) -> None:
    """Store in the session whether the provider of this sign-in asked for a second factor."""
    request.session[SECOND_FACTOR_ELSEWHERE] = getattr(request, "asked_for_second_factor", False)


def _remind_of_provider(request: HttpRequest, **_rest: Any) -> None:
    """Remind people who signed in through a provider that they are still signed in there."""
    name = request.session.get(SIGNED_IN_AT)
    if name:
        sentence = _(
            "You are signed out of the desk, but still signed in to %(name)s in this browser. Sign out there as well."
        )
        messages.info(request, sentence % {"name": name}, fail_silently=True)


def _clear_must_set_password(user: User, **_rest: Any) -> None:
    User.objects.filter(pk=user.pk).update(must_set_password=False)


class ClosedAccountAdapter(DefaultAccountAdapter):
    """allauth's adapter for a desk whose accounts are created by invitation only."""

    _counted: sign_in_limits.Usage | None = None

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # the adapter's signature
        """Refuse every sign-up."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the client's address in its usual form; limits count by it.

        Where a proxy passes on something else than an address, it is the address of the proxy.
        """
        for read in (super().get_client_ip, lambda one: one.META.get("REMOTE_ADDR", "")):
            try:
                address = ipaddress.ip_address(read(request).strip())
            except (ValueError, ImproperlyConfigured, PermissionDenied):  # of allauth, where it finds no address
                continue
            return str(getattr(address, "ipv4_mapped", None) or address)
        return "0.0.0.0"  # noqa: S104 - no address to listen on: a server on a Unix socket knows none

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt before its password is checked.

        Raises:
            ValidationError: too many wrong passwords came from here.
        """
        self._counted = sign_in_limits.count_attempt(request, credentials)
        if self._counted is None:
            code = "too_many_login_attempts"
            raise self.validation_error(code)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Return the person with these credentials, or None; a right password is not counted."""
        user = super().authenticate(request, **credentials)
        if user is not None and self._counted is not None:
            sign_in_limits.forget_attempt(self._counted)
        return user

    def post_login(self, request: HttpRequest, user: Any, **options: Any) -> Any:
        """Return the answer to a complete sign-in; the browser remembers the account."""
        response = super().post_login(request, user, **options)
        sign_in_limits.remember_browser(request, response, user)
        return response

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002  # the adapter's signature
        """Return the address of the desk's first page."""
        return reverse("wagtailadmin_home")
