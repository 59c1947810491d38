"""The addresses of a feed and of the documents around one."""

from typing import Literal

import msgspec

from dateline.archive import filters
from dateline.archive.query import Filter, Query
from dateline.public.feeds.model import Rel
from dateline.web.addresses import news_path

ENTRIES = 50
"""Entries on a page of a feed."""

ARCHIVED = 25
"""Entries in an archived document: half a page, so that whatever the first page does not hold fills two at least."""

ARCHIVE = "archive"
"""The parameter that names an archived document."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Which document of which feed.

    Attributes:
        page: from the newest, from 1. Source: RFC 5005, section 3.
        archive: from the oldest, from 1, whole ones only; 0 for a page. Source: RFC 5005, section 4.
    """

    suffix: str
    reader: str
    filter: Filter
    page: int = 1
    archive: int = 0

    @property
    def parameters(self) -> str:
        """The one clean query string."""
        written = filters.serialize(Query(filter=self.filter, page=1 if self.archive else self.page))
        archive = f"{ARCHIVE}={self.archive}" if self.archive else ""
        return "&".join(filter(None, (written, archive)))

    @property
    def path(self) -> str:
        """The address on this site."""
        path = news_path(self.reader, self.suffix)
        return f"{path}?{self.parameters}" if self.parameters else path

    @property
    def page_path(self) -> str:
        """The address of the list that the feed follows."""
        written = filters.serialize(Query(filter=self.filter))
        return news_path(self.reader) + (f"?{written}" if written else "")

    def around(self, total: int) -> dict[Rel, str]:
        """Return the addresses of this document and those around it, in a feed of so many entries.

        The oldest ``ARCHIVED`` are archive 1, the next are 2, and so on; they stay what they are while newer ones
        come. The first page names the newest archive, so that who follows ``prev-archive`` from there has all.
        """
        archives, pages = archives_of(total), pages_of(total)
        found: dict[Rel, str] = {"self": self.path}
        if self.archive:
            found["current"] = self._with("page", 1)
            neighbours: tuple[tuple[Rel, int], ...] = (
                ("prev-archive", self.archive - 1),
                ("next-archive", self.archive + 1),
            )
            return found | {rel: self._with("archive", at) for rel, at in neighbours if 1 <= at <= archives}
        others: tuple[tuple[Rel, int], ...] = (
            ("first", 1),
            ("previous", self.page - 1),
            ("next", self.page + 1),
            ("last", pages),
        )
        found |= {rel: self._with("page", at) for rel, at in others if 1 <= at <= pages}
        if self.page == 1 and archives:
            found["prev-archive"] = self._with("archive", archives)
        return found

    def _with(self, way: Literal["page", "archive"], at: int) -> str:
        page, archive = (at, 0) if way == "page" else (1, at)
        return msgspec.structs.replace(self, page=page, archive=archive).path


def archives_of(total: int) -> int:
    """Return the number of the newest archived document; 0 where the first page holds all that two would."""
    archives = total // ARCHIVED
    return archives if archives * ARCHIVED >= ENTRIES else 0


def pages_of(total: int) -> int:
    """Return the number of the last page; an empty feed has one."""
    return max(1, -(-total // ENTRIES))
