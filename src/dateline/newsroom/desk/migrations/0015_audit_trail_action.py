from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("desk", "0014_task_paths"),
    ]

    operations = [
        migrations.RenameField("act", "deed", "action"),
    ]
