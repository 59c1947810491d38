"""Tasks that were queued before an upgrade still find their functions."""

from importlib import import_module

import pytest
from django.apps import apps
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from dateline.newsroom.desk.actions.indexing import index_texts

migration = import_module("dateline.newsroom.desk.migrations.0014_task_paths")

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("before", migration._PATHS)
def test_a_task_queued_by_an_older_version_names_a_function_that_exists(before, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        queued = index_texts.enqueue([])
    stored = DBTaskResult.objects.filter(pk=queued.id)
    assert stored.update(task_path=before) == 1

    migration.rename(apps, None)

    assert import_string(stored.get().task_path).module_path == migration._PATHS[before]
