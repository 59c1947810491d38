"""Close a release to the public at once, by an override. This needs only the home: no database and no worker.

It works on a full disk too (``storage.spare_files``), and with a home that cannot be written
(``overrides_in_memory``). Later ``override_removals`` enters the removal into the log.
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
from dateline.runtime import overrides_in_memory
from dateline.runtime.errors import ConfigError
from dateline.runtime.home import Home
from dateline.runtime.overrides_in_memory import MemoryFolderError
from dateline.storage.spare_files import reserve


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


class Closing(msgspec.Struct, frozen=True, kw_only=True):
    """A release closed to the public.

    Attributes:
        override: as stored.
        fault: why the override is in memory only, because the home could not be written; empty if it is in the home.
        unread: languages whose text could not be read from the archive, so that the files of this text stay open. A
            single empty tag means that the archive could not be read at all.
    """

    override: Override
    fault: str = ""
    unread: tuple[str, ...] = ()


class CannotCloseError(ConfigError):
    """Neither the home nor the memory of this machine can be written."""

    def __init__(self, home_fault: str, memory_fault: str) -> None:
        super().__init__(
            f"nothing was closed: the home cannot be written ({home_fault}), and neither can the memory of this "
            f"machine ({memory_fault}). Stop the public process, `dateline serve`, until one of them can"
        )


def public_languages(home: Home, number: int) -> tuple[str, ...] | None:
    """Return the languages in which the archive shows a release; None where the archive cannot be read."""
    archive = _archive(home)
    return None if archive is None else tuple(archive.languages_of(number))


def write_override(home: Home, order: KillOrder, *, at: dt.datetime) -> Closing:
    """Write the override that closes a release, and return it as stored.

    An override that the release has already is merged: the result closes what either of them closes. The files of the
    closed texts are closed too. ``override_removals.reopen_files`` opens those that other releases name.

    If the home cannot be written, the override is written to the memory of this machine.

    Raises:
        CannotCloseError: neither home nor memory can be written; nothing is closed.
    """
    files, unread = _files(home, order)
    ordered = Override(
        number=order.number,
        languages=tuple(sorted(order.languages)),
        notice=order.notices.get("", ""),
        notices={language: notice for language, notice in order.notices.items() if language},
        at=at,
        files=files,
    )
    try:
        written = overrides.update(home.overrides, order.number, ordered.merged_with, urgently=True) or ordered
    except OSError as error:
        return Closing(override=_in_memory(home, ordered, error), fault=_reason(error), unread=unread)
    reserve(home.overrides)
    return Closing(override=written, unread=unread)


def override_writer(home: Home) -> Callable[[int, Collection[str], Mapping[str, str], dt.datetime], bool]:
    """Return ``write_override`` in the form that the desk calls; it returns whether the override survives a restart."""

    def write(number: int, languages: Collection[str], notices: Mapping[str, str], at: dt.datetime) -> bool:
        order = KillOrder(number=number, languages=tuple(languages), notices=notices)
        return not write_override(home, order, at=at).fault

    return write


def _in_memory(home: Home, ordered: Override, fault: OSError) -> Override:
    try:
        return overrides_in_memory.write(home, ordered)
    except (OSError, MemoryFolderError) as error:
        raise CannotCloseError(_reason(fault), _reason(error)) from error


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)


def _files(home: Home, order: KillOrder) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return (files of the texts to close, languages whose text cannot be read).

    The logo and files of texts of the release that stay open are left out.
    """
    archive = _archive(home)
    if archive is None:
        return (), ("",)
    closed: set[str] = set()
    others = {archive.newsroom.logo.file} if archive.newsroom and archive.newsroom.logo else set()
    unread = []
    for language in archive.languages_of(order.number):
        is_closed = not order.languages or language in order.languages
        try:
            text = archive.text(order.number, language)
        except (ArchiveError, OSError, ValueError):  # its stored words are damaged
            if is_closed:
                unread.append(language)
            continue
        if text is not None and text.edition is not None:
            (closed if is_closed else others).update(text.edition.files())
    return tuple(sorted(closed - others)), tuple(unread)


def _archive(home: Home) -> Archive | None:
    try:
        return open_reader(Path(home.archive)).current
    except (ArchiveError, OSError):
        return None
