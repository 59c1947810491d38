"""The guard: only actions change what the public sees of a text.

Wagtail can publish, unpublish, move, copy and delete from many places. All of them end in a save, a delete or a
signal of a model. The guard checks there, below all views, and refuses unless an action runs. Views and hooks
(``desk.wagtail_hooks``) refuse earlier and with a better explanation.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from django.apps import apps
from django.db import models
from django.db.models.signals import pre_delete, pre_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import pre_page_move

from dateline.newsroom.desk.errors import OnlyActionsError, PublicBeforeError

_runs: ContextVar[bool] = ContextVar("dateline_action_runs", default=False)

F = TypeVar("F", bound="models.Field[Any, Any]")


class Use(Enum):
    """Who sees a field of a text, and who changes it. Each field declares its use; the default is `WORDS`."""

    WORDS = "readers see it; a revision brings it"
    FACT = "about the text itself; only actions change it, and no revision brings an old value back"
    DESK = "readers never see it; whoever may edit changes it on a public page too"


def fact(field: F) -> F:
    """Declare a field a fact about the text itself."""
    field.desk_use = Use.FACT  # type: ignore[attr-defined]
    return field


def unseen(field: F) -> F:
    """Declare a field one that readers never see."""
    field.desk_use = Use.DESK  # type: ignore[attr-defined]
    return field


def use_of(field: "models.Field[Any, Any]") -> Use:
    """Return the use of a field; keys of rows are for the desk."""
    return Use.DESK if field.primary_key else getattr(field, "desk_use", Use.WORDS)


@cache
def fields_of(use: Use) -> "tuple[models.Field[Any, Any], ...]":
    """Return the fields of a text that have a use, those inherited from Wagtail included."""
    text = apps.get_model("desk", "ReleasePage")
    return tuple(field for field in text._meta.concrete_fields if use_of(field) is use)  # noqa: SLF001


@contextmanager
def action() -> Iterator[None]:
    """Allow changes of what the public sees; only ``desk.actions`` and the first set-up enter here."""
    token = _runs.set(True)
    try:
        yield
    finally:
        _runs.reset(token)


def is_open() -> bool:
    """Tell whether an action runs in this thread or task."""
    return _runs.get()


def connect() -> None:
    """Check saves, deletes and moves of pages, and deletes of what releases use."""
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
    if _runs.get():
        return
    if update_fields is not None and {field.name for field in fields_of(Use.DESK)}.issuperset(update_fields):
        return
    stored = type(instance)._base_manager.filter(pk=instance.pk).first() if instance.pk else None  # noqa: SLF001
    was_live = bool(stored and stored.live)
    was_public = bool(stored and getattr(stored, "version", 0))
    if was_live != instance.live or was_public != bool(getattr(instance, "version", 0)):
        raise OnlyActionsError(str(instance))
    if stored is not None and _differs(stored, instance, update_fields, content=was_live):
        raise OnlyActionsError(str(instance))


def _differs(stored: Any, wanted: Any, update_fields: Collection[str] | None, *, content: bool) -> bool:
    """Tell whether a save would change fields that only actions may change; words count only if they are live."""
    facts = [field.attname for field in fields_of(Use.FACT)]
    if any(getattr(stored, name, None) != getattr(wanted, name, None) for name in facts):
        return True
    if not content:
        return False
    seen = (field for field in wanted._meta.concrete_fields if use_of(field) is not Use.DESK)  # noqa: SLF001
    fields = [field for field in seen if update_fields is None or field.name in update_fields]
    return any(field.value_to_string(stored) != field.value_to_string(wanted) for field in fields)


def _before_delete(instance: Any, **_rest: Any) -> None:
    if _runs.get():
        return
    name = type(instance).__name__
    if name in {"OfficePage", "NewsroomPage"}:
        raise OnlyActionsError(str(instance))
    if name == "Release" and instance.number is not None:
        raise PublicBeforeError(str(instance))
    if name == "ReleasePage" and (instance.version or instance.live or instance.draft_stage != "draft"):
        raise PublicBeforeError(str(instance))


def _before_delete_of_word(instance: Any, **_rest: Any) -> None:
    if not _runs.get():
        raise OnlyActionsError(str(instance))


def _before_move(instance: Any, **_rest: Any) -> None:
    if not _runs.get():
        raise OnlyActionsError(str(instance))


def _before_privacy(instance: Any, **_rest: Any) -> None:
    raise OnlyActionsError(str(instance.page))
