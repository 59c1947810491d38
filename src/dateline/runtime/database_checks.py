"""Checks of an installation that need Django and the database; each yields a sentence per fault."""

import time
from collections.abc import Iterator

from django.core.checks import ERROR, run_checks
from django.db import DatabaseError

from dateline.archive.embedded import stored_position
from dateline.archive.errors import NoArchiveError
from dateline.newsroom.desk.models.accounts import User
from dateline.newsroom.distribution import sealed_secrets
from dateline.newsroom.publication import files, log
from dateline.newsroom.publication.followers import all_stopped
from dateline.newsroom.publication.triggers import failing_triggers
from dateline.runtime import troubles
from dateline.runtime.archive_follower import ArchiveAheadError, require_same_log
from dateline.runtime.clock import now
from dateline.runtime.errors import WrongSecretKeyError, as_sentence
from dateline.runtime.home import Home
from dateline.runtime.integrity import of_archive
from dateline.runtime.schedule import overdue
from dateline.storage.locks import is_locked

MOVE_TIMEOUT_S = 5.0
"""If the archive does not move within this time, the worker is taken for dead."""


def database_faults(home: Home) -> Iterator[str]:
    """Yield a sentence for each fault; Django is set up and the database migrated."""
    checks = (of_keys, of_settings, of_guards, of_log_and_archive, of_media, of_followers, of_troubles, of_due)
    for check in (*checks, of_people):
        yield from check(home)


def of_settings(_home: Home) -> Iterator[str]:
    """Run the system checks of Django and Wagtail."""
    for message in run_checks():
        if message.level >= ERROR:
            yield f"{message.msg} ({message.id})"


def of_keys(_home: Home) -> Iterator[str]:
    """Check that the secret key opens the stored secrets."""
    stored, unreadable = sealed_secrets.count()
    if stored and stored == unreadable:
        yield as_sentence(WrongSecretKeyError())
    elif unreadable:
        yield (
            f"{unreadable} of {stored} stored secrets were sealed with another secret key: `dateline upgrade "
            "--new-secrets` makes new ones."
        )


def of_guards(_home: Home) -> Iterator[str]:
    """Check that the database refuses to change the log."""
    try:
        failing = failing_triggers()
    except DatabaseError as error:
        yield f"Whether the log could be changed cannot be tried: {' '.join(str(error).split())}."
        return
    for name in failing:
        yield f"The trigger {name} does not hold, so the log could be changed: restore it from the migrations."


def of_log_and_archive(home: Home) -> Iterator[str]:
    """Compare the end of the log with the position of the archive."""
    end = log.head().position
    try:
        position = stored_position(home.archive)
    except NoArchiveError as error:
        yield as_sentence(error)
        return
    try:
        require_same_log(position, home.archive_mark, home.archive)
    except ArchiveAheadError as error:
        yield as_sentence(error)
    yield from of_archive(home)
    if position < end:
        behind = f"The archive stands at position {position}, the log ends at {end}: "
        if not is_locked(home.worker_lock):
            yield behind + "no worker runs; start `dateline work`."
        elif not _moves(home, position):
            yield behind + "a worker runs and does not move; look at what it writes."


def _moves(home: Home, position: int) -> bool:
    """Return whether the archive leaves a position within ``MOVE_TIMEOUT_S``."""
    ends_at_s = time.monotonic() + MOVE_TIMEOUT_S
    while time.monotonic() < ends_at_s:
        if stored_position(home.archive) > position:
            return True
        time.sleep(0.1)
    return False


def of_followers(_home: Home) -> Iterator[str]:
    """Check for followers that are stopped by an entry that they cannot apply."""
    for follower in all_stopped():
        since = f"{follower.failed_at:%Y-%m-%d %H:%M} UTC"
        yield f"{follower.name} has stood at position {follower.position} since {since}: {follower.error}"


def of_troubles(home: Home) -> Iterator[str]:
    """Check for failing jobs of the worker, except those of stopped followers."""
    reported = {follower.name for follower in all_stopped()}
    for trouble in troubles.all_noted(home.logs):
        if trouble.name not in reported:
            yield trouble.sentence()


def of_media(home: Home) -> Iterator[str]:
    """Check for public files that the log names and that are missing; `dateline archive check` also reads them."""
    present = {path.name for path in home.public_media.iterdir()}
    missing = [name for name in files.all_named() if name not in present]
    if missing and not is_locked(home.worker_lock):
        yield f"{len(missing)} public files are missing, such as {missing[0]}: the worker copies them when it starts."
    elif missing:
        yield f"{len(missing)} public files are missing, such as {missing[0]}: start the worker again."


def of_due(home: Home) -> Iterator[str]:
    """Check for releases that should be public by now."""
    yield from overdue(home.logs, at=now())


def of_people(_home: Home) -> Iterator[str]:
    """Check that somebody can sign in."""
    if not User.objects.exists():
        yield "Nobody can sign in at the desk: `dateline prepare` makes the first person."
    elif not User.objects.filter(is_active=True).exists():
        yield "Nobody can sign in at the desk: `dateline password NAME --reopen` opens an account again."
