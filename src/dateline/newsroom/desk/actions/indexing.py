"""Tasks that the desk queues for the worker."""

from collections.abc import Sequence

from django_tasks import task
from wagtail.models import ReferenceIndex
from wagtail.search import index

from dateline.newsroom.desk.models import ReleasePage


@task()
def index_texts(keys: Sequence[int]) -> None:
    """Update the admin's search and Wagtail's index of references for texts; texts deleted meanwhile are skipped."""
    for text in ReleasePage.objects.filter(pk__in=keys):
        index.insert_or_update_object(text)
        ReferenceIndex.create_or_update_for_object(text)
