"""The follower: get a page of the origin's log, verify it, fetch its files, apply it, delete unreferenced files."""

import itertools
from collections.abc import Callable, Collection, Iterator
from typing import Protocol

import msgspec

from dateline.archive.port import Archive
from dateline.editions.chain import entry_digest
from dateline.editions.entry import Entry, Record
from dateline.mirror.errors import RewrittenHistoryError, WordsRestoredError
from dateline.mirror.media import Media
from dateline.mirror.origin import Origin, Page
from dateline.mirror.references import FileReferences
from dateline.mirror.verification import compare, verified

MAX_ENTRIES = 1_000
"""Entries of one generation; the origin sends about a megabyte of them at a time."""

# the origin is asked again for so many entries without words each time; usually there are none
MAX_MISSING_CHECKED = 100


class Writer(Protocol):
    """The writer of the mirror's archive; see ``archive.port.Writer``."""

    @property
    def position(self) -> int:
        """Position of the last entry applied durably."""

    def apply(self, records: list[Record]) -> int:
        """Apply records in order and return the position reached."""


class Follower:
    """Applies the origin's log to the mirror's archive, one page at a time.

    Args:
        origin: to follow.
        writer: of the archive, held by this process.
        reader: returns the newest generation of the same archive.
        references: index of the archive's log.
        media: public files of the same home.
    """

    def __init__(
        self, origin: Origin, writer: Writer, reader: Callable[[], Archive], *, references: FileReferences, media: Media
    ) -> None:
        self._origin = origin
        self._writer = writer
        self._reader = reader
        self._references = references
        self._media = media
        self._audited = 0
        self._last: Entry | None = None

    @property
    def position(self) -> int:
        """Position of the last entry applied."""
        return self._writer.position

    @property
    def digest(self) -> str:
        """Digest of that entry; empty before the first."""
        return entry_digest(self._last) if self._last else ""

    @property
    def missing(self) -> set[str]:
        """Referenced files that the origin does not have at the moment."""
        return self._media.missing

    def begin(self) -> Page:
        """Repair what a killed process left behind, and check that the origin still has the last entry applied.

        Raises:
            OriginUnavailableError: the origin does not answer.
            RewrittenHistoryError: the origin's entry at that position differs or is missing.
        """
        archive = self._reader()
        self._references.follow(archive)
        self._media.reconcile()
        if not self.position:
            return self._origin.page(0, limit=1)
        page = self._origin.page(self.position - 1, limit=1)
        self._check_end(page)
        local = archive.entries(self.position - 1, 1)
        compare(page.entries, local)
        self._last = msgspec.json.decode(local[0].entry, type=Entry)
        return page

    def step(self, *, wait_s: int = 0) -> Page:
        """Apply the next page of the log and return it; wait up to ``wait_s`` seconds for new entries.

        Raises:
            OriginUnavailableError: the origin does not answer; nothing is applied.
            RewrittenHistoryError: the page cannot be verified; nothing of it is applied.
            ArchiveError: an entry cannot be applied.
        """
        page = self._origin.page(self.position, limit=MAX_ENTRIES, wait_s=wait_s)
        self._check_end(page)
        records = verified(page.entries, self._last)
        if records:
            earlier = self._media.fetch_for(records)
            self._writer.apply(records)
            self._last = records[-1].entry
            self._references.follow(self._reader())
            self._media.delete_unreferenced(earlier)
        return page

    def mend(self, names: Collection[str]) -> None:
        """Delete damaged files; `fetch_missing` fetches them again."""
        self._media.mend(names)

    def fetch_missing(self) -> None:
        """Retry to fetch the missing files.

        Raises:
            OriginUnavailableError: the origin does not answer.
        """
        self._media.fetch_missing()

    def audit(self) -> bool:
        """Compare the next page of the origin's past with the local log.

        Returns:
            Whether there are more pages; after the last one the audit starts again with the first entry.

        Raises:
            OriginUnavailableError: the origin does not answer.
            RewrittenHistoryError: the origin's page differs from the local log.
            LocalLogDamagedError: the local log has changed.
        """
        page = self._origin.page(self._audited, limit=MAX_ENTRIES)
        local = self._reader().entries(self._audited, MAX_ENTRIES)
        compare(page.entries, local)
        self._audited += min(len(page.entries), len(local))
        is_over = self._audited >= self.position or not page.entries
        self._audited = 0 if is_over else self._audited
        return not is_over

    def missing_words(self) -> int:
        """Ask the origin again for entries that came without their words, and return the first that still lacks them.

        Only entries count whose words no later entry removes. Entries that an override withholds at the origin do not
        count: either a removal will follow, or the words will come back.

        Returns:
            The position of the entry; 0 if there is none.

        Raises:
            OriginUnavailableError: the origin does not answer.
            WordsRestoredError: the origin has words now that it lacked before.
        """
        for position in self._references.missing_words()[:MAX_MISSING_CHECKED]:
            for entry in self._origin.page(position - 1, limit=1).entries:
                if entry.edition is not None:
                    raise WordsRestoredError(position)
                if not entry.withheld:
                    return position
        return 0

    def _check_end(self, page: Page) -> None:
        if page.position < self.position:
            reason = f"it ends at position {page.position}, and has been followed up to {self.position}"
            raise RewrittenHistoryError(self.position, reason, may_be_lag=True)


def verified_pages(origin: Origin, before: Entry | None) -> Iterator[list[Record]]:
    """Yield the records of the origin's log that follow ``before``, verified, a page at a time; none is empty.

    Raises:
        OriginUnavailableError, RewrittenHistoryError, TooNewError: as in ``Origin.page`` and ``verified``.
    """
    while entries := origin.page(before.position if before else 0, limit=MAX_ENTRIES).entries:
        records = verified(entries, before)
        yield records
        before = records[-1].entry


def verified_log(origin: Origin, known: tuple[int, str]) -> Iterator[Record]:
    """Yield all records of the origin's log in order, each verified, to rebuild the archive.

    The log must contain the ``known`` entry.

    Args:
        origin: to read.
        known: position and digest of an entry applied before; 0 and empty for none.

    Raises:
        OriginUnavailableError: the origin does not answer.
        RewrittenHistoryError: an entry cannot be verified, or the log has another entry at the known position or ends
            before it. Records may have been yielded before.
    """
    last: Entry | None = None
    for record in itertools.chain.from_iterable(verified_pages(origin, None)):
        last = record.entry
        if last.position == known[0] and entry_digest(last) != known[1]:
            reason = f"it has another entry at position {last.position} than before"
            raise RewrittenHistoryError(last.position, reason)
        yield record
    if (last.position if last else 0) < known[0]:
        reason = f"it ends at position {last.position if last else 0}, and has been followed up to {known[0]}"
        raise RewrittenHistoryError(known[0], reason)
