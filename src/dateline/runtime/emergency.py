"""The emergency: a release is closed by an override first, then removed in the log as soon as that can be.

``close`` needs nothing but the home; what asks the database needs Django set up.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from dateline.archive import overrides
from dateline.archive.embedded import open_reader
from dateline.archive.errors import ArchiveError
from dateline.archive.overrides import Override
from dateline.archive.port import Archive
from dateline.runtime.home import Home

if TYPE_CHECKING:
    from dateline.newsroom.desk.models import User


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """Which release is to be closed and what the public is told.

    Attributes:
        languages: those that are meant; empty for every one.
        notices: what the public is told, by language; under an empty one for all others.
    """

    number: int
    languages: tuple[str, ...] = ()
    notices: Mapping[str, str]


def public_languages(home: Home, number: int) -> tuple[str, ...] | None:
    """Return the languages in which the archive shows a release; None where the archive cannot be read."""
    archive = _archive(home)
    return None if archive is None else tuple(archive.languages_of(number))


def close(home: Home, order: Order, *, at: dt.datetime) -> Override:
    """Write the override of a release and return it; with one that is there it closes what either closes.

    Its files are closed as well, those that other releases name included, until the database can say which.
    """
    ordered = Override(
        number=order.number,
        languages=tuple(sorted(order.languages)),
        notice=order.notices.get("", ""),
        notices={language: said for language, said in order.notices.items() if language},
        at=at,
        files=_files(home, order),
    )
    written = overrides.update(home.overrides, order.number, ordered.merged_with)
    return written or ordered


def closer(home: Home) -> Callable[[int, Collection[str], Mapping[str, str], dt.datetime], Override]:
    """Return what closes releases of a home as the desk asks for it; see ``close``."""

    def close_now(number: int, languages: Collection[str], notices: Mapping[str, str], at: dt.datetime) -> Override:
        return close(home, Order(number=number, languages=tuple(languages), notices=notices), at=at)

    return close_now


def enter(override: Override, *, by: "User | None", at: dt.datetime) -> int:
    """Enter the removal that an override stands for into the log, and return how many texts it removed.

    Raises:
        RefusedError: the desk refuses; nothing is entered then.
    """
    from dateline.newsroom.desk import actions  # noqa: PLC0415  # closing does without Django
    from dateline.newsroom.desk.models import Release  # noqa: PLC0415

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


def settle(home: Home, *, at: dt.datetime) -> None:
    """Enter all overrides that are not in the log, and open the files that others name.

    Safe to repeat; with no override it is one look into a folder. One that cannot be read only closes.

    Raises:
        RefusedError: the desk refuses one of them; the others are entered all the same.
    """
    from dateline.newsroom.desk.errors import RefusedError  # noqa: PLC0415

    refused: list[RefusedError] = []
    for number, override in overrides.read_all(home.overrides).items():
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
    from dateline.newsroom.desk.models import ReleasePage  # noqa: PLC0415

    states = set(ReleasePage.objects.filter(release__number=number).values_list("public_state", flat=True))
    return states == {ReleasePage.State.ERASED}


def _blank(home: Home, number: int) -> None:
    """Take its notices from an override: what is erased is not to be quoted there either. It closes as before."""

    def without_words(before: Override | None) -> Override | None:
        return msgspec.structs.replace(before, notice="", notices={}) if before else None

    overrides.update(home.overrides, number, without_words)


def reopen_files(home: Home, override: Override) -> None:
    """Close no file any more that others name or that is gone; to be called when the removal is in the log."""
    if not override.files:
        return
    from dateline.newsroom.publication import files  # noqa: PLC0415

    named = files.still_named(override.files)
    closed = {name for name in override.files if name not in named and (home.public_media / name).exists()}
    opened = set(override.files) - closed
    if not opened:
        return

    def without(before: Override | None) -> Override | None:
        kept = tuple(name for name in before.files if name not in opened) if before else ()
        return msgspec.structs.replace(before, files=kept) if before else None

    overrides.update(home.overrides, override.number, without)


def _files(home: Home, order: Order) -> tuple[str, ...]:
    """Return the public files that the texts meant name, without those of the release's other texts and the logo."""
    archive = _archive(home)
    if archive is None:
        return ()
    closed: set[str] = set()
    others = {archive.newsroom.logo.file} if archive.newsroom and archive.newsroom.logo else set()
    for language in archive.languages_of(order.number):
        reading = archive.text(order.number, language)
        if reading is not None and reading.edition is not None:
            is_meant = not order.languages or language in order.languages
            (closed if is_meant else others).update(reading.edition.files())
    return tuple(sorted(closed - others))


def _archive(home: Home) -> Archive | None:
    try:
        return open_reader(Path(home.archive)).current
    except (ArchiveError, OSError):
        return None
