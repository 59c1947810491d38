import django.db.models.deletion
from django.db import migrations, models

_WORDS = {
    "sqlite": (
        "CREATE VIRTUAL TABLE desk_listedtext_words USING fts5(words, content='desk_listedtext',"
        " content_rowid='text_id', prefix='1 2 3', tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* M* Co'\")",
        "CREATE TRIGGER desk_listedtext_added AFTER INSERT ON desk_listedtext BEGIN"
        " INSERT INTO desk_listedtext_words(rowid, words) VALUES (NEW.text_id, NEW.words); END",
        "CREATE TRIGGER desk_listedtext_gone AFTER DELETE ON desk_listedtext BEGIN"
        " INSERT INTO desk_listedtext_words(desk_listedtext_words, rowid, words)"
        " VALUES ('delete', OLD.text_id, OLD.words); END",
        "CREATE TRIGGER desk_listedtext_said AFTER UPDATE OF words ON desk_listedtext WHEN OLD.words <> NEW.words BEGIN"
        " INSERT INTO desk_listedtext_words(desk_listedtext_words, rowid, words)"
        " VALUES ('delete', OLD.text_id, OLD.words);"
        " INSERT INTO desk_listedtext_words(rowid, words) VALUES (NEW.text_id, NEW.words); END",
    ),
    "postgresql": (
        "CREATE INDEX desk_listedtext_words ON desk_listedtext USING gin (to_tsvector('simple', words))",
    ),
}
_BACK = {
    "sqlite": (
        "DROP TRIGGER desk_listedtext_added",
        "DROP TRIGGER desk_listedtext_gone",
        "DROP TRIGGER desk_listedtext_said",
        "DROP TABLE desk_listedtext_words",
    ),
    "postgresql": ("DROP INDEX desk_listedtext_words",),
}


def index_words(_apps, schema_editor):
    for statement in _WORDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def forget_words(_apps, schema_editor):
    for statement in _BACK[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0006_media'),
    ]

    operations = [
        migrations.CreateModel(
            name='ListedText',
            fields=[
                ('text', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='listed', serialize=False, to='desk.releasepage')),
                ('release_key', models.UUIDField()),
                ('edited_at', models.DateTimeField()),
                ('published_at', models.DateTimeField(null=True)),
                ('number', models.PositiveBigIntegerField(null=True)),
                ('language', models.CharField(max_length=35)),
                ('state', models.CharField(max_length=10)),
                ('stage', models.CharField(blank=True, max_length=10)),
                ('review_owed', models.BooleanField()),
                ('kind', models.BigIntegerField(null=True)),
                ('offices', models.CharField(blank=True, max_length=1000)),
                ('topics', models.CharField(blank=True, max_length=1000)),
                ('words', models.TextField(blank=True)),
            ],
            options={
                'verbose_name': 'release',
                'verbose_name_plural': 'releases',
                'indexes': [models.Index(fields=['-edited_at', '-text', 'state', 'stage', 'review_owed', 'language', 'kind', 'offices', 'topics', 'published_at'], name='desk_listed_walk'), models.Index(fields=['number'], name='desk_listed_number'), models.Index(fields=['language'], name='desk_listed_language'), models.Index(fields=['published_at', 'release_key', 'text', 'state', 'offices'], name='desk_listed_days'), models.Index(condition=models.Q(('stage', ''), _negated=True), fields=['stage', '-edited_at'], name='desk_listed_stage'), models.Index(condition=models.Q(('review_owed', True)), fields=['edited_at'], name='desk_listed_owed')],
            },
        ),
        migrations.RunPython(index_words, forget_words),
    ]
