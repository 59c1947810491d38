"""Following the origin: ask, check, fetch what is named, apply, delete what is named no more."""

from collections.abc import Callable, Iterator
from typing import Protocol

import msgspec

from dateline.archive.port import Archive
from dateline.editions.chain import entry_digest
from dateline.editions.entry import Entry, Record
from dateline.mirror.checking import checked, compare
from dateline.mirror.errors import RewrittenPastError, WordsAreBackError
from dateline.mirror.media import Media
from dateline.mirror.named import Named
from dateline.mirror.origin import Origin, Page

LIMIT = 1_000
"""Entries that become one generation at most; the origin sends about a megabyte of them at a time."""


OWED_MAX = 100  # positions asked for again each time; usually there is none


class Writer(Protocol):
    """What brings records into the mirror's archive; see ``archive.port.Writer``."""

    @property
    def position(self) -> int:
        """Position of the last entry applied durably."""

    def apply(self, records: list[Record]) -> int:
        """Apply records in order and return the position reached."""


class Follower:
    """Brings a mirror's archive forward, one page of the origin's log at a time.

    Args:
        origin: asked.
        writer: of the archive, held by this process alone.
        reader: returns the newest generation of the same archive.
        named: follows the archive's log.
        media: of the same home.
    """

    def __init__(
        self, origin: Origin, writer: Writer, reader: Callable[[], Archive], *, named: Named, media: Media
    ) -> None:
        self._origin = origin
        self._writer = writer
        self._reader = reader
        self._named = named
        self._media = media
        self._audited = 0
        self._last: Entry | None = None

    @property
    def position(self) -> int:
        """Position of the last entry taken over."""
        return self._writer.position

    @property
    def digest(self) -> str:
        """Digest of that entry; empty before the first."""
        return entry_digest(self._last) if self._last else ""

    @property
    def missing(self) -> set[str]:
        """Files that are named and not to be had at the moment."""
        return self._media.missing

    def begin(self) -> Page:
        """Mend what a kill left behind, and make sure that the origin remembers the last entry as it is here.

        Raises:
            OriginAwayError: the origin does not answer.
            RewrittenPastError: it has another entry there, or none.
        """
        archive = self._reader()
        self._named.follow(archive)
        self._media.begin()
        if not self.position:
            return self._origin.page(0, limit=1)
        page = self._origin.page(self.position - 1, limit=1)
        self._demand_reached(page)
        own = archive.entries(self.position - 1, 1)
        compare(page.entries, own)
        self._last = msgspec.json.decode(own[0].entry, type=Entry)
        return page

    def step(self, *, wait_s: int = 0) -> Page:
        """Take over the next page of the log, and return it; with ``wait_s``, as soon as there is anything.

        Raises:
            OriginAwayError: the origin does not answer; nothing has changed then.
            RewrittenPastError: what it says cannot be believed; nothing of it is applied.
            ArchiveError: an entry cannot be applied.
        """
        page = self._origin.page(self.position, limit=LIMIT, wait_s=wait_s)
        self._demand_reached(page)
        records = checked(page.entries, self._last)
        if records:
            earlier = self._media.before(records)
            self._writer.apply(records)
            self._last = records[-1].entry
            self._named.follow(self._reader())
            self._media.after(earlier)
        return page

    def fetch_missing(self) -> None:
        """Try again to get what is missing.

        Raises:
            OriginAwayError: the origin does not answer.
        """
        self._media.fetch_missing()

    def audit(self) -> bool:
        """Read a page of the past again, the next one each time, and compare it with what was taken over.

        Returns:
            Whether there is more; at the end the next time begins with the first entry.

        Raises:
            OriginAwayError: the origin does not answer.
            RewrittenPastError: it has another past.
            OwnLogDamagedError: what is kept here has changed.
        """
        page = self._origin.page(self._audited, limit=LIMIT)
        own = self._reader().entries(self._audited, LIMIT)
        compare(page.entries, own)
        self._audited += min(len(page.entries), len(own))
        is_over = self._audited >= self.position or not page.entries
        self._audited = 0 if is_over else self._audited
        return not is_over

    def lacking(self) -> int:
        """Return the first position whose words are missing at the origin though nothing takes them away; 0 for none.

        Words that an override withholds do not count: either the log takes them away, or they come back.

        Raises:
            OriginAwayError: the origin does not answer.
            WordsAreBackError: words that were missing are there now.
        """
        for position in self._named.owed()[:OWED_MAX]:
            for told in self._origin.page(position - 1, limit=1).entries:
                if told.edition is not None:
                    raise WordsAreBackError(position)
                if not told.withheld:
                    return position
        return 0

    def _demand_reached(self, page: Page) -> None:
        if page.position < self.position:
            reason = f"it ends at position {page.position}, and has been followed up to {self.position}"
            raise RewrittenPastError(self.position, reason, may_pass=True)


def everything(origin: Origin, remembered: tuple[int, str]) -> Iterator[Record]:
    """Yield the whole log, checked; for an archive that is built anew.

    Args:
        origin: asked.
        remembered: position and digest of an entry taken over before; 0 and empty for none.

    Raises:
        OriginAwayError, RewrittenPastError: as in ``Follower.step``.
    """
    last: Entry | None = None
    while True:
        position = last.position if last else 0
        page = origin.page(position, limit=LIMIT)
        for record in checked(page.entries, last):
            last = record.entry
            if last.position == remembered[0] and entry_digest(last) != remembered[1]:
                reason = f"it has another entry at position {last.position} than before"
                raise RewrittenPastError(last.position, reason)
            yield record
        if not page.entries:
            break
    if (last.position if last else 0) < remembered[0]:
        reason = f"it ends at position {last.position if last else 0}, and has been followed up to {remembered[0]}"
        raise RewrittenPastError(remembered[0], reason)
