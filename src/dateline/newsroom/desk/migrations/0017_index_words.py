from django.db import migrations
from django.db.models import Q

CHANGED = ("ar", "uk", "hr", "bs", "zh", "ja", "ko")


def forget_words(apps, schema_editor):
    """Delete the rows whose words have other forms now; the preparation after the migrations makes them anew."""
    changed = Q()
    for language in CHANGED:
        changed |= Q(language=language) | Q(language__startswith=f"{language}-")
    apps.get_model("desk", "IndexRow").objects.filter(changed).delete()


class Migration(migrations.Migration):
    """Arabic, Ukrainian, Croatian, Bosnian, Chinese, Japanese and Korean words are folded and stemmed otherwise."""

    dependencies = [
        ("desk", "0016_plain_wording"),
    ]

    operations = [migrations.RunPython(forget_words, migrations.RunPython.noop, elidable=True)]
