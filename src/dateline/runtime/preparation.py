"""The first person, the sample and the archive of a migrated database. Django is set up before this is imported."""

from dateline.archive.embedded import stored_position
from dateline.archive.errors import NoArchiveError
from dateline.newsroom.desk.models import Release
from dateline.newsroom.desk.models.accounts import User
from dateline.newsroom.desk.people.accounts import invite
from dateline.runtime.home import Home

FIRST_PERSON = "editor"
"""User name of the first editor-in-chief."""


def first_password() -> str | None:
    """Make the first editor-in-chief and return the one-time password; None once anybody has set a password.

    Until then each start makes a new one-time password. The last one may never have been read, or somebody signed in
    with it and did not set a password.
    """
    others = User.objects.exclude(username=FIRST_PERSON, must_set_password=True)
    if others.exists():
        return None
    return invite(FIRST_PERSON, is_superuser=True)


def wants_sample(home: Home) -> bool:
    """Return whether the sample may be loaded: no release exists, or loading it was interrupted."""
    return home.sample_mark.exists() or not Release.objects.exists()


def archive_needs_rebuilding(home: Home) -> bool:
    """Return whether the archive has a format that this version cannot read."""
    try:
        stored_position(home.archive)
    except NoArchiveError:
        return True
    return False
