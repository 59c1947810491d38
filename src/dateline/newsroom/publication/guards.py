"""Checks that the triggers that keep the log append-only exist."""

from django.db import connection

NAMES = ("publication_logentry_no_update", "publication_logentry_no_delete", "publication_logwords_no_update")
"""Created by the migration ``0002_head_and_guards``."""

_QUERIES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}


def missing_guards() -> list[str]:
    """Return the names of missing triggers; empty if the log is guarded."""
    with connection.cursor() as cursor:
        cursor.execute(_QUERIES[connection.vendor])
        found = {name for (name,) in cursor.fetchall()}
    return [name for name in NAMES if name not in found]
