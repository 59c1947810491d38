"""Admission through the organisation's OpenID Connect provider, by an e-mail address that the provider verifies."""

import re

from django.db import transaction
from django.utils.translation import gettext as _

from dateline.newsroom.desk.errors import SignInRefusedError
from dateline.newsroom.desk.models.accounts import User
from dateline.newsroom.desk.people.openid_rules import Identity, Rules, values


@transaction.atomic
def admit(identity: Identity, rules: Rules, known: User | None) -> User:
    """Return the user for a sign-in.

    This is the user who used this identity before, else the invited user with this address, else a new account if the
    rules allow it. If the user still has a one-time password, it becomes invalid.

    Args:
        identity: as the provider states it.
        rules: who may sign in.
        known: the user who used this identity before; None for a first sign-in.

    Raises:
        SignInRefusedError: this person may not sign in; the message says why and what to do.
    """
    _check_identity(identity, rules)
    user = known or _invited(identity) or (_create(identity) if rules.creates else None)
    if user is None:
        raise SignInRefusedError(
            _("Nobody with the address %(email)s has been invited to this desk. Ask your editor-in-chief.")
            % {"email": identity.email}
        )
    if not user.is_active:
        raise SignInRefusedError(_("This account is closed. Ask your editor-in-chief."))
    if user.must_set_password:
        user.set_unusable_password()
        user.must_set_password = False
        user.save(update_fields=["password", "must_set_password"])
    return user


def require_role(user: User) -> None:
    """Check that a person may use the desk.

    Raises:
        SignInRefusedError: the person has no role yet.
    """
    if not user.has_perm("wagtailadmin.access_admin"):
        raise SignInRefusedError(
            _("Your account exists now, but it has no role at this desk yet. Ask your editor-in-chief.")
        )


def failure_message(rules: Rules, *, by_choice: bool) -> str:
    """Return the message for a person who comes back from the provider without having signed in there."""
    if by_choice:
        return _("You did not sign in at %(name)s.") % {"name": rules.name}
    return _("The sign-in at %(name)s did not succeed. Try again, or use your password.") % {"name": rules.name}


def _check_identity(identity: Identity, rules: Rules) -> None:
    domain = identity.email.rpartition("@")[2].lower()
    if rules.domains and domain not in rules.domains:
        raise SignInRefusedError(
            _("%(name)s knows you, but your e-mail address does not belong to this organisation.")
            % {"name": rules.name}
        )
    if rules.required and rules.required[1] not in values(identity.claims.get(rules.required[0])):
        raise SignInRefusedError(
            _("%(name)s knows you, but does not confirm that you may use this desk.") % {"name": rules.name}
        )
    if not identity.email or not identity.is_verified:
        raise SignInRefusedError(
            _("%(name)s does not confirm that your e-mail address is yours, so you cannot sign in with it.")
            % {"name": rules.name}
        )


def _invited(identity: Identity) -> User | None:
    found = list(User.objects.filter(email__iexact=identity.email)[:2])
    if len(found) > 1:
        raise SignInRefusedError(
            _(
                "Several accounts have the address %(email)s. Sign in with your password, and ask your editor-in-chief "
                "to leave it on one account only."
            )
            % {"email": identity.email}
        )
    return found[0] if found else None


def _create(identity: Identity) -> User:
    user = User(email=identity.email, first_name=identity.first_name[:150], last_name=identity.last_name[:150])
    base_name = re.sub(r"[^\w.@+-]", "", identity.username or identity.email.partition("@")[0])[:140] or "person"
    taken = set(User.objects.filter(username__istartswith=base_name).values_list("username", flat=True))
    user.username, number = base_name, 1
    while user.username.lower() in {name.lower() for name in taken}:
        number += 1
        user.username = f"{base_name}-{number}"
    user.set_unusable_password()
    user.save()
    return user
