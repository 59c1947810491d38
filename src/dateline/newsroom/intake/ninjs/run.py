"""Take texts in that documents tell of: the only part that writes, through the desk's deeds."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Q

from dateline.newsroom.desk import actions
from dateline.newsroom.desk.actions.import_releases import BATCH
from dateline.newsroom.desk.models import Release, ReleasePage
from dateline.newsroom.intake.ninjs.build import Making
from dateline.newsroom.intake.ninjs.items import NinjsItem
from dateline.newsroom.intake.ninjs.media import Media
from dateline.newsroom.intake.ninjs.vocabulary import Terms

Progress = Callable[[int, int], None]
"""Told how many releases are done, and of how many."""

MAX_KEY = 400
"""Letters of a uri that serves as source key; longer ones are digested."""


@dataclass
class Outcome:
    """What became of the texts.

    Attributes:
        taken, known: texts that came in, and those that were in already.
        remarks: what a text could not take along: where, and a sentence without stop.
        made: what was made on the way: a heading, and names.
    """

    taken: int = 0
    known: int = 0
    remarks: list[tuple[str, str]] = field(default_factory=list)
    made: list[tuple[str, list[str]]] = field(default_factory=list)


def source_key(item: NinjsItem) -> str:
    """Return what the release of a text is known by when it comes again."""
    name = item.release.urn if item.release else item.translation_of or item.uri
    return f"ninjs:{name}" if len(name) <= MAX_KEY else f"ninjs:{hashlib.sha256(name.encode()).hexdigest()}"


def take_in(
    items: Sequence[NinjsItem], media: Media, *, at: dt.datetime, progress: Progress = lambda _done, _all: None
) -> Outcome:
    """Publish the texts that are not in yet, as they stood where they come from; safe to repeat.

    A text that is in already stays as it is here, whatever has become of it there; that is said where its version is
    another one. Every batch is a transaction of its own.

    Args:
        items: in any order; the texts of a release need not follow one another.
        media: where their files are.
        at: the moment, aware, UTC.
        progress: told after every batch.
    """
    return _Taking(items, media, at).run(progress)


class _Here(NamedTuple):
    """A release that is in already: the key it came by (None: made here) and the version of each of its texts."""

    key: str | None
    versions: dict[str, int]


class _Taking:
    def __init__(self, items: Sequence[NinjsItem], media: Media, at: dt.datetime) -> None:
        self._at = at
        self._out = Outcome()
        self._releases = _together(items, self._out)
        self._terms = Terms(items, at=at)
        self._making = Making(media, self._terms, self._remark)
        self._numbers: set[int] = set()

    def run(self, progress: Progress) -> Outcome:
        waiting = sorted(self._releases.items(), key=lambda pair: (pair[1][0].published_at, pair[1][0].number))
        for start in range(0, len(waiting), BATCH):
            some = waiting[start : start + BATCH]
            here = _here(some)
            batch = [made for key, texts in some if (made := self._imported(key, texts, here.get(key)))]
            actions.publish_imported(batch, at=self._at)
            self._out.taken += sum(len(one.texts) for one in batch)
            progress(min(start + BATCH, len(waiting)), len(waiting))
        vocabulary = self._terms.vocabulary
        self._out.made = [
            ("Kinds created", vocabulary.kinds_made),
            ("Offices created", vocabulary.offices_made),
            ("Topics created", vocabulary.topics_made),
        ]
        return self._out

    def _imported(self, key: str, texts: list[NinjsItem], here: _Here | None) -> actions.Imported | None:
        """Return a release with the texts of it that are not in; None where there are none."""
        new = [item for item in texts if self._is_new(item, here)]
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
            number=None if here else self._number(first),
            published_at=first.published_at,
            precision=first.precision,
            texts=tuple(self._making.text(item, offices[0] if offices else None) for item in new),
            kind=self._terms.of("kind", first.kind, first.language) if first.kind else None,
            lead_office=offices[0] if offices else None,
            offices=tuple(offices[1:]),
            topics=tuple(self._terms.of("topic", term, first.language) for term in first.topics),
            issuer=first.issuer,
            event_from_on=first.event_from_on,
            event_until_on=first.event_until_on,
        )

    def _is_new(self, item: NinjsItem, here: _Here | None) -> bool:
        if here is None:
            return True
        version = here.versions.get(item.language)
        if version is None and here.key is None:
            self._remark(item, "its release was made here, so add this language at the desk")
            return False
        if version is None:
            return True
        self._out.known += 1
        if version != item.version:
            self._remark(item, f"it is in as version {version}, and stays as it is; here comes version {item.version}")
        return False

    def _number(self, item: NinjsItem) -> int | None:
        if not item.number:
            return None
        if item.number in self._numbers or Release.objects.filter(number=item.number).exists():
            self._remark(item, f"the number {item.number} is another release's here, so it gets the next one")
            return None
        self._numbers.add(item.number)
        return item.number

    def _remark(self, item: NinjsItem, said: str) -> None:
        self._out.remarks.append((item.where, said))


def _together(items: Iterable[NinjsItem], out: Outcome) -> dict[str, list[NinjsItem]]:
    """Return the texts of each release by its key: public ones first, then originals; of each language the newest."""
    found: dict[str, dict[str, NinjsItem]] = {}
    for item in items:
        texts = found.setdefault(source_key(item), {})
        other = texts.get(item.language)
        if other is None or (other.version, other.edited_at) <= (item.version, item.edited_at):
            texts[item.language] = item
        if other is not None:
            older = min(other, item, key=lambda one: (one.version, one.edited_at))
            out.remarks.append((older.where, "the same text comes again in a version that is as new or newer"))
    order = ("published", "withdrawn", "removed")
    return {
        key: sorted(texts.values(), key=lambda one: (order.index(one.state), bool(one.translation_of), one.language))
        for key, texts in found.items()
    }


def _here(some: Sequence[tuple[str, list[NinjsItem]]]) -> dict[str, _Here]:
    """Return the releases among some that are in already, by the keys they come with now."""
    keys = {texts[0].release: key for key, texts in some if texts[0].release}
    rows = Release.objects.filter(Q(source_key__in=[key for key, _ in some]) | Q(pk__in=list(keys)))
    found = {}
    for pk, source in rows.values_list("pk", "source_key"):
        versions = dict(ReleasePage.objects.filter(release=pk).values_list("language", "version"))
        key = keys.get(pk) or source or ""
        found[key] = _Here(source if source == key else None, versions)
    return found
