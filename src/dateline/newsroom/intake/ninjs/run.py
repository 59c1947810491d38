"""Import of parsed texts, through the desk's actions."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Q

from dateline.newsroom.desk import actions
from dateline.newsroom.desk.actions.import_releases import BATCH
from dateline.newsroom.desk.models import Release, ReleasePage
from dateline.newsroom.intake.ninjs.build import TextBuilder
from dateline.newsroom.intake.ninjs.items import NinjsItem
from dateline.newsroom.intake.ninjs.mapping import TermMap
from dateline.newsroom.intake.ninjs.media import MediaImporter

Progress = Callable[[int, int], None]
"""Called with the number of releases done, and of all."""

MAX_KEY = 400
"""Characters of a uri used as source key; longer ones are replaced by a digest."""


@dataclass
class TextsOutcome:
    """The outcome of an import of texts.

    Attributes:
        new, known: number of texts imported now, and imported before.
        remarks: what was left out, as (place, sentence without full stop).
        created: offices, topics and kinds that were created, as (heading, names).
    """

    new: int = 0
    known: int = 0
    remarks: list[tuple[str, str]] = field(default_factory=list)
    created: list[tuple[str, list[str]]] = field(default_factory=list)


def source_key(item: NinjsItem) -> str:
    """Return the key that recognises the release of a text when it is imported again."""
    name = item.release.urn if item.release else item.translation_of or item.uri
    return f"ninjs:{name}" if len(name) <= MAX_KEY else f"ninjs:{hashlib.sha256(name.encode()).hexdigest()}"


def import_texts(
    items: Sequence[NinjsItem], media: MediaImporter, *, at: dt.datetime, progress: Progress = lambda _done, _all: None
) -> TextsOutcome:
    """Publish the texts that are not imported yet, in the state they have in the source; safe to repeat.

    A text that was imported before stays unchanged; a remark says so where its version differs. Each batch is a
    transaction of its own.

    Args:
        items: in any order; the texts of a release need not stand together.
        media: imports their files.
        at: current moment, aware, UTC.
        progress: called after each batch.
    """
    return _ImportRun(items, media, at).run(progress)


class _ExistingRelease(NamedTuple):
    """A release that exists: its source key (None if it was written here), and the version of each text."""

    key: str | None
    versions: dict[str, int]


class _ImportRun:
    def __init__(self, items: Sequence[NinjsItem], media: MediaImporter, at: dt.datetime) -> None:
        self._at = at
        self._outcome = TextsOutcome()
        self._releases = _by_release(items, self._outcome)
        self._terms = TermMap(items, at=at)
        self._builder = TextBuilder(media, self._terms, self._remark)
        self._numbers: set[int] = set()

    def run(self, progress: Progress) -> TextsOutcome:
        waiting = sorted(self._releases.items(), key=lambda pair: (pair[1][0].published_at, pair[1][0].number))
        for start in range(0, len(waiting), BATCH):
            some = waiting[start : start + BATCH]
            existing = _existing(some)
            batch = [one for key, texts in some if (one := self._release(key, texts, existing.get(key)))]
            actions.publish_imported(batch, at=self._at)
            self._outcome.new += sum(len(one.texts) for one in batch)
            progress(min(start + BATCH, len(waiting)), len(waiting))
        names = self._terms.names
        self._outcome.created = [
            ("Kinds created", names.created_kinds),
            ("Offices created", names.created_offices),
            ("Topics created", names.created_topics),
        ]
        return self._outcome

    def _release(self, key: str, texts: list[NinjsItem], existing: _ExistingRelease | None) -> actions.Imported | None:
        """Return a release with its new texts; None without new ones."""
        new = [item for item in texts if self._is_new(item, existing)]
        if not new:
            return None
        for item in new:
            for remark in item.remarks:
                self._remark(item, remark)
        first = new[0]
        offices = [self._terms.of("office", term, first.language) for term in first.offices]
        return actions.Imported(
            source_key=key,
            release=first.release,
            number=None if existing else self._number(first),
            published_at=first.published_at,
            precision=first.precision,
            texts=tuple(self._builder.text(item, offices[0] if offices else None) for item in new),
            kind=self._terms.of("kind", first.kind, first.language) if first.kind else None,
            lead_office=offices[0] if offices else None,
            offices=tuple(offices[1:]),
            topics=tuple(self._terms.of("topic", term, first.language) for term in first.topics),
            issuer=first.issuer,
            event_from_on=first.event_from_on,
            event_until_on=first.event_until_on,
        )

    def _is_new(self, item: NinjsItem, existing: _ExistingRelease | None) -> bool:
        if existing is None:
            return True
        version = existing.versions.get(item.language)
        if version is None and existing.key is None:
            self._remark(item, "its release was written here, so add this language at the desk")
            return False
        if version is None:
            return True
        self._outcome.known += 1
        if version != item.version:
            self._remark(
                item,
                f"it was imported as version {version} and stays unchanged; the document has version {item.version}",
            )
        return False

    def _number(self, item: NinjsItem) -> int | None:
        if not item.number:
            return None
        if item.number in self._numbers or Release.objects.filter(number=item.number).exists():
            self._remark(item, f"another release here has the number {item.number}, so it gets the next free one")
            return None
        self._numbers.add(item.number)
        return item.number

    def _remark(self, item: NinjsItem, remark: str) -> None:
        self._outcome.remarks.append((item.where, remark))


def _by_release(items: Iterable[NinjsItem], outcome: TextsOutcome) -> dict[str, list[NinjsItem]]:
    """Return the texts of each release by its key, the newest of each language: public ones first, then originals."""
    releases: dict[str, dict[str, NinjsItem]] = {}
    for item in items:
        texts = releases.setdefault(source_key(item), {})
        other = texts.get(item.language)
        if other is None or (other.version, other.edited_at) <= (item.version, item.edited_at):
            texts[item.language] = item
        if other is not None:
            older = min(other, item, key=lambda one: (one.version, one.edited_at))
            outcome.remarks.append(
                (older.where, "the source has the same text again, in a version that is as new or newer")
            )
    order = ("published", "withdrawn", "removed")
    return {
        key: sorted(texts.values(), key=lambda one: (order.index(one.state), bool(one.translation_of), one.language))
        for key, texts in releases.items()
    }


def _existing(some: Sequence[tuple[str, list[NinjsItem]]]) -> dict[str, _ExistingRelease]:
    """Return the releases among some that exist already, by their keys in the source."""
    keys = {texts[0].release: key for key, texts in some if texts[0].release}
    rows = Release.objects.filter(Q(source_key__in=[key for key, _ in some]) | Q(pk__in=list(keys)))
    found = {}
    for pk, source in rows.values_list("pk", "source_key"):
        versions = dict(ReleasePage.objects.filter(release=pk).values_list("language", "version"))
        key = keys.get(pk) or source or ""
        found[key] = _ExistingRelease(source if source == key else None, versions)
    return found
