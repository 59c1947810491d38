"""The triggers that keep the log append-only: whether they are there."""

from django.db import connection

NAMES = ("publication_logentry_no_update", "publication_logentry_no_delete", "publication_logwords_no_update")
"""Made by the migration ``0002_head_and_guards``."""

_ASKING = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}


def missing_guards() -> list[str]:
    """Return the names of the triggers that are missing; empty where the log is guarded."""
    with connection.cursor() as cursor:
        cursor.execute(_ASKING[connection.vendor])
        found = {name for (name,) in cursor.fetchall()}
    return [name for name in NAMES if name not in found]
