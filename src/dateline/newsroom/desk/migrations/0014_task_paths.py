from django.db import migrations

_PATHS = {
    "dateline.desk.deeds.indexing.index_texts": "dateline.newsroom.desk.actions.indexing.index_texts",
    "dateline.desk.deeds.draft.machine.write": "dateline.newsroom.desk.actions.machine.write",
    "dateline.desk.people.telling.mail": "dateline.newsroom.desk.people.notifications.mail",
}


def rename(apps, _schema_editor):
    results = apps.get_model("django_tasks_database", "DBTaskResult")
    for before, after in _PATHS.items():
        results.objects.filter(task_path=before).update(task_path=after)


class Migration(migrations.Migration):
    """Tasks that were queued before an upgrade name functions by modules that have moved."""

    dependencies = [
        ("desk", "0013_index_row"),
        ("django_tasks_database", "0001_initial"),
    ]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
