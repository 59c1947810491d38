"""Making an empty home and an empty database into a newsroom that can be started."""

import os
from collections.abc import Callable

from dateline.runtime.django_setup import demand_answer, set_up
from dateline.runtime.home import Home, prepare

FIRST_PERSON = "editor"
"""User name of the first editor-in-chief."""

Progress = Callable[[int, int], None]
"""Told how many steps are done, and of how many."""


def prepare_home() -> Home:
    """Make the folders and the key where they are missing, and set up Django.

    Raises:
        ConfigError: the home cannot be used, or the database does not answer.
    """
    prepare(Home.of(os.environ), os.environ)
    home = set_up()
    demand_answer()
    return home


def migrate(progress: Progress) -> int:
    """Bring the database to this version and return how many migrations that took."""
    from django.core.management import call_command  # noqa: PLC0415
    from django.core.management.commands.migrate import Command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    total = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    done = 0

    class Migrate(Command):
        """Django's own, which tells how far it is."""

        def migration_progress_callback(self, action: str, _migration: object = None, _fake: bool = False) -> None:  # noqa: FBT001, FBT002  # Django's signature
            nonlocal done
            if action == "apply_success":
                done += 1
                progress(done, total)

    if total:
        call_command(Migrate(), interactive=False, verbosity=0)
        _collect_statistics()
    return total


def first_password() -> str | None:
    """Make the first editor-in-chief and return the one-time password; None where somebody has an own password.

    Until then each start makes another one-time password: the one before may never have been read, or was used up by a
    sign-in that set no own one.
    """
    from dateline.newsroom.desk.models.accounts import User  # noqa: PLC0415
    from dateline.newsroom.desk.people.accounts import invite  # noqa: PLC0415

    others = User.objects.exclude(username=FIRST_PERSON, must_set_password=True)
    if others.exists():
        return None
    return invite(FIRST_PERSON, is_superuser=True)


def wants_sample(home: Home) -> bool:
    """Say whether the sample may be loaded: nothing has been written yet, or loading it was cut short."""
    from dateline.newsroom.desk.models import Release  # noqa: PLC0415

    return home.sample_mark.exists() or not Release.objects.exists()


def archive_needs_rebuilding(home: Home) -> bool:
    """Say whether the archive has a form that this version cannot read."""
    from dateline.archive.embedded import stored_position  # noqa: PLC0415
    from dateline.archive.errors import NoArchiveError  # noqa: PLC0415

    try:
        stored_position(home.archive)
    except NoArchiveError:
        return True
    return False


def _collect_statistics() -> None:
    """Without statistics some searches of the desk take SQLite seconds."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
