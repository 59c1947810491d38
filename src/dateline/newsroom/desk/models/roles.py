"""Roles and queries about them: who holds which role, and for which office."""

from itertools import pairwise
from typing import Any

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from dateline.newsroom.desk.models.accounts import User
from dateline.newsroom.desk.models.offices import Office
from dateline.newsroom.desk.models.releases import Release


class Role(models.TextChoices):
    """Role of a person at the desk; see `INCLUDES`."""

    TRANSLATOR = "translator", _("translator")
    AUTHOR = "author", _("author")
    REVIEWER = "reviewer", _("reviewer")
    EDITOR = "editor", _("editor")
    DUTY = "duty officer", _("duty officer")
    CHIEF = "editor-in-chief", _("editor-in-chief")
    ADMINISTRATOR = "administrator", _("administrator")


INCLUDES: dict[Role, frozenset[Role]] = {Role.TRANSLATOR: frozenset({Role.TRANSLATOR})}
"""For each role, the roles whose actions it allows: itself and all before it."""

for _before, _role in pairwise(Role):
    INCLUDES[_role] = INCLUDES[_before] | {_role}


class RoleGroup(models.Model):
    """The group of people with one role for one office, or without an office for all."""

    group = models.OneToOneField(Group, models.CASCADE, related_name="desk_role")
    office = models.ForeignKey(Office, models.CASCADE, null=True, blank=True, related_name="role_groups")
    role = models.CharField(max_length=20, choices=Role)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "role"], name="desk_role_once_per_office"),
            models.UniqueConstraint(
                fields=["role"], condition=models.Q(office__isnull=True), name="desk_role_once_for_all"
            ),
        ]

    def __str__(self) -> str:
        return self.group.name


def may(user: User | None, role: Role, office: Office | None) -> bool:
    """Tell whether a person has at least ``role`` for releases led by ``office``.

    ``user`` None is the desk itself (scheduled publication, imports). A release without a lead office needs a role
    for all offices.
    """
    if user is None or (user.is_active and user.is_superuser):
        return True
    if not user.is_active:
        return False
    where = Q(office=None) if office is None else Q(office=None) | Q(office=office)
    held = RoleGroup.objects.filter(where, group__user=user).values_list("role", flat=True)
    return any(role in INCLUDES[Role(one)] for one in held)


def reach(user: User, role: Role) -> set[int | None]:
    """Return the keys of the offices for which a person has at least a role; None among them means all."""
    if user.is_active and user.is_superuser:
        return {None}
    sufficient = [one for one in Role if role in INCLUDES[one]]
    held = RoleGroup.objects.filter(group__user=user, role__in=sufficient)
    return set(held.values_list("office_id", flat=True)) if user.is_active else set()


def holders(role: Role, office: Office | None) -> QuerySet[User]:
    """Return the active people with at least a role for an office or for all, each once."""
    sufficient = [one for one in Role if role in INCLUDES[one]]
    held = RoleGroup.objects.filter(Q(office=None) | Q(office=office), role__in=sufficient)
    return User.objects.filter(is_active=True, groups__in=held.values("group")).distinct()


def publishes(user: User) -> bool:
    """Tell whether a person can publish for any office."""
    sufficient = [one for one in Role if Role.EDITOR in INCLUDES[one]]
    return user.is_superuser or RoleGroup.objects.filter(group__user=user, role__in=sufficient).exists()


def writes_originals(user: User, text: Any) -> bool:
    """Tell whether a person is at least an author for the lead office of a text's release."""
    return may(user, Role.AUTHOR, text.release.lead_office)


def sees(user: User, release: Release) -> bool:
    """Tell whether a person has a role for any office of a release."""
    joining = release.office_list() if release.lead_office else [None, *release.office_list()]
    return any(may(user, Role.TRANSLATOR, office) for office in joining)


def offices_of(user: User) -> list[int]:
    """Return the keys of the offices for which a person has a role; roles for all offices do not count."""
    held = RoleGroup.objects.filter(group__user=user, office__isnull=False)
    return list(held.values_list("office_id", flat=True).distinct())
