"""Closes a release to the public at once, by an override. It needs only the home: no database, no worker.

``override_removals`` enters the removal into the log later.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

import msgspec

from dateline.archive import overrides
from dateline.archive.embedded import open_reader
from dateline.archive.errors import ArchiveError
from dateline.archive.overrides import Override
from dateline.archive.port import Archive
from dateline.runtime.home import Home


class KillOrder(msgspec.Struct, frozen=True, kw_only=True):
    """An order to close a release to the public.

    Attributes:
        number: of the release.
        languages: BCP 47 tags of the texts to close; empty for all of them.
        notices: what readers see instead, by language; the one under the empty tag is for all other languages.
    """

    number: int
    languages: tuple[str, ...] = ()
    notices: Mapping[str, str]


def public_languages(home: Home, number: int) -> tuple[str, ...] | None:
    """Return the languages in which the archive shows a release; None where the archive cannot be read."""
    archive = _archive(home)
    return None if archive is None else tuple(archive.languages_of(number))


def write_override(home: Home, order: KillOrder, *, at: dt.datetime) -> Override:
    """Write the override that closes a release, and return it as stored.

    An override that the release has already is merged: the result closes what either of them closes. The files of the
    closed texts are closed too. ``override_removals.reopen_files`` opens those that other releases name.
    """
    ordered = Override(
        number=order.number,
        languages=tuple(sorted(order.languages)),
        notice=order.notices.get("", ""),
        notices={language: notice for language, notice in order.notices.items() if language},
        at=at,
        files=_files(home, order),
    )
    written = overrides.update(home.overrides, order.number, ordered.merged_with)
    return written or ordered


def override_writer(home: Home) -> Callable[[int, Collection[str], Mapping[str, str], dt.datetime], Override]:
    """Return ``write_override`` for a home, with the arguments that the desk passes."""

    def write(number: int, languages: Collection[str], notices: Mapping[str, str], at: dt.datetime) -> Override:
        return write_override(home, KillOrder(number=number, languages=tuple(languages), notices=notices), at=at)

    return write


def _files(home: Home, order: KillOrder) -> tuple[str, ...]:
    """Return the files of the texts to close, except the logo and files of texts of the release that stay open."""
    archive = _archive(home)
    if archive is None:
        return ()
    closed: set[str] = set()
    others = {archive.newsroom.logo.file} if archive.newsroom and archive.newsroom.logo else set()
    for language in archive.languages_of(order.number):
        text = archive.text(order.number, language)
        if text is not None and text.edition is not None:
            is_closed = not order.languages or language in order.languages
            (closed if is_closed else others).update(text.edition.files())
    return tuple(sorted(closed - others))


def _archive(home: Home) -> Archive | None:
    try:
        return open_reader(Path(home.archive)).current
    except (ArchiveError, OSError):
        return None
