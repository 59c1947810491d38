"""Find the pictures, files and recordings of the library that texts use, and delete those that nothing uses."""

from collections.abc import Collection, Iterable, Iterator

from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.db import transaction
from django_tasks_db.models import DBTaskResult
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision
from wagtail.tasks import delete_file_from_storage_task

from dateline.newsroom.desk.editions import pictures
from dateline.newsroom.desk.errors import ScheduledError
from dateline.newsroom.desk.models import Attachment, NewsImage, PublicFile, Recording, ReleasePage
from dateline.newsroom.publication import files

Thing = NewsImage | Attachment | Recording
_MODELS: tuple[type[Thing], ...] = (Recording, NewsImage, Attachment)  # recordings first: they use pictures
_Key = tuple[int, str]


def used_by(texts: Iterable[ReleasePage]) -> list[Thing]:
    """Return the pictures and files that texts use or have used in any of their drafts."""
    found: set[_Key] = set()
    for text in texts:
        found.update(_named(text))
        for revision in Revision.objects.for_instance(text).iterator():
            found.update(_named(revision.as_object()))
    for recording in _of(Recording, found):
        found.update(_key(poster) for poster in (recording.poster,) if poster is not None)
    return [thing for model in _MODELS for thing in _of(model, found)]


def check_unscheduled(thing: Thing) -> None:
    """Refuse to change an item that a scheduled text shows, because its caption and credit were approved with the text.

    Raises:
        ScheduledError: a scheduled text shows the item.
    """
    for text in ReleasePage.objects.filter(scheduled_at__isnull=False):
        approved = Revision.objects.for_instance(text).filter(pk=text.approved_revision).first()
        found = set(_named((approved or text.get_latest_revision()).as_object()))
        posters = {_key(one.poster) for one in _of(Recording, found) if one.poster is not None}
        if _key(thing) in found | posters:
            raise ScheduledError(str(text))


def forget(things: Iterable[Thing], *, release: str) -> None:
    """Delete the files that nothing uses any more: originals, thumbnails of the admin and public files.

    ``release`` is the one that used them and is about to lose its words. Originals are deleted right after the commit.
    """
    given = list(things)
    names: set[str] = set()
    # Recordings go first: the pictures that are posters of nothing else then go with them.
    for some in ([one for one in given if is_one == isinstance(one, Recording)] for is_one in (True, False)):
        alone = [thing for thing in some if not _is_used(thing, release)]
        drafted = set(_in_drafts()) if alone else set()
        for thing in alone:
            if _key(thing) not in drafted:
                names.update(_file_names(thing))
                _delete(thing)
    transaction.on_commit(lambda: _delete_files_now(names))


def _is_used(thing: Thing, release: str) -> bool:
    """Say whether anything except the release and drafts uses an item: a public text, or a reference known to Wagtail.

    Wagtail stores references in tasks, some time after publication. So the log is asked for public texts.
    """
    made = list(PublicFile.objects.filter(source__in=_sources(thing)).values_list("file", flat=True))
    if files.still_named(made, exclude=release):
        return True
    noted: bool = ReferenceIndex.get_references_to(thing).exists()
    return noted


def _sources(thing: Thing) -> tuple[str, ...]:
    return thing.sources if isinstance(thing, Recording) else (thing.get_file_hash(),)


def _file_names(thing: Thing) -> list[str]:
    shown = thing.renditions.all() if isinstance(thing, NewsImage) else ()
    return [name for name in (thing.file.name, *(rendition.file.name for rendition in shown)) if name]


def _delete_files_now(names: Collection[str]) -> None:
    """Delete files now, which Wagtail would do in tasks, and delete these tasks, because their rows name the files."""
    for name in names:
        default_storage.delete(name)
    for row in DBTaskResult.objects.filter(task_path=delete_file_from_storage_task.module_path):
        if set(row.args_kwargs["args"][1:]) & set(names):
            row.delete()


def _delete(thing: Thing) -> None:
    source = thing.get_file_hash()
    twins = [model.objects.filter(file_hash=source).exclude(pk=thing.pk) for model in _MODELS] if source else []
    kept = {source} if any(twin.exists() for twin in twins) else set()
    pictures.forget(PublicFile.objects.filter(source__in=set(_sources(thing)) - kept))
    ModelLogEntry.objects.filter(content_type=_key(thing)[0], object_id=str(thing.pk)).update(label="—", data={})
    thing.delete()


def _in_drafts() -> Iterator[_Key]:
    """Yield the items that drafts use, because Wagtail's index of references covers only live texts."""
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
