"""The guard: what the public sees of a text changes through the deeds, or not at all.

Wagtail can publish, unpublish, move, copy and delete from many places, and every one of them ends in a save, a
delete or a signal of a model. So the guard stands there, below all views, and refuses unless a deed is at work.
Views and hooks (``desk.wagtail_hooks``) say the same earlier and more politely.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.signals import pre_delete, pre_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import pre_page_move

from dateline.newsroom.desk.errors import OnlyDeedsError, PublicBeforeError

_at_work: ContextVar[bool] = ContextVar("dateline_deed_at_work", default=False)

BESIDE_THE_PUBLIC = frozenset(
    {
        "latest_revision",
        "latest_revision_created_at",
        "draft_title",
        "has_unpublished_changes",
        "locked",
        "locked_at",
        "locked_by",
        "owner",
        "comments",
        "path",
        "depth",
        "numchild",
        "url_path",
        "content_type",
        "page_ptr",
        "edited_at",
    }
)
"""Fields of a page that readers never see; anybody with the right to edit may change them on a live page."""


@contextmanager
def deed() -> Iterator[None]:
    """Let what happens inside change what the public sees; only ``desk.deeds`` enters here."""
    token = _at_work.set(True)
    try:
        yield
    finally:
        _at_work.reset(token)


def is_open() -> bool:
    """Tell whether a deed is at work in this thread or task."""
    return _at_work.get()


def connect() -> None:
    """Stand at every door: saves, deletes and moves of pages, and deletes of what releases use."""
    text = apps.get_model("desk", "ReleasePage")
    for model in (Page, text):
        pre_save.connect(_before_save, sender=model, dispatch_uid=f"desk.guard.save.{model.__name__}")
    for name in ("ReleasePage", "OfficePage", "NewsroomPage", "Release"):
        model = apps.get_model("desk", name)
        pre_delete.connect(_before_delete, sender=model, dispatch_uid=f"desk.guard.delete.{name}")
    for name in ("Office", "Topic", "Kind"):
        model = apps.get_model("desk", name)
        pre_delete.connect(_before_delete_of_word, sender=model, dispatch_uid=f"desk.guard.word.{name}")
    pre_page_move.connect(_before_move, dispatch_uid="desk.guard.move")
    pre_save.connect(_before_privacy, sender=PageViewRestriction, dispatch_uid="desk.guard.privacy")


def _before_save(instance: Any, update_fields: Collection[str] | None, **_rest: Any) -> None:
    if _at_work.get():
        return
    if update_fields is not None and BESIDE_THE_PUBLIC.issuperset(update_fields):
        return
    stored = type(instance)._base_manager.filter(pk=instance.pk).first() if instance.pk else None  # noqa: SLF001
    was_live = bool(stored and stored.live)
    was_public = bool(stored and getattr(stored, "version", 0))
    if was_live != instance.live or was_public != bool(getattr(instance, "version", 0)):
        raise OnlyDeedsError(str(instance))
    if stored is not None and _differs(stored, instance, update_fields, content=was_live):
        raise OnlyDeedsError(str(instance))


KEPT_BY_DEEDS = (
    "public_state",
    "draft_stage",
    "version",
    "scheduled_at",
    "release_id",
    "language",
    "approved_digest",
    "approved_revision",
    "review_owed",
    "translated_edition",
)


def _differs(stored: Any, wanted: Any, update_fields: Collection[str] | None, *, content: bool) -> bool:
    """Tell whether a save would change what only deeds change; the words themselves only where they are live."""
    if any(getattr(stored, name, None) != getattr(wanted, name, None) for name in KEPT_BY_DEEDS):
        return True
    if not content:
        return False
    fields: list[models.Field[Any, Any]] = [
        field
        for field in wanted._meta.concrete_fields  # noqa: SLF001
        if field.name not in BESIDE_THE_PUBLIC and (update_fields is None or field.name in update_fields)
    ]
    return any(field.value_to_string(stored) != field.value_to_string(wanted) for field in fields)


def _before_delete(instance: Any, **_rest: Any) -> None:
    if _at_work.get():
        return
    name = type(instance).__name__
    if name in {"OfficePage", "NewsroomPage"}:
        raise OnlyDeedsError(str(instance))
    if name == "Release" and instance.number is not None:
        raise PublicBeforeError(str(instance))
    if name == "ReleasePage" and (instance.version or instance.live or instance.draft_stage != "draft"):
        raise PublicBeforeError(str(instance))


def _before_delete_of_word(instance: Any, **_rest: Any) -> None:
    if not _at_work.get():
        raise OnlyDeedsError(str(instance))


def _before_move(instance: Any, **_rest: Any) -> None:
    if not _at_work.get():
        raise OnlyDeedsError(str(instance))


def _before_privacy(instance: Any, **_rest: Any) -> None:
    raise OnlyDeedsError(str(instance.page))
