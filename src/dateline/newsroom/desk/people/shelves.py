"""Shelves of the library: one per office with permissions for its roles, and one that all offices share."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Collection, GroupCollectionPermission
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from dateline.newsroom.desk.errors import ShelfInUseError
from dateline.newsroom.desk.models import Attachment, NewsImage, Office, Recording, Role, RoleGroup, Shelf, User
from dateline.newsroom.desk.models.roles import INCLUDES

_AUTHOR = ("add_image", "choose_image", "add_document", "choose_document")
_EDITOR = (*_AUTHOR, "change_image", "change_document")
_OPENING = ["choose", "change", "add"]
"""Permissions of which each lets a person open a file. Who added a file may change it, and so open it."""


def connect() -> None:
    """Register the permission policy of recordings: that of attachments on the same shelf."""
    policy = CollectionOwnershipPermissionPolicy(
        Recording, auth_model="wagtaildocs.Document", owner_field_name="uploaded_by_user"
    )
    register_permission_policy(Recording, policy)


def prepare() -> None:
    """Create the shared shelf and those of all offices; idempotent.

    The first run moves existing files, and the offices' permissions on them, to the shared shelf.
    """
    if not Shelf.objects.filter(is_shared=True).exists():
        _share_existing_files()
    for office in Office.objects.filter(shelf=None):
        prepare_office(office)


def prepare_office(office: Office) -> None:
    """Create an office's shelf or update its name, with permissions for the office's roles; idempotent."""
    shelf = Shelf.objects.filter(office=office).select_related("collection").first()
    if shelf is None:
        made = _top().add_child(instance=Collection(name=office.label[:255]))
        shelf = Shelf.objects.create(collection=made, office=office)
        for role in RoleGroup.objects.filter(office=office).select_related("group"):
            _open(shelf.collection, role.group, Role(role.role))
    elif shelf.collection.name != office.label:
        Collection.objects.filter(pk=shelf.collection_id).update(name=office.label)


def open_to(group: Group, role: Role, office: Office | None) -> None:
    """Give a new group permissions on every shelf, or on the shared one and that of its office."""
    if office is None:
        _open(_top(), group, role)
        return
    for shelf in Shelf.objects.filter(is_shared=True) | Shelf.objects.filter(office=office):
        _open(shelf.collection, group, role)


def clear_away(office: Office) -> None:
    """Delete an office's shelf.

    Raises:
        ShelfInUseError: the shelf is not empty.
    """
    shelf = Shelf.objects.filter(office=office).select_related("collection").first()
    if shelf is None:
        return
    if any(
        model.objects.filter(collection=shelf.collection_id).exists() for model in (NewsImage, Attachment, Recording)
    ):
        raise ShelfInUseError(str(office))
    collection = shelf.collection
    shelf.delete()
    collection.delete()


def own(user: Any) -> int | None:
    """Return the key of the collection in which a person's uploads are stored: the collection of the person's office.

    If the person belongs to several offices, it is the one whose slug sorts first. Return None if the person has no
    office.
    """
    offices = Office.objects.filter(role_groups__group__user=user).order_by("slug")
    return (
        Shelf.objects.filter(office__in=offices).order_by("office__slug").values_list("collection", flat=True).first()
    )


def may_open(user: User, thing: NewsImage | Attachment | Recording) -> bool:
    """Tell whether a person may open a file of the library."""
    policy = policy_registry.get_by_type(type(thing))
    return bool(policy.user_has_any_permission_for_instance(user, _OPENING, thing))


def openable(user: User, model: type[NewsImage | Attachment | Recording]) -> QuerySet[Any]:
    """Return the files of the library that a person may open."""
    policy = policy_registry.get_by_type(model)
    files: QuerySet[Any] = policy.instances_user_has_any_permission_for(user, _OPENING)
    return files


def sees_everything(user: User) -> bool:
    """Tell whether a person may choose from every shelf, as superusers and roles for all offices do."""
    policy = policy_registry.get_by_type(NewsImage)
    return bool(policy.collections_user_has_permission_for(user, "choose").filter(depth=1).exists())


def _share_existing_files() -> None:
    top = _top()
    shared = top.add_child(instance=Collection(name=_("Shared by all offices")))
    Shelf.objects.create(collection=shared, is_shared=True)
    for model in (NewsImage, Attachment):
        model.objects.filter(collection=top).update(collection=shared)
    of_offices = Group.objects.filter(desk_role__office__isnull=False)
    GroupCollectionPermission.objects.filter(collection=top, group__in=of_offices).update(collection=shared)


def _top() -> Collection:
    found: Collection = Collection.get_first_root_node()
    return found


def _open(collection: Collection, group: Group, role: Role) -> None:
    names = _EDITOR if Role.EDITOR in INCLUDES[role] else _AUTHOR
    permissions = Permission.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__in=names
    )
    for permission in permissions:
        GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)
