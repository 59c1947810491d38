"""Who may do what, and for which office."""

from itertools import pairwise

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from dateline.newsroom.desk.models.offices import Office


class Role(models.TextChoices):
    """What somebody does at the desk; `INCLUDES` says which includes which."""

    TRANSLATOR = "translator", _("translator")
    AUTHOR = "author", _("author")
    REVIEWER = "reviewer", _("reviewer")
    EDITOR = "editor", _("editor")
    DUTY = "duty officer", _("duty officer")
    CHIEF = "editor-in-chief", _("editor-in-chief")
    ADMINISTRATOR = "administrator", _("administrator")


INCLUDES: dict[Role, frozenset[Role]] = {Role.TRANSLATOR: frozenset({Role.TRANSLATOR})}
"""Each role with all whose deeds it may do, itself included: every role may do what those before it may."""

for _before, _role in pairwise(Role):
    INCLUDES[_role] = INCLUDES[_before] | {_role}


class RoleGroup(models.Model):
    """The group of people with one role, for one office or (without one) for all."""

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
