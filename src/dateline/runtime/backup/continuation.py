"""Add what was published after a backup to the restored newsroom. Django is set up before this is imported."""

import datetime as dt
from collections.abc import Callable

from django.db import connections, transaction

from dateline.archive import overrides
from dateline.newsroom.desk.actions.restored_texts import CaughtUp, catch_up
from dateline.newsroom.publication import adoption, files, log
from dateline.runtime import archive_follower
from dateline.runtime.backup.errors import BackupError
from dateline.runtime.backup.sources import Source, records_since
from dateline.runtime.home import Home
from dateline.storage.content_addressed import verified_file
from dateline.storage.errors import ContentMismatchError


def continue_from(source: Source, home: Home, *, at: dt.datetime) -> list[str]:
    """Append all later entries of a source, with files and overrides; return a sentence for each text they change.

    Raises:
        BackupError: the source has another log, or lacks a file.
    """
    end = log.head()
    for batch in records_since(source, end.position, end.digest):
        with transaction.atomic():
            adoption.adopt(batch)
    for subject in adoption.withheld(end.position):  # an override at the source withholds them
        with transaction.atomic():
            log.append(subject, "removed", at=at)
    for number, override in source.overrides().items():
        overrides.update(home.overrides, number, override.merged_with)
    _fetch_files(source, home)
    newer = [record for batch in log.records(end.position) for record in batch]
    with transaction.atomic():
        return [_sentence(one) for one in catch_up(newer)]


def continue_after(position: int, number: int, *, at: dt.datetime) -> int:
    """Keep positions and release numbers up to these from being given again; return how many entries fill the gap."""
    with transaction.atomic():
        adoption.skip_numbers(number)
        return adoption.fill_positions(position, at=at)


def build_archive(home: Home, progress: Callable[[int, int], None]) -> int:
    """Build archive and public media from the log, close the database, and return the position."""
    try:
        position = archive_follower.rebuild(home, progress)
    finally:
        connections.close_all()
    return position


def missing_files(home: Home) -> list[str]:
    """Return the public files that the log names and the home lacks, sorted."""
    return [name for name in files.all_named() if not (home.renditions / name).exists()]


def _sentence(one: CaughtUp) -> str:
    what = f"Release {one.number} ({one.language})"
    if one.change == "erased":
        return f"{what} was erased after the backup: the desk has its words again. Request the erasure again."
    if not one.is_at_desk:
        return f"{what} is newer than the backup: it is as public as it was, and the desk does not have it."
    return f"{what} was {one.change} after the backup: the public has that, and the desk has the words of the backup."


def _fetch_files(source: Source, home: Home) -> None:
    for name in missing_files(home):
        try:
            with verified_file(home.renditions / name, mode=0o600) as copy:
                if not source.fetch(name, copy):
                    message = f"neither the backup nor the other site has the file {name}, which the log names"
                    raise BackupError(message)
        except ContentMismatchError as error:
            message = f"the other site has a damaged file: {error}"
            raise BackupError(message) from error
