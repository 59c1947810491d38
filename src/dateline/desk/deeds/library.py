"""Pictures and files of the library: which ones texts use, and deleting those that nothing else does."""

from collections.abc import Collection, Iterable, Iterator

from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.db import transaction
from django_tasks_db.models import DBTaskResult
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision
from wagtail.tasks import delete_file_from_storage_task

from dateline.desk.deeds import pictures
from dateline.desk.models import Attachment, NewsImage, PublicFile, ReleasePage
from dateline.publication import files

Thing = NewsImage | Attachment
_Key = tuple[int, str]


def used_by(texts: Iterable[ReleasePage]) -> list[Thing]:
    """Return the pictures and files that texts use or have used in any of their drafts."""
    found: set[_Key] = set()
    for text in texts:
        found.update(_named(text))
        for revision in Revision.objects.for_instance(text).iterator():
            found.update(_named(revision.as_object()))
    return [thing for model in (NewsImage, Attachment) for thing in _of(model, found)]


def forget(things: Iterable[Thing], *, release: str) -> None:
    """Delete what nothing uses any more: originals, what the admin shows of them and what was made for readers.

    ``release`` is the one that used them and is about to lose its words. Originals go right after the commit.
    """
    alone = [thing for thing in things if not _is_used(thing, release)]
    drafted = set(_in_drafts()) if alone else set()
    deleted = [thing for thing in alone if _key(thing) not in drafted]
    names = {name for thing in deleted for name in _file_names(thing)}
    for thing in deleted:
        _delete(thing)
    transaction.on_commit(lambda: _delete_files_now(names))


def _is_used(thing: Thing, release: str) -> bool:
    """Say whether anything but the release and drafts uses it: what is public, or what Wagtail has noted.

    Wagtail notes references in tasks, so what has just become public is asked of the log.
    """
    made = list(PublicFile.objects.filter(source=thing.get_file_hash()).values_list("file", flat=True))
    if files.still_named(made, besides=release):
        return True
    noted: bool = ReferenceIndex.get_references_to(thing).exists()
    return noted


def _file_names(thing: Thing) -> list[str]:
    shown = thing.renditions.all() if isinstance(thing, NewsImage) else ()
    return [thing.file.name, *(rendition.file.name for rendition in shown)]


def _delete_files_now(names: Collection[str]) -> None:
    """Do at once what Wagtail leaves to tasks, and forget those, because their rows name the files."""
    for name in names:
        default_storage.delete(name)
    for row in DBTaskResult.objects.filter(task_path=delete_file_from_storage_task.module_path):
        if set(row.args_kwargs["args"][1:]) & set(names):
            row.delete()


def _delete(thing: Thing) -> None:
    source = thing.get_file_hash()
    twins = [model.objects.filter(file_hash=source).exclude(pk=thing.pk) for model in (NewsImage, Attachment)]
    if not any(twin.exists() for twin in twins):
        pictures.forget(PublicFile.objects.filter(source=source))
    ModelLogEntry.objects.filter(content_type=_key(thing)[0], object_id=str(thing.pk)).update(label="—", data={})
    thing.delete()


def _in_drafts() -> Iterator[_Key]:
    """Yield what drafts use; Wagtail's index of references knows live rows only."""
    drafts = ReleasePage.objects.filter(has_unpublished_changes=True) | ReleasePage.objects.filter(live=False)
    for text in drafts.exclude(latest_revision=None).iterator():
        yield from _named(text.get_latest_revision_as_object())


def _named(text: ReleasePage) -> Iterator[_Key]:
    for content_type, key, _path, _place in ReferenceIndex._extract_references_from_object(text):  # noqa: SLF001
        yield content_type, str(key)


def _of(model: type[Thing], keys: set[_Key]) -> list[Thing]:
    wanted = ContentType.objects.get_for_model(model).pk
    return list(model._default_manager.filter(pk__in=[key for kind, key in keys if kind == wanted]))  # noqa: SLF001


def _key(thing: Thing) -> _Key:
    return ContentType.objects.get_for_model(thing).pk, str(thing.pk)
