"""Who keeps the table of metadata debt: a follower of the log for what is public, every save for what is not yet.

So nobody counts releases to know the debt; a rebuilt table is the follower begun anew.
"""

import datetime as dt
from collections.abc import Collection, Iterable

from django.db import transaction

from dateline.editions.edition import Edition
from dateline.editions.entry import Record, words
from dateline.editions.parts import Figure
from dateline.newsroom.desk.editions import body
from dateline.newsroom.desk.models import Debt, NewsImage, Release, ReleasePage
from dateline.newsroom.publication import followers
from dateline.text.languages import pick

NAME = "debts"
"""What this follower is called where people look."""

BATCH = 200
GONE = frozenset({"withdrawn", "removed", "erased"})
"""Changes after which nothing is asked of a text any more."""

What = Debt.What


def is_behind() -> bool:
    """Tell whether the log has moved on; reads only."""
    return followers.is_behind(NAME)


def catch_up(*, at: dt.datetime) -> int:
    """Bring the debts of public texts up to the log, a batch of records; return the position reached.

    Raises:
        FollowerStoppedError: a record cannot be applied.
    """
    return followers.follow(NAME, apply, limit=BATCH, at=at)


def apply(record: Record) -> None:
    """Bring about what one record means for the debts; twice is as good as once."""
    subject = record.entry.subject
    if subject.kind != "release":
        return
    text = ReleasePage.objects.filter(release=subject.id, language=subject.language).only("pk").first()
    if text is None:
        return
    edition = words(record) if record.edition else None
    if record.entry.change in GONE:
        keep(text, ())
    elif isinstance(edition, Edition):
        keep(text, owed_by(edition))


def owed_by(edition: Edition) -> set[str]:
    """Return what an edition lacks."""
    figures = [block.picture for block in edition.body if isinstance(block, Figure)]
    shown = [*([edition.picture] if edition.picture else []), *figures]
    lacks = {
        What.OFFICE: not edition.offices,
        What.TOPIC: not edition.topics,
        What.LEAD: not edition.lead.strip(),
        What.ALT: any(not picture.alt.strip() for picture in shown),
        What.CREDIT: any(not picture.credit.strip() for picture in shown),
    }
    return {what.value for what, is_owed in lacks.items() if is_owed}


def of_draft(text: ReleasePage) -> None:
    """Keep what a draft lacks that was never public; what is public is told by the log, what is erased owes nothing."""
    if text.version or text.pk is None or text.public_state == ReleasePage.State.ERASED:
        return
    release = Release.objects.get(pk=text.release_id)
    alts = [bool(alt.strip()) for _image, alt in pictures(text)]
    lacks = {
        What.OFFICE: not release.lead_office_id and not release.further.exists(),
        What.TOPIC: not release.subjects.exists(),
        What.LEAD: not text.lead.strip(),
        What.ALT: not all(alts),
        What.CREDIT: any(not image.credit.strip() for image in body.images(text)),
    }
    keep(text, {what.value for what, is_owed in lacks.items() if is_owed})


def of_release(release: Release) -> None:
    """Keep what the drafts of a release lack after what its languages share has changed."""
    for text in release.texts.filter(version=0):
        of_draft(text.get_latest_revision_as_object())


def of_picture(image: NewsImage) -> None:
    """Keep what drafts lack after something said of a picture has changed."""
    owing = ReleasePage.objects.filter(version=0, debts__what__in=[What.ALT, What.CREDIT]).distinct()
    for text in owing:
        draft = text.get_latest_revision_as_object()
        if image in body.images(draft):
            of_draft(draft)


def pictures(text: ReleasePage) -> list[tuple[NewsImage, str]]:
    """Return the pictures of a text, each with the alternative text readers would hear; empty: they hear nothing."""
    leading = [(text.picture, pick(text.picture.alt, text.language))] if text.picture else []
    blocks = [one.value for one in text.body if one.block_type == "figure" and one.value["picture"]]
    figures = [(value["picture"], value["alt"] or pick(value["picture"].alt, text.language)) for value in blocks]
    return leading + figures


def keep(text: ReleasePage, owed: Collection[str]) -> None:
    """Make the rows of a text say just what it owes."""
    known = set(Debt.objects.filter(text=text.pk).values_list("what", flat=True))
    if known == set(owed):
        return
    with transaction.atomic():
        Debt.objects.filter(text=text.pk).exclude(what__in=owed).delete()
        _add(text, set(owed) - known)


def _add(text: ReleasePage, whats: Iterable[str]) -> None:
    Debt.objects.bulk_create([Debt(text_id=text.pk, what=what) for what in sorted(whats)], ignore_conflicts=True)
