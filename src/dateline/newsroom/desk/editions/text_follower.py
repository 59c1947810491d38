"""Followers of the log that derive rows of the desk from the editions of public texts."""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass

from dateline.editions.edition import Edition
from dateline.editions.entry import Record, words
from dateline.newsroom.desk.models import ReleasePage
from dateline.newsroom.publication import followers


@dataclass(frozen=True, kw_only=True)
class TextFollower:
    """Follows the log, and stores what it derives from each edition.

    Attributes:
        name: as ``dateline check`` shows it.
        store: replaces the rows of a text by those of an edition; None after a change of ``ends``. Storing an edition
            twice changes nothing.
        ends: changes after which a text has no rows.
        batch: how many records are applied in one transaction.
    """

    name: str
    store: Callable[[ReleasePage, Edition | None], None]
    ends: Collection[str]
    batch: int = 100

    def is_behind(self) -> bool:
        """Tell whether the log has new records; reads only."""
        return followers.is_behind(self.name)

    def catch_up(self, *, at: dt.datetime) -> int:
        """Apply the next batch of records; return the position reached.

        Raises:
            FollowerStoppedError: a record cannot be applied.
        """
        return followers.follow(self.name, self.apply, limit=self.batch, at=at)

    def apply(self, record: Record) -> None:
        """Apply one record; applying it twice changes nothing."""
        subject = record.entry.subject
        if subject.kind != "release":
            return
        text = ReleasePage.objects.filter(release=subject.id, language=subject.language).only("pk", "language").first()
        if text is None:
            return
        edition = words(record) if record.edition else None
        if record.entry.change in self.ends:
            self.store(text, None)
        elif isinstance(edition, Edition):
            self.store(text, edition)
