from django.db import migrations, models
from django.db.models import Q


def take_over(apps, _schema):
    """The counter starts where the head of the log stopped counting."""
    head = apps.get_model("publication", "LogHead").objects.first()
    apps.get_model("publication", "NumberCounter").objects.create(id=1, next=head.next_number if head else 1)


def give_back(apps, _schema):
    counter = apps.get_model("publication", "NumberCounter").objects.first()
    apps.get_model("publication", "LogHead").objects.update(next_number=counter.next if counter else 1)


class Migration(migrations.Migration):

    dependencies = [
        ("publication", "0003_public_files"),
    ]

    operations = [
        migrations.CreateModel(
            name="NumberCounter",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("next", models.PositiveBigIntegerField(default=1)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=Q(id=1), name="numbercounter_is_one_row")],
            },
        ),
        migrations.RunPython(take_over, give_back),
        migrations.RemoveField("loghead", "next_number"),
    ]
