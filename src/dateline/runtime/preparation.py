"""Turning an empty database into a newsroom that can be started. Django is set up before this is imported."""

from collections.abc import Callable

from django.core.management import call_command
from django.core.management.commands.migrate import Command
from django.db import connection

from dateline.archive.embedded import stored_position
from dateline.archive.errors import NoArchiveError
from dateline.newsroom.desk.models import Release
from dateline.newsroom.desk.models.accounts import User
from dateline.newsroom.desk.people.accounts import invite
from dateline.runtime.django_setup import missing_migrations
from dateline.runtime.home import Home

FIRST_PERSON = "editor"
"""User name of the first editor-in-chief."""

Progress = Callable[[int, int], None]
"""Called with the number of steps done, and of all."""


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
            cursor.execute("ANALYZE")  # without statistics some searches of the desk take SQLite seconds
    return total


def first_password() -> str | None:
    """Make the first editor-in-chief and return the one-time password; None once anybody has a password of their own.

    Until then each start makes another one-time password: the last one may never have been read, or was used for a
    sign-in in which no password was set.
    """
    others = User.objects.exclude(username=FIRST_PERSON, must_set_password=True)
    if others.exists():
        return None
    return invite(FIRST_PERSON, is_superuser=True)


def wants_sample(home: Home) -> bool:
    """Return whether the sample may be loaded: no release exists, or loading it was interrupted."""
    return home.sample_mark.exists() or not Release.objects.exists()


def archive_needs_rebuilding(home: Home) -> bool:
    """Return whether the archive has a form that this version cannot read."""
    try:
        stored_position(home.archive)
    except NoArchiveError:
        return True
    return False
