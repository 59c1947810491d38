"""Work the desk leaves to the worker."""

from collections.abc import Sequence

from django_tasks import task
from wagtail.models import ReferenceIndex
from wagtail.search import index

from dateline.newsroom.desk.models import ReleasePage


@task()
def index_texts(keys: Sequence[int]) -> None:
    """Bring texts into the admin's search and its index of what uses what; those gone meanwhile are skipped."""
    for text in ReleasePage.objects.filter(pk__in=keys):
        index.insert_or_update_object(text)
        ReferenceIndex.create_or_update_for_object(text)
