"""Closing a release to the public at once, by an override; needs nothing but the home.

``override_removals`` enters the removal into the log.
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


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """Which release to close, and the notices that readers get instead.

    Attributes:
        languages: to close; empty for all of them.
        notices: by language; the one under an empty language is for all others.
    """

    number: int
    languages: tuple[str, ...] = ()
    notices: Mapping[str, str]


def public_languages(home: Home, number: int) -> tuple[str, ...] | None:
    """Return the languages in which the archive shows a release; None where the archive cannot be read."""
    archive = _archive(home)
    return None if archive is None else tuple(archive.languages_of(number))


def close(home: Home, order: Order, *, at: dt.datetime) -> Override:
    """Write the override of a release and return it; merged with an older one, it closes what either closes.

    Its files are closed too, even those that other releases name, until ``override_removals.reopen_files``.
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
    """Return ``close`` for a home, as the desk calls it."""

    def close_now(number: int, languages: Collection[str], notices: Mapping[str, str], at: dt.datetime) -> Override:
        return close(home, Order(number=number, languages=tuple(languages), notices=notices), at=at)

    return close_now


def _files(home: Home, order: Order) -> tuple[str, ...]:
    """Return the files of the texts to close, without those of the release's other texts and the logo."""
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
