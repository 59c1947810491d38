"""Who keeps starting texts: editors-in-chief those of their offices, and of every office where they are one for all."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

from dateline.newsroom.desk.models import Role, StartingText, User, roles
from dateline.newsroom.desk.models.roles import INCLUDES

KEEPER = Role.CHIEF


def connect() -> None:
    """Let Wagtail's views ask here."""
    register_permission_policy(StartingText, StartingTextPolicy(StartingText))


def kept_by(user: User) -> "QuerySet[StartingText]":
    """Return the starting texts that somebody keeps."""
    reach = roles.reach(user, KEEPER)
    return StartingText.objects.all() if None in reach else StartingText.objects.filter(office__in=reach)


class StartingTextPolicy(BasePermissionPolicy):
    """Every act asks for the same role."""

    def user_has_permission(self, user: Any, action: str) -> bool:  # noqa: ARG002 - Wagtail's signature
        """Tell whether somebody keeps any."""
        return bool(roles.reach(user, KEEPER))

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:  # noqa: ARG002
        """Tell whether somebody keeps any."""
        return bool(roles.reach(user, KEEPER))

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:  # noqa: ARG002
        """Tell whether somebody keeps this one."""
        return bool(roles.reach(user, KEEPER) & {None, instance.office_id or None})

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        """Tell whether somebody keeps this one."""
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> "QuerySet[StartingText]":  # noqa: ARG002
        """Return those that somebody keeps."""
        return kept_by(user)

    def users_with_any_permission(self, actions: Iterable[str]) -> "QuerySet[User]":  # noqa: ARG002
        """Return everybody who keeps any."""
        reaching = [one for one in Role if KEEPER in INCLUDES[one]]
        return User.objects.filter(
            Q(is_superuser=True) | Q(groups__desk_role__role__in=reaching), is_active=True
        ).distinct()
