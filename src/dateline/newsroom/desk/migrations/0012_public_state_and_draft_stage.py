from django.db import migrations, models
from django.db.models import F, Q

STAGES = ["draft", "review", "approved", "scheduled"]
STATES = [
    ("draft", "draft"),
    ("review", "in review"),
    ("approved", "approved"),
    ("scheduled", "scheduled"),
    ("published", "published"),
    ("withdrawn", "withdrawn"),
    ("removed", "removed"),
    ("erased", "erased"),
]


def split(apps, _schema):
    """Texts that never were public kept the stage of their draft in the column of the public state."""
    texts = apps.get_model("desk", "ReleasePage").objects
    texts.filter(public_state__in=STAGES).update(draft_stage=F("public_state"), public_state="")


def join(apps, _schema):
    texts = apps.get_model("desk", "ReleasePage").objects
    texts.filter(public_state="").update(public_state=F("draft_stage"), draft_stage="")


class Migration(migrations.Migration):

    dependencies = [
        ("desk", "0011_embargo"),
    ]

    operations = [
        migrations.RemoveConstraint("releasepage", "desk_text_scheduled_has_a_moment"),
        migrations.RemoveConstraint("releasepage", "desk_text_beside_only_what_is_public"),
        migrations.RemoveIndex("releasepage", "desk_text_state"),
        migrations.RemoveIndex("releasepage", "desk_text_beside"),
        migrations.RenameField("releasepage", "state", "public_state"),
        migrations.RenameField("releasepage", "beside", "draft_stage"),
        migrations.RunPython(split, join),
        migrations.AlterField(
            "releasepage",
            "public_state",
            models.CharField(
                "state", max_length=10, choices=STATES, blank=True, default="", editable=False
            ),
        ),
        migrations.AlterField(
            "releasepage",
            "draft_stage",
            models.CharField(
                "draft", max_length=10, choices=STATES, blank=True, default="draft", editable=False
            ),
        ),
        migrations.AddConstraint(
            "releasepage",
            models.CheckConstraint(
                condition=Q(draft_stage="scheduled", scheduled_at__isnull=False)
                | ~Q(draft_stage="scheduled") & Q(scheduled_at__isnull=True),
                name="desk_text_scheduled_has_a_moment",
            ),
        ),
        migrations.AddConstraint(
            "releasepage",
            models.CheckConstraint(
                condition=Q(public_state="", draft_stage__in=STAGES)
                | Q(public_state__in=["published", "withdrawn"], draft_stage__in=["", *STAGES])
                | Q(public_state__in=["removed", "erased"], draft_stage=""),
                name="desk_text_states_go_together",
            ),
        ),
        migrations.AddIndex(
            "releasepage", models.Index(fields=["public_state", "language"], name="desk_text_public")
        ),
        migrations.AddIndex(
            "releasepage",
            models.Index(fields=["draft_stage"], name="desk_text_draft", condition=~Q(draft_stage="")),
        ),
    ]
