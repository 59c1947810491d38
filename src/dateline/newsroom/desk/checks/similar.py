"""Finding public texts that say much the same: their fingerprints, kept by a follower of the log."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import Count

from dateline.editions.edition import Edition
from dateline.editions.entry import Record, words
from dateline.newsroom.desk.checks.values import Earlier, passages
from dateline.newsroom.desk.editions import editions
from dateline.newsroom.desk.models import Fingerprint, ReleasePage
from dateline.newsroom.desk.wording.likeness import fingerprint
from dateline.newsroom.desk.wording.passages import Passage
from dateline.newsroom.publication import followers

NAME = "similar"
"""What this follower is called where people look."""

CANDIDATES = 5
"""Texts that are compared word by word, those that share most bands."""

BATCH = 100


def is_behind() -> bool:
    """Tell whether the log has moved on; reads only."""
    return followers.is_behind(NAME)


def catch_up(*, at: dt.datetime) -> int:
    """Bring the fingerprints up to the log, a batch of records; return the position reached.

    Raises:
        FollowerStoppedError: a record cannot be applied.
    """
    return followers.follow(NAME, apply, limit=BATCH, at=at)


def apply(record: Record) -> None:
    """Bring about what one record means for the fingerprints; twice is as good as once."""
    subject = record.entry.subject
    if subject.kind != "release":
        return
    text = ReleasePage.objects.filter(release=subject.id, language=subject.language).only("pk", "language").first()
    if text is None:
        return
    edition = words(record) if record.edition else None
    if record.entry.change in {"removed", "erased"}:
        text.fingerprints.all().delete()
    elif isinstance(edition, Edition):
        _keep(text, edition)


def candidates(text: ReleasePage, here: Iterable[Passage]) -> tuple[Earlier, ...]:
    """Return the public texts in the same language, of other releases, that are likest by their fingerprints."""
    marks = fingerprint(_whole(here), text.language)
    if not marks:
        return ()
    own = list(ReleasePage.objects.filter(release=text.release_id).values_list("pk", flat=True))
    found = ReleasePage.objects.select_related("release").in_bulk(likest(marks, own=own))
    earlier = ((one, editions.last(one)) for one in found.values() if one.is_public)
    return tuple(_earlier(one, edition) for one, edition in earlier if edition is not None)


def likest(marks: Sequence[int], *, own: Sequence[int]) -> list[int]:
    """Return the keys of the texts that share most bands with a fingerprint, by the index alone.

    Args:
        marks: the fingerprint.
        own: keys of texts that do not count.
    """
    shared = Fingerprint.objects.filter(value__in=marks).exclude(text__in=own).values("text")
    ranked = shared.annotate(shared=Count("pk")).order_by("-shared", "-text")
    return list(ranked.values_list("text", flat=True)[:CANDIDATES])


def _earlier(text: ReleasePage, edition: Edition) -> Earlier:
    return Earlier(
        release=str(text.release_id),
        number=edition.number,
        on=edition.published_at.date(),
        headline=edition.headline,
        text=_whole(passages(edition)),
    )


def _keep(text: ReleasePage, edition: Edition) -> None:
    text.fingerprints.all().delete()
    marks = fingerprint(_whole(passages(edition)), text.language)
    Fingerprint.objects.bulk_create(Fingerprint(text=text, band=band, value=value) for band, value in enumerate(marks))


def _whole(found: Iterable[Passage]) -> str:
    return "\n".join(passage.text for passage in found)
