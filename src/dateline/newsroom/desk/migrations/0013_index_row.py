import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The model of the list's rows has another name; table, triggers and index of words keep theirs."""

    dependencies = [
        ('desk', '0012_public_state_and_draft_stage'),
    ]

    operations = [
        migrations.AlterModelTable(name='ListedText', table='desk_listedtext'),
        migrations.RenameModel(old_name='ListedText', new_name='IndexRow'),
        migrations.AlterField(
            model_name='indexrow',
            name='text',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='index_row', serialize=False, to='desk.releasepage'),
        ),
    ]
