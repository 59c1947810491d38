"""Issue and revoke tokens, and find the one that a program shows."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from dateline.newsroom.desk.actions.audit_trail import note
from dateline.newsroom.desk.errors import IncompleteError, NotAllowedError
from dateline.newsroom.desk.models import Office, Role, Scope, Token, User, roles
from dateline.newsroom.desk.people import role_groups

PREFIX = "dateline_"
"""Prefix of every secret, by which scanners of published code recognise it."""

MAX_DAYS = 366
_LAST_USED_EVERY = dt.timedelta(minutes=1)


@transaction.atomic
def issue(
    name: str, *, offices: Collection[Office], scopes: Collection[str], days: int, by: User, at: dt.datetime
) -> tuple[Token, str]:
    """Create a token and return it with its secret, which is not stored and cannot be shown again.

    Args:
        name: unique; says what the token is for.
        offices: for which the token has the role of an author; at least one.
        scopes: values of ``Scope``; at least one.
        days: lifetime.
        by: an administrator.
        at: the moment, aware, UTC.

    Raises:
        NotAllowedError: the person is not an administrator.
        IncompleteError: an argument is empty, or another token has the name.
    """
    check_administrator(by, name)
    name = " ".join(name.split())
    if not name or not offices or not scopes or not 0 < days <= MAX_DAYS:
        raise IncompleteError(_("A token needs a name, an office, a scope and an end within a year."))
    username = f"api: {name}"
    if Token.objects.filter(name=name).exists() or User.objects.filter(username=username).exists():
        raise IncompleteError(_("There is a token of this name already. Choose another name."))
    user = User(username=username)
    user.set_unusable_password()
    user.save()
    for office in offices:
        role_groups.give(user, Role.AUTHOR, office)
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        name=name,
        user=user,
        digest=_digest(secret),
        scopes=[str(scope) for scope in Scope if scope in scopes],
        issued_at=at,
        issued_by=by,
        expires_at=at + dt.timedelta(days=days),
    )
    note("issue token", by=by, at=at, reason=name)
    return token, secret


@transaction.atomic
def revoke(token: Token, *, by: User, at: dt.datetime) -> None:
    """Revoke a token at once and for ever.

    Raises:
        NotAllowedError: the person is not an administrator.
    """
    check_administrator(by, token.name)
    if Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
        User.objects.filter(pk=token.user_id).update(is_active=False)
        note("revoke token", by=by, at=at, reason=token.name)


def find_token(secret: str, *, at: dt.datetime) -> Token | None:
    """Return the token of a secret, expired and revoked ones too, and store its last use; None for an unknown secret.

    Digests are compared, so the time that the comparison takes reveals nothing about a secret.
    """
    token = Token.objects.select_related("user").filter(digest=_digest(secret)).first()
    if token is not None and (token.last_used_at is None or at - token.last_used_at >= _LAST_USED_EVERY):
        Token.objects.filter(pk=token.pk).update(last_used_at=at)
    return token


def check_administrator(by: User, title: str) -> None:
    """Check that somebody may issue and revoke.

    Raises:
        NotAllowedError: the person is not an administrator.
    """
    if not roles.may(by, Role.ADMINISTRATOR, None):
        raise NotAllowedError(title)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
