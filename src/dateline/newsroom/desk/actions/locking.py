"""The transaction in which an action changes a release."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction

from dateline.newsroom.desk import guard
from dateline.newsroom.desk.models import Release, ReleasePage


@contextmanager
def locked_release(release: Release) -> Iterator[Release]:
    """Open a transaction and the guard, lock a release, and yield it as it is now."""
    with transaction.atomic(), guard.action():
        Release.objects.select_for_update().filter(pk=release.pk).first()
        yield Release.objects.select_related("kind", "lead_office").get(pk=release.pk)


def reload(texts: Iterable[ReleasePage]) -> list[ReleasePage]:
    """Return texts as they are now, with their release, in the order given."""
    keys = [text.pk for text in texts]
    rows = ReleasePage.objects.select_related("release__lead_office", "release__kind").in_bulk(keys)
    return [rows[key] for key in keys]
