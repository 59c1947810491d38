"""Roles as groups with page permissions: one group a role for all offices, and one a role for each office.

Wagtail's page permissions then decide who sees and edits which drafts; ``may`` decides on deeds.
"""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet
from wagtail.models import GroupPagePermission, Page

from dateline.newsroom.desk.models.offices import Office
from dateline.newsroom.desk.models.pages import OfficePage
from dateline.newsroom.desk.models.releases import Release
from dateline.newsroom.desk.models.roles import INCLUDES, Role, RoleGroup
from dateline.newsroom.desk.models.users import User
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
"""What a role may do with the pages below the one it is given for."""

FOR_ONE_OFFICE = tuple(role for role in Role if role is not Role.ADMINISTRATOR)
"""Roles that are given for one office, or for all."""

_VOCABULARY = [
    f"{verb}_{model}"
    for model in ("office", "topic", "kind", "newsroomsettings")
    for verb in ("add", "change", "delete")
]
_PINGS = [f"{verb}_webhook" for verb in ("add", "change", "delete", "view")]
_PEOPLE = ["add_user", "change_user", "delete_user", "add_group", "change_group", "view_user"]


def prepare(root: Page) -> None:
    """Make the groups for all offices, with their rights at the root; safe to repeat."""
    # Wagtail's own groups give rights at its root page, past the roles.
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
    """Make the groups of one office, with their rights at its page; safe to repeat."""
    for role in FOR_ONE_OFFICE:
        group = _group(role, page.office, f"{role.label} · {page.office.slug}")
        _give(group, page, ON_PAGES[role])


def give(user: User, role: Role, office: Office | None = None) -> None:
    """Give somebody a role, for one office or for all."""
    user.groups.add(Group.objects.get(desk_role__role=role, desk_role__office=office))


def may(user: User | None, role: Role, office: Office | None) -> bool:
    """Tell whether somebody has at least ``role`` for releases led by ``office``.

    ``user`` None is the system itself (what is due, imports). Releases without a lead office are for those
    whose role holds for all.
    """
    if user is None or (user.is_active and user.is_superuser):
        return True
    if not user.is_active:
        return False
    where = Q(office=None) if office is None else Q(office=None) | Q(office=office)
    held = RoleGroup.objects.filter(where, group__user=user).values_list("role", flat=True)
    return any(role in INCLUDES[Role(one)] for one in held)


def reach(user: User, role: Role) -> set[int | None]:
    """Return the keys of the offices for which somebody has at least a role; None among them stands for all."""
    if user.is_active and user.is_superuser:
        return {None}
    reaching = [one for one in Role if role in INCLUDES[one]]
    held = RoleGroup.objects.filter(group__user=user, role__in=reaching)
    return set(held.values_list("office_id", flat=True)) if user.is_active else set()


def holders(role: Role, office: Office | None) -> QuerySet[User]:
    """Return the active people who hold at least a role for an office or for all, each once."""
    reaching = [one for one in Role if role in INCLUDES[one]]
    held = RoleGroup.objects.filter(Q(office=None) | Q(office=office), role__in=reaching)
    return User.objects.filter(is_active=True, groups__in=held.values("group")).distinct()


def publishes(user: User) -> bool:
    """Tell whether somebody can bring anything to the public, anywhere."""
    reaching = [one for one in Role if Role.EDITOR in INCLUDES[one]]
    return user.is_superuser or RoleGroup.objects.filter(group__user=user, role__in=reaching).exists()


def writes_originals(user: User, text: Page) -> bool:
    """Tell whether somebody is more than a translator for the office that leads a text's release."""
    return may(user, Role.AUTHOR, text.release.lead_office)


def sees(user: User, release: Release) -> bool:
    """Tell whether somebody works for an office that leads or joins a release."""
    joining = release.office_list() if release.lead_office else [None, *release.office_list()]
    return any(may(user, Role.TRANSLATOR, office) for office in joining)


def offices_of(user: User) -> list[int]:
    """Return the keys of the offices for which somebody has a role."""
    held = RoleGroup.objects.filter(group__user=user, office__isnull=False)
    return list(held.values_list("office_id", flat=True).distinct())


def _group(role: Role, office: Office | None, name: str) -> Group:
    found = Group.objects.filter(desk_role__role=role, desk_role__office=office).first()
    if found is None:
        found, _made = Group.objects.get_or_create(name=name[:150])
        RoleGroup.objects.create(group=found, office=office, role=role)
        _open_the_door(found, role, office)
    return found


def _open_the_door(group: Group, role: Role, office: Office | None) -> None:
    """Let a new group into the admin and to the pictures and files of its shelves."""
    group.permissions.add(*_permissions("wagtailadmin", ["access_admin"]))
    shelves.open_to(group, role, office)


def _give(group: Group, page: Page, verbs: Iterable[str]) -> None:
    for permission in _permissions("wagtailcore", [f"{verb}_page" for verb in verbs]):
        GroupPagePermission.objects.get_or_create(group=group, page_id=page.pk, permission=permission)


def _permissions(app: str, names: Iterable[str]) -> list[Permission]:
    return list(Permission.objects.filter(content_type__app_label=app, codename__in=list(names)))
