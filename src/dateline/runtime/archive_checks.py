"""What `dateline archive check` compares in a newsroom. Django is set up before this is imported."""

from collections.abc import Iterator

from dateline.archive.embedded import log_entries
from dateline.archive.errors import ArchiveError
from dateline.editions.canonical import digest
from dateline.newsroom.publication import files, log
from dateline.runtime.home import Home
from dateline.runtime.integrity import home_faults
from dateline.storage.content_addressed import is_intact


def newsroom_faults(home: Home) -> Iterator[str]:
    """Yield a sentence for each fault of archive, public media and the private files from which these are copied.

    The log in the database is taken as correct; `dateline log check` checks it.
    """
    yield from home_faults(home)
    yield from _log_faults(home)
    for name in files.all_named():
        if not (home.public_media / name).is_file():
            yield f"The public file {name} is missing."
        private = home.renditions / name
        if not private.is_file():
            yield f"The private file {private} is missing; a damaged public one could not be copied from it."
        elif not is_intact(private):
            yield f"The private file {private} holds other bytes than its name says: restore it from a backup."


def _log_faults(home: Home) -> Iterator[str]:
    """Compare the archive's copy of the log with the database's."""
    position = 0
    try:
        for one, (position, stored) in zip(log_entries(home.archive), log.digests(), strict=False):
            if (one.position, digest(one.entry)) != (position, stored):
                yield f"The archive's copy of the log differs from the database's at position {one.position}."
                return
    except (ArchiveError, OSError):
        return  # `home_faults` has reported it
