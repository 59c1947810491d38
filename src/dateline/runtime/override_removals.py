"""Enter removals into the log for releases that overrides close. Unlike ``emergency``, this needs the database."""

import datetime as dt
from contextlib import suppress

import msgspec
from django.db import DatabaseError as DjangoDatabaseError

from dateline.archive import overrides
from dateline.archive.overrides import Override
from dateline.newsroom.desk import actions
from dateline.newsroom.desk.errors import RefusedError
from dateline.newsroom.desk.models import Release, ReleasePage, User
from dateline.newsroom.publication import files
from dateline.runtime import overrides_in_memory
from dateline.runtime.errors import DatabaseError
from dateline.runtime.home import Home
from dateline.storage.spare_files import reserve


def enter(override: Override, *, by: User | None, at: dt.datetime) -> int:
    """Enter the removal of the texts that an override closes into the log; return the number of texts removed.

    Raises:
        RefusedError: the desk refuses the removal; nothing is entered.
    """
    release = Release.objects.filter(number=override.number).first()
    if release is None or not override.has_notice:
        return 0
    common = override.notice or next(iter(override.notices.values()))
    done = actions.kill(
        release,
        by=by,
        at=at,
        notices={**override.notices, "": common},
        languages=override.languages or None,
    )
    return len(done)


def enter_and_reopen(home: Home, override: Override, *, at: dt.datetime) -> int:
    """Enter the removal, then reopen files; return the number of texts removed.

    Raises:
        DatabaseError: the database does not answer, or the desk refuses.
    """
    try:
        count = enter(override, by=None, at=at)
        reopen_files(home, override)
    except (DjangoDatabaseError, RefusedError) as error:
        raise DatabaseError(" ".join(str(error).split()).rstrip(".")) from error
    return count


def languages_published(number: int) -> tuple[str, ...]:
    """Return the languages in which a release was ever public.

    Raises:
        DatabaseError: the database fails.
    """
    texts = ReleasePage.objects.filter(release__number=number, version__gt=0)
    try:
        return tuple(texts.values_list("language", flat=True))
    except DjangoDatabaseError as error:
        raise DatabaseError(str(error)) from error


def enter_all(home: Home, *, at: dt.datetime) -> None:
    """Enter all overrides that are not in the log, and reopen files that other releases name.

    Before that, overrides in memory are moved to the home, and spare files that were used are made again. Safe to
    repeat, and cheap without overrides: it lists one folder. An override that cannot be read closes its release, but
    no removal is entered for it.

    Raises:
        RefusedError: the desk refuses a removal; the others are entered.
    """
    refused: list[RefusedError] = []
    with suppress(OSError):  # an override that cannot be moved stays in force, and its removal is entered nevertheless
        overrides_in_memory.carry_over(home)
    reserve(home.overrides)
    for number, override in {**overrides_in_memory.read_all(home), **overrides.read_all(home.overrides)}.items():
        if _is_erased(number):
            _blank(home, number)
            continue
        try:
            enter(override, by=None, at=at)
        except RefusedError as error:
            refused.append(error)
        else:
            reopen_files(home, override)
    if refused:
        raise refused[0]


def _is_erased(number: int) -> bool:
    states = set(ReleasePage.objects.filter(release__number=number).values_list("public_state", flat=True))
    return states == {ReleasePage.State.ERASED}


def _blank(home: Home, number: int) -> None:
    """Delete the notices of an override, because they may quote erased words. It closes its release as before."""

    def without_words(before: Override | None) -> Override | None:
        return msgspec.structs.replace(before, notice="", notices={}) if before else None

    overrides.update(home.overrides, number, without_words)


def reopen_files(home: Home, override: Override) -> None:
    """Reopen closed files that other releases name or that are deleted; call this once the removal is in the log."""
    if not override.files:
        return
    named = files.still_named(override.files)
    closed = {name for name in override.files if name not in named and (home.public_media / name).exists()}
    opened = set(override.files) - closed
    if not opened:
        return

    def without(before: Override | None) -> Override | None:
        still_closed = tuple(name for name in before.files if name not in opened) if before else ()
        return msgspec.structs.replace(before, files=still_closed) if before else None

    overrides.update(home.overrides, override.number, without)
