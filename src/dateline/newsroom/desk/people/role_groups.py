"""Role groups and their permissions: one group per role for all offices, and one per role and office.

Wagtail's page permissions decide who sees and edits which drafts; ``models.roles.may`` decides about actions.
"""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Page

from dateline.newsroom.desk.models.accounts import User
from dateline.newsroom.desk.models.offices import Office, OfficePage
from dateline.newsroom.desk.models.roles import Role, RoleGroup
from dateline.newsroom.desk.people import shelves

ON_PAGES = {
    Role.TRANSLATOR: ("change",),
    Role.AUTHOR: ("add", "change"),
    Role.REVIEWER: ("add", "change", "lock"),
    Role.EDITOR: ("add", "change", "publish", "lock"),
    Role.DUTY: ("add", "change", "publish", "lock", "unlock"),
    Role.CHIEF: ("add", "change", "publish", "lock", "unlock", "bulk_delete"),
    Role.ADMINISTRATOR: ("add", "change", "publish", "lock", "unlock", "bulk_delete"),
}
"""Permissions of a role on the pages below the one for which it is given."""

FOR_ONE_OFFICE = tuple(role for role in Role if role is not Role.ADMINISTRATOR)
"""Roles that can be given for one office."""

_VOCABULARY = [
    f"{verb}_{model}"
    for model in ("office", "topic", "kind", "newsroomsettings")
    for verb in ("add", "change", "delete")
]
_PINGS = [f"{verb}_webhook" for verb in ("add", "change", "delete", "view")]
_PEOPLE = ["add_user", "change_user", "delete_user", "add_group", "change_group", "view_user"]


def prepare(root: Page) -> None:
    """Create the groups for all offices, with permissions at the root page; idempotent."""
    # Wagtail's own groups give permissions at the root page and so bypass the roles.
    Group.objects.filter(name__in=("Moderators", "Editors"), desk_role=None).delete()
    for role in Role:
        group = _group(role, None, f"{role.label} · *")
        _give(group, root, ON_PAGES[role])
        if role in {Role.CHIEF, Role.ADMINISTRATOR}:
            group.permissions.add(*_permissions("desk", _VOCABULARY))
        if role is Role.ADMINISTRATOR:
            group.permissions.add(*_permissions("desk", _PEOPLE), *_permissions("auth", _PEOPLE))
            group.permissions.add(*_permissions("pings", _PINGS))
    for page in OfficePage.objects.select_related("office"):
        prepare_office(page)


def prepare_office(page: OfficePage) -> None:
    """Create the groups of one office, with permissions at its page; idempotent."""
    for role in FOR_ONE_OFFICE:
        group = _group(role, page.office, f"{role.label} · {page.office.slug}")
        _give(group, page, ON_PAGES[role])


def give(user: User, role: Role, office: Office | None = None) -> None:
    """Give a person a role, for one office or for all."""
    user.groups.add(Group.objects.get(desk_role__role=role, desk_role__office=office))


def _group(role: Role, office: Office | None, name: str) -> Group:
    found = Group.objects.filter(desk_role__role=role, desk_role__office=office).first()
    if found is None:
        found, _made = Group.objects.get_or_create(name=name[:150])
        RoleGroup.objects.create(group=found, office=office, role=role)
        _grant_access(found, role, office)
    return found


def _grant_access(group: Group, role: Role, office: Office | None) -> None:
    """Give a new group access to the admin and to the files of its shelves."""
    group.permissions.add(*_permissions("wagtailadmin", ["access_admin"]))
    shelves.open_to(group, role, office)


def _give(group: Group, page: Page, verbs: Iterable[str]) -> None:
    for permission in _permissions("wagtailcore", [f"{verb}_page" for verb in verbs]):
        GroupPagePermission.objects.get_or_create(group=group, page_id=page.pk, permission=permission)


def _permissions(app: str, names: Iterable[str]) -> list[Permission]:
    return list(Permission.objects.filter(content_type__app_label=app, codename__in=list(names)))
