"""Update the texts of a restored desk from log entries that are newer than its backup."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from dateline.editions.edition import Edition
from dateline.editions.entry import Record, words
from dateline.newsroom.desk import release_index
from dateline.newsroom.desk.models import Release, ReleasePage

_STATES = {"removed": "removed", "erased": "removed", "withdrawn": "withdrawn"}
"""Public state by the last change. ``erased`` gives ``removed``, because the backup has the words: erase it again."""


@dataclass
class CaughtUp:
    """The changes of one text since the backup.

    Attributes:
        change: the last change.
        is_at_desk: whether the backup has the release. If not, the release is newer and is only in the log.
    """

    number: int
    language: str
    change: str
    version: int = 0
    edition: Edition | None = None
    is_at_desk: bool = False


def catch_up(records: Iterable[Record]) -> list[CaughtUp]:
    """Take over number, state and version of each text from newer entries; return what they say of each.

    The words of drafts stay as the backup has them. What was scheduled or approved is a draft again, so that nothing is
    published twice. Call it inside a transaction.
    """
    told: dict[tuple[str, str], CaughtUp] = {}
    for record in records:
        entry = record.entry
        if entry.subject.kind != "release":
            continue
        key = (entry.subject.id, entry.subject.language)
        one = told.setdefault(key, CaughtUp(entry.number, entry.subject.language, entry.change))
        one.change = entry.change
        said = words(record)
        if isinstance(said, Edition):
            one.version, one.edition = max(one.version, said.version), said
    for (release_id, language), one in told.items():
        one.is_at_desk = _apply(uuid.UUID(release_id), language, one)
    release_index.refresh([uuid.UUID(release_id) for release_id, _ in told])
    return sorted(told.values(), key=lambda one: (one.number, one.language))


def _apply(release_id: uuid.UUID, language: str, one: CaughtUp) -> bool:
    release = Release.objects.filter(pk=release_id).first()
    text = ReleasePage.objects.filter(release_id=release_id, language=language).first()
    if release is None or text is None:
        return False
    if release.number is None and one.edition is not None:
        release.number, release.published_at = one.number, one.edition.published_at
        release.save(update_fields=["number", "published_at"])
    state = _STATES.get(one.change, "published")
    ReleasePage.objects.filter(pk=text.pk).update(
        public_state=state,
        draft_stage="" if state == "removed" or not text.draft_stage else "draft",
        version=max(text.version, one.version),
        scheduled_at=None,
        approved_digest="",
        approved_revision=None,
    )
    return True
