"""Checks that the database refuses to change the log: each forbidden statement is tried, and rolled back."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet

from dateline.newsroom.publication.models import LogEntry, LogWords

TRIGGERS = ("publication_logentry_no_update", "publication_logentry_no_delete", "publication_logwords_no_update")
"""Triggers of both kinds of database, created by the migration ``0002_head_and_guards``."""

TRUNCATE_TRIGGER = "publication_logentry_no_truncate"
"""Trigger that only PostgreSQL has."""

REFUSAL = "append-only"
"""Part of the triggers' error message."""

_STATEMENTS = {
    "publication_logentry_no_update": "UPDATE publication_logentry SET change = 'forbidden' WHERE position = %s",
    "publication_logentry_no_delete": "DELETE FROM publication_logentry WHERE position = %s",
    "publication_logwords_no_update": "UPDATE publication_logwords SET edition = notice WHERE entry_id = %s",
}
_LOCK_NOT_AVAILABLE = "55P03"
_LOCK_TIMEOUT = "2s"
"""Longest wait for the lock that TRUNCATE takes before its trigger runs, so that a busy newsroom is not delayed."""


def failing_triggers() -> list[str]:
    """Return the names of the triggers that let a change of the log through; empty if the log is guarded.

    It is not enough to find a trigger by its name, because a trigger with this name may do nothing. So changes of the
    first and the last entry are tried in a transaction that is rolled back. An empty log gets an entry for this test.
    """
    failing = []
    with transaction.atomic():
        positions = _positions()
        for name, statement in _STATEMENTS.items():
            if not all(_refuses(statement, [position]) for position in positions[name]):
                failing.append(name)
        if connection.vendor == "postgresql" and not _refuses_truncation():
            failing.append(TRUNCATE_TRIGGER)
        transaction.set_rollback(True)
    return failing


def _positions() -> dict[str, set[int]]:
    """Return the positions to try for each statement."""
    entries = _first_and_last(LogEntry.objects.values_list("position", flat=True).order_by("position"))
    if not entries:
        at = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
        LogEntry(position=1, at=at, subject_kind="newsroom", subject_id="guard", digest="guard", stored=b"{}").save()
        entries = {1}
    words = _first_and_last(LogWords.objects.values_list("entry_id", flat=True).order_by("entry_id"))
    if not words:
        words = {max(entries)}
        LogWords(entry_id=max(entries), edition=b"{}").save()
    return {name: words if "logwords" in name else entries for name in TRIGGERS}


def _first_and_last(positions: QuerySet[Any, int]) -> set[int]:
    return {position for position in (positions.first(), positions.last()) if position is not None}


def _refuses(statement: str, parameters: Sequence[int] = ()) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            transaction.set_rollback(True)
    except DatabaseError as error:
        return REFUSAL in str(error)
    return False


def _refuses_truncation() -> bool:
    """Return whether PostgreSQL refuses to empty the table; not tried while others hold it for long."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{_LOCK_TIMEOUT}'")
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with constraints to check cannot be truncated
            cursor.execute("TRUNCATE publication_logentry CASCADE")
            transaction.set_rollback(True)
    except DatabaseError as error:
        return REFUSAL in str(error) or getattr(error.__cause__, "sqlstate", "") == _LOCK_NOT_AVAILABLE
    return False
