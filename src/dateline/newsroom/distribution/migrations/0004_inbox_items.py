"""The model of received activities is called InboxItem; its table keeps its name. Help texts are clearer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pings", "0003_servers_of_actors")]

    operations = [
        migrations.AlterModelTable(name="letter", table="pings_letter"),
        migrations.RenameModel(old_name="Letter", new_name="InboxItem"),
        migrations.AlterModelOptions(
            name="inbox", options={"verbose_name": "remote inbox", "verbose_name_plural": "remote inboxes"}
        ),
        migrations.AlterField(
            model_name="blockedserver",
            name="host",
            field=models.CharField(
                help_text="For example example.org. Its subdomains are blocked too.",
                max_length=253,
                unique=True,
                verbose_name="server",
            ),
        ),
        migrations.AlterField(
            model_name="receiver",
            name="is_active",
            field=models.BooleanField(
                default=True,
                help_text="While it is off, nothing is sent, and changes made meanwhile are not sent later.",
                verbose_name="switched on",
            ),
        ),
    ]
