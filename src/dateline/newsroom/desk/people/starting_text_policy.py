"""Permission policy of starting texts: editors-in-chief edit those of their offices."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

from dateline.newsroom.desk.models import Role, StartingText, User, roles
from dateline.newsroom.desk.models.roles import INCLUDES

EDITOR_ROLE = Role.CHIEF


def connect() -> None:
    """Register the policy with Wagtail."""
    register_permission_policy(StartingText, StartingTextPolicy(StartingText))


def editable_by(user: User) -> "QuerySet[StartingText]":
    """Return the starting texts that a person may edit."""
    reach = roles.reach(user, EDITOR_ROLE)
    return StartingText.objects.all() if None in reach else StartingText.objects.filter(office__in=reach)


class StartingTextPolicy(BasePermissionPolicy):
    """The same role allows every action."""

    def user_has_permission(self, user: Any, action: str) -> bool:  # noqa: ARG002 - Wagtail's signature
        """Tell whether a person may edit any starting text."""
        return bool(roles.reach(user, EDITOR_ROLE))

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:  # noqa: ARG002
        """Tell whether a person may edit any starting text."""
        return bool(roles.reach(user, EDITOR_ROLE))

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:  # noqa: ARG002
        """Tell whether a person may edit this starting text."""
        return bool(roles.reach(user, EDITOR_ROLE) & {None, instance.office_id or None})

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        """Tell whether a person may edit this starting text."""
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> "QuerySet[StartingText]":  # noqa: ARG002
        """Return the starting texts that a person may edit."""
        return editable_by(user)

    def users_with_any_permission(self, actions: Iterable[str]) -> "QuerySet[User]":  # noqa: ARG002
        """Return the active people who may edit any starting text, each once."""
        reaching = [one for one in Role if EDITOR_ROLE in INCLUDES[one]]
        return User.objects.filter(
            Q(is_superuser=True) | Q(groups__desk_role__role__in=reaching), is_active=True
        ).distinct()
