"""The head row, and triggers that keep the log append-only whoever holds the connection."""

from django.db import migrations

ENTRIES = "publication_logentry"
WORDS = "publication_logwords"
SAYING = "the publication log is append-only"

# Words may be deleted (they have to go away when a release is removed or erased), never changed.
GUARDED = ((ENTRIES, "UPDATE"), (ENTRIES, "DELETE"), (WORDS, "UPDATE"))


def sqlite_statements():
    for table, deed in GUARDED:
        yield (
            f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{SAYING}'); END"
        )


def postgresql_statements():
    yield (
        "CREATE FUNCTION publication_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{SAYING}' USING ERRCODE = 'restrict_violation'; END $$"
    )
    for table, deed in (*GUARDED, (ENTRIES, "TRUNCATE")):
        yield (
            f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION publication_refuse()"
        )


def guard(apps, schema_editor):
    statements = {"sqlite": sqlite_statements, "postgresql": postgresql_statements}
    for statement in statements[schema_editor.connection.vendor]():
        schema_editor.execute(statement, params=None)


def unguard(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table, deed in (*GUARDED, *(((ENTRIES, "TRUNCATE"),) if vendor == "postgresql" else ())):
        name = f"{table}_no_{deed.lower()}"
        schema_editor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if vendor == "postgresql" else ""), params=None)
    if vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION publication_refuse()", params=None)


def make_head(apps, schema_editor):
    apps.get_model("publication", "LogHead").objects.create(id=1)


class Migration(migrations.Migration):
    dependencies = [("publication", "0001_initial")]

    operations = [
        migrations.RunPython(make_head, migrations.RunPython.noop),
        migrations.RunPython(guard, unguard),
    ]
