"""The database of a home: whether it answers, and its migrations. ``django_setup`` imports it late."""

from collections.abc import Callable

from django.core.management import call_command
from django.core.management.commands.migrate import Command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from dateline.runtime.errors import DatabaseError

Progress = Callable[[int, int], None]
"""Called with the number of steps done, and of all."""


def require_answer() -> None:
    """Connect to the database.

    Raises:
        DatabaseError: it does not answer.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError as error:
        message = f"the database does not answer: {' '.join(str(error).split())}"
        raise DatabaseError(message) from error


def missing_migrations() -> int:
    """Return how many migrations the database lacks."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def unknown_migrations() -> list[str]:
    """Return the migrations of the database that this version does not have, as ``app.name``, sorted."""
    loader = MigrationExecutor(connection).loader
    replaced = {key for migration in loader.replacements.values() for key in migration.replaces}
    known = loader.disk_migrations.keys() | replaced
    unknown = [key for key in loader.applied_migrations if key[0] in loader.migrated_apps and key not in known]
    return sorted(f"{app}.{name}" for app, name in unknown)


def require_migrations() -> None:
    """Compare the migrations of the database with those of this version.

    Raises:
        DatabaseError: it lacks some, or a newer version has added some.
    """
    unknown = unknown_migrations()
    if unknown:
        message = (
            f"a newer Dateline upgraded the database ({len(unknown)} migrations that this version does not know, such "
            f"as {unknown[-1]}): install that version again, or restore the backup from before the upgrade"
        )
        raise DatabaseError(message)
    missing = missing_migrations()
    if missing:
        message = f"the database lacks {missing} migrations: run `dateline upgrade`"
        raise DatabaseError(message)


def migrate(progress: Progress) -> int:
    """Migrate the database to this version, and return the number of migrations applied."""
    total = missing_migrations()
    done = 0

    class Migrate(Command):
        """Django's own, with progress."""

        def migration_progress_callback(self, action: str, _migration: object = None, _fake: bool = False) -> None:  # noqa: FBT001, FBT002  # Django's signature
            nonlocal done
            if action == "apply_success":
                done += 1
                progress(done, total)

    if total:
        call_command(Migrate(), interactive=False, verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # without statistics some searches of the desk take seconds on SQLite
    return total
