"""The address of a feed document, and of the documents before and after it."""

from typing import Literal

import msgspec

from dateline.archive import filters
from dateline.archive.query import Filter
from dateline.public.feeds.model import Rel
from dateline.web.addresses import news_path

PAGE_SIZE = 50
"""Entries on a page of a feed."""

ARCHIVE_SIZE = 25
"""Entries in an archive document: half a page, so that there are at least two archives as soon as a page is full."""

ARCHIVE = "archive"
"""Query parameter with the number of an archive document."""


class FeedAddress(msgspec.Struct, frozen=True, kw_only=True):
    """One document of a feed.

    Attributes:
        suffix: of the format.
        reader: interface language of the address.
        page: number of the page; page 1 has the newest entries. Source: RFC 5005, section 3.
        archive: number of the archive document; archive 1 has the oldest entries, 0 means a page. Every archive is
            full. Source: RFC 5005, section 4.
    """

    suffix: str
    reader: str
    filter: Filter
    page: int = 1
    archive: int = 0

    @property
    def parameters(self) -> str:
        """The canonical query string."""
        query = filters.serialize(filters.usual_query(self.filter, page=1 if self.archive else self.page))
        archive = f"{ARCHIVE}={self.archive}" if self.archive else ""
        return "&".join(filter(None, (query, archive)))

    @property
    def path(self) -> str:
        """The address on this site."""
        path = news_path(self.reader, self.suffix)
        return f"{path}?{self.parameters}" if self.parameters else path

    @property
    def page_path(self) -> str:
        """The address of the list that the feed follows."""
        query = filters.serialize(filters.usual_query(self.filter))
        return news_path(self.reader) + (f"?{query}" if query else "")

    def links(self, total: int) -> dict[Rel, str]:
        """Return the addresses of this document and of those around it, in a feed with ``total`` entries.

        Archive 1 has the oldest ``ARCHIVE_SIZE`` entries, archive 2 the next ones; archives do not change when newer
        entries come. The first page links to the newest archive, so that all entries can be reached through
        ``prev-archive``.
        """
        archives, pages = archive_count(total), page_count(total)
        links: dict[Rel, str] = {"self": self.path}
        if self.archive:
            links["current"] = self._with("page", 1)
            neighbours: tuple[tuple[Rel, int], ...] = (
                ("prev-archive", self.archive - 1),
                ("next-archive", self.archive + 1),
            )
            return links | {rel: self._with("archive", number) for rel, number in neighbours if 1 <= number <= archives}
        others: tuple[tuple[Rel, int], ...] = (
            ("first", 1),
            ("previous", self.page - 1),
            ("next", self.page + 1),
            ("last", pages),
        )
        links |= {rel: self._with("page", number) for rel, number in others if 1 <= number <= pages}
        if self.page == 1 and archives:
            links["prev-archive"] = self._with("archive", archives)
        return links

    def _with(self, kind: Literal["page", "archive"], number: int) -> str:
        page, archive = (number, 0) if kind == "page" else (1, number)
        return msgspec.structs.replace(self, page=page, archive=archive).path


def archive_count(total: int) -> int:
    """Return the number of archive documents; 0 for fewer than ``PAGE_SIZE`` entries, which the first page shows."""
    archives = total // ARCHIVE_SIZE
    return archives if archives * ARCHIVE_SIZE >= PAGE_SIZE else 0


def page_count(total: int) -> int:
    """Return the number of pages; an empty feed has one."""
    return max(1, -(-total // PAGE_SIZE))
