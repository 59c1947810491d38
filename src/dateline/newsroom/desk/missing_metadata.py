"""The table of missing metadata: what texts lack for lists, filters and blind readers.

A follower of the log updates the rows of public texts. Every save of a draft updates its rows. To rebuild the table,
reset the follower. The model is named ``Debt`` and the follower ``debts``, because names stored in the database do not
change.
"""

from collections.abc import Collection, Iterable

from django.db import transaction

from dateline.editions.edition import Edition
from dateline.editions.entry import TAKES_BACK
from dateline.editions.parts import Figure
from dateline.newsroom.desk.editions.files import images
from dateline.newsroom.desk.editions.text_follower import TextFollower
from dateline.newsroom.desk.models import Debt, NewsImage, Release, ReleasePage
from dateline.text.languages import pick

What = Debt.What


def missing_in(edition: Edition) -> set[str]:
    """Return what an edition lacks, as values of ``Debt.What``."""
    figures = [block.picture for block in edition.body if isinstance(block, Figure)]
    shown = [*([edition.picture] if edition.picture else []), *figures]
    lacks = {
        What.OFFICE: not edition.offices,
        What.TOPIC: not edition.topics,
        What.LEAD: not edition.lead.strip(),
        What.ALT: any(not picture.alt.strip() for picture in shown),
        What.CREDIT: any(not picture.credit.strip() for picture in shown),
    }
    return {what.value for what, is_missing in lacks.items() if is_missing}


def refresh_draft(text: ReleasePage) -> None:
    """Update the rows of an unpublished draft.

    The follower of the log updates published texts; erased texts have no rows.
    """
    if text.version or text.pk is None or text.public_state == ReleasePage.State.ERASED:
        return
    release = Release.objects.get(pk=text.release_id)
    alts = [bool(alt.strip()) for _image, alt in pictures_with_alt(text)]
    lacks = {
        What.OFFICE: not release.lead_office_id and not release.further.exists(),
        What.TOPIC: not release.subjects.exists(),
        What.LEAD: not text.lead.strip(),
        What.ALT: not all(alts),
        What.CREDIT: any(not image.credit.strip() for image in images(text)),
    }
    _store(text, {what.value for what, is_missing in lacks.items() if is_missing})


def refresh_release(release: Release) -> None:
    """Update the rows of a release's drafts after a change of what its languages share."""
    for text in release.texts.filter(version=0):
        refresh_draft(text.get_latest_revision_as_object())


def refresh_picture(image: NewsImage) -> None:
    """Update the rows of the drafts with a picture after a change of its metadata."""
    incomplete = ReleasePage.objects.filter(version=0, debts__what__in=[What.ALT, What.CREDIT]).distinct()
    for text in incomplete:
        draft = text.get_latest_revision_as_object()
        if image in images(draft):
            refresh_draft(draft)


def pictures_with_alt(text: ReleasePage) -> list[tuple[NewsImage, str]]:
    """Return the pictures of a text, each with its alternative text for readers, which may be empty."""
    leading = [(text.picture, pick(text.picture.alt, text.language))] if text.picture else []
    blocks = [one.value for one in text.body if one.block_type == "figure" and one.value["picture"]]
    figures = [(value["picture"], value["alt"] or pick(value["picture"].alt, text.language)) for value in blocks]
    return leading + figures


def _store(text: ReleasePage, missing: Collection[str]) -> None:
    """Replace the rows of a text."""
    known = set(Debt.objects.filter(text=text.pk).values_list("what", flat=True))
    if known == set(missing):
        return
    with transaction.atomic():
        Debt.objects.filter(text=text.pk).exclude(what__in=missing).delete()
        _add(text, set(missing) - known)


def _add(text: ReleasePage, kinds: Iterable[str]) -> None:
    Debt.objects.bulk_create([Debt(text_id=text.pk, what=what) for what in sorted(kinds)], ignore_conflicts=True)


def _store_edition(text: ReleasePage, edition: Edition | None) -> None:
    _store(text, missing_in(edition) if edition else ())


FOLLOWER = TextFollower(name="debts", store=_store_edition, ends=TAKES_BACK, batch=200)
