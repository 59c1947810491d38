"""Tracks which public files the words of the log name, so that files appear and disappear in time."""

from collections.abc import Collection, Iterator

from dateline.editions.entry import Subject, Words, files_of
from dateline.newsroom.publication.models import NamedFile, UnnamedFile


def note(subject: Subject, words: Words | None, position: int) -> None:
    """Store the files that a subject names from ``position`` on; part of the transaction of its entry."""
    rows = NamedFile.objects.filter(subject_kind=subject.kind, subject_id=subject.id, language=subject.language)
    before = frozenset(rows.values_list("file", flat=True))
    now = files_of(words)
    if before == now:
        return
    rows.exclude(file__in=now).delete()
    UnnamedFile.objects.bulk_create(UnnamedFile(position=position, file=file) for file in sorted(before - now))
    NamedFile.objects.bulk_create(
        NamedFile(subject_kind=subject.kind, subject_id=subject.id, language=subject.language, file=file)
        for file in sorted(now - before)
    )


def still_named(files: Collection[str], *, exclude: str = "") -> set[str]:
    """Return those of ``files`` that are named now, leaving out the release ``exclude``."""
    names = sorted(files)
    found: set[str] = set()
    for start in range(0, len(names), 500):  # SQLite takes a limited number of parameters
        rows = NamedFile.objects.filter(file__in=names[start : start + 500])
        if exclude:
            rows = rows.exclude(subject_kind="release", subject_id=exclude)
        found.update(rows.values_list("file", flat=True))
    return found


def all_named() -> Iterator[str]:
    """Yield every file that is named now, each once."""
    yield from NamedFile.objects.order_by("file").values_list("file", flat=True).distinct().iterator()


def unnamed(until: int) -> list[str]:
    """Return the files that lost a name at or before position ``until`` and are not named now."""
    files = set(UnnamedFile.objects.filter(position__lte=until).values_list("file", flat=True))
    return sorted(files - still_named(files))


def forget_unnamed(until: int) -> None:
    """Delete the rows behind `unnamed`; call it after the files have been deleted."""
    UnnamedFile.objects.filter(position__lte=until).delete()
