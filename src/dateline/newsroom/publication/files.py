"""Which public files the words of the log name now, so that each is there in time and gone in time."""

from collections.abc import Collection, Iterator

from dateline.editions.entry import Subject, Words, files_of
from dateline.newsroom.publication.models import NamedFile, UnnamedFile


def note(subject: Subject, words: Words | None, position: int) -> None:
    """Note what the words of a subject name from ``position`` on; part of the transaction of its entry."""
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


def still_named(files: Collection[str], *, besides: str = "") -> set[str]:
    """Return those of ``files`` that some words name now, other words than those of the release ``besides``."""
    names = sorted(files)
    found: set[str] = set()
    for start in range(0, len(names), 500):  # SQLite takes a limited number of parameters
        rows = NamedFile.objects.filter(file__in=names[start : start + 500])
        if besides:
            rows = rows.exclude(subject_kind="release", subject_id=besides)
        found.update(rows.values_list("file", flat=True))
    return found


def all_named() -> Iterator[str]:
    """Yield every file that some words name now, each once."""
    yield from NamedFile.objects.order_by("file").values_list("file", flat=True).distinct().iterator()


def unnamed(until: int) -> list[str]:
    """Return the files that words stopped naming at or before position ``until`` and that no words name now."""
    files = set(UnnamedFile.objects.filter(position__lte=until).values_list("file", flat=True))
    return sorted(files - still_named(files))


def forget_unnamed(until: int) -> None:
    """Forget what `unnamed` returned; call it when those files are gone."""
    UnnamedFile.objects.filter(position__lte=until).delete()
