"""Add missing metadata to texts. A public text gets a new edition; the audit trail has person and reason.

If the person may publish at once, the edition is public at once and somebody reviews it later. Otherwise it goes to the
reviewers first. If a draft of a new edition exists already, the metadata is published with that draft.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from dateline.newsroom.desk import missing_metadata
from dateline.newsroom.desk.actions import approval, library
from dateline.newsroom.desk.actions.drafts import join, set_lead_office
from dateline.newsroom.desk.actions.locking import locked_release, reload
from dateline.newsroom.desk.actions.perform import perform, publish
from dateline.newsroom.desk.actions.permissions import may_do
from dateline.newsroom.desk.actions.registry import ACTIONS
from dateline.newsroom.desk.actions.states import DRAFT, NOTHING, PUBLISHED, Standing
from dateline.newsroom.desk.errors import IncompleteError, NotAllowedError, OutdatedError, ScheduledError
from dateline.newsroom.desk.models import NewsImage, Office, Release, ReleasePage, Role, Topic, User, roles

PICTURE_METADATA = ("alt", "credit")
"""Metadata of a picture that can be added here."""


@dataclass
class TextCounts:
    """The result of adding metadata, as numbers of texts.

    Attributes:
        public: texts of which readers have the new edition already.
        review: texts that wait for the reviewers.
        later: texts that will be published with a draft somebody is working on, or were never public.
        refused: messages about texts that could not be changed.
    """

    public: int = 0
    review: int = 0
    later: int = 0
    refused: list[str] = field(default_factory=list)

    def add(self, other: "TextCounts") -> None:
        """Add the result of another change."""
        self.public += other.public
        self.review += other.review
        self.later += other.later
        self.refused += other.refused


def add_facts(
    release: Release,
    *,
    by: User,
    at: dt.datetime,
    reason: str,
    topics: Collection[Topic] = (),
    office: Office | None = None,
) -> TextCounts:
    """Add topics to a release, or the lead office that it lacks, in all its languages.

    Raises:
        NotAllowedError: the person is not an author for the lead office, or not for the new one.
        ScheduledError: a language is scheduled.
        IncompleteError: the reason is empty, or the release already has a lead office.
    """
    _check_reason(reason)
    if not roles.may(by, Role.AUTHOR, release.lead_office):
        raise NotAllowedError(str(release.texts.first() or release))
    with transaction.atomic():
        idle = _idle(release)
        if office is not None:
            _give_office(release, office, by=by, at=at)
        if topics:
            _give_topics(release, topics, by=by, at=at)
        return _publish_or_submit(release, idle, by=by, at=at, reason=reason)


def _give_office(release: Release, office: Office, *, by: User, at: dt.datetime) -> None:
    if release.lead_office_id:
        raise IncompleteError(_("It has a lead office already. Change that on the page of the release."))
    set_lead_office(release, office, by=by, at=at)


def _give_topics(release: Release, topics: Collection[Topic], *, by: User, at: dt.datetime) -> None:
    with locked_release(release) as locked:
        if approval.is_release_scheduled(locked):
            raise ScheduledError(str(locked))
        join(locked, [row.office for row in locked.further.all()], [*locked.topic_list(), *topics])
    approval.apply_release_change(release, by=by, at=at, action="facts")


def describe_picture(
    picture: NewsImage, metadata: dict[str, str], *, language: str, by: User, at: dt.datetime, reason: str
) -> TextCounts:
    """Write missing metadata of a picture, and update the public texts that lack this metadata and show the picture.

    An alternative text updates only texts in ``language``. A credit alone updates texts in all languages. Texts for
    which the person is not at least a translator are skipped. Return the numbers of texts by result.

    Args:
        picture: of the library.
        metadata: ``alt`` (in ``language``), ``credit``, or both.
        language: BCP 47 tag.
        by: the person.
        at: the moment, aware, UTC.
        reason: for the colleagues.

    Raises:
        NotAllowedError: the person may not change the picture.
        IncompleteError: the reason or the metadata is empty.
        OutdatedError: the picture has other metadata of this kind by now.
        ScheduledError: a scheduled text shows the picture.
    """
    _check_reason(reason)
    policy = policy_registry.get_by_type(NewsImage)
    if not policy.user_has_permission_for_instance(by, "change", picture):
        raise NotAllowedError(picture.title)
    with transaction.atomic():
        picture = NewsImage.objects.select_for_update().get(pk=picture.pk)
        library.check_unscheduled(picture)
        _write(picture, metadata, language)
        missing_metadata.refresh_picture(picture)
        mended = TextCounts()
        for text in _showing(picture, language if "alt" in metadata else None):
            if roles.may(by, Role.TRANSLATOR, text.release.lead_office):
                idle = [text.pk] if _is_idle(text) else []
                approval.apply_draft_change(text, by=by, at=at)
                mended.add(_publish_or_submit(text.release, idle, by=by, at=at, reason=reason))
        return mended


def _write(picture: NewsImage, metadata: dict[str, str], language: str) -> None:
    alt, credit = metadata.get("alt", "").strip(), metadata.get("credit", "").strip()
    if not alt and not credit:
        raise IncompleteError(_("Enter a text for the picture."))
    stored = (alt and picture.alt.get(language, "")), (credit and picture.credit)
    if any(old and old != new for old, new in zip(stored, (alt, credit), strict=True)):
        raise OutdatedError(picture.title)
    if alt:
        picture.alt = {**picture.alt, language: alt}
    if credit:
        picture.credit = credit[: NewsImage._meta.get_field("credit").max_length]  # noqa: SLF001
    picture.save(update_fields=["alt", "credit"])


def _showing(picture: NewsImage, language: str | None) -> list[ReleasePage]:
    """Return the public texts with missing picture metadata that show a picture; in one language, or in all."""
    texts = ReleasePage.objects.filter(public_state=PUBLISHED, debts__what__in=PICTURE_METADATA).distinct()
    texts = texts.select_related("release__lead_office")
    if language:
        texts = texts.filter(language=language)
    return [text for text in texts if any(image == picture for image, _alt in missing_metadata.pictures_with_alt(text))]


def _idle(release: Release) -> list[int]:
    return [text.pk for text in release.texts.all() if _is_idle(text)]


def _is_idle(text: ReleasePage) -> bool:
    """Tell whether readers have a text and nobody is at work on the next edition."""
    return Standing.of(text) == Standing(PUBLISHED, NOTHING)


def _publish_or_submit(
    release: Release, idle: Collection[int], *, by: User, at: dt.datetime, reason: str
) -> TextCounts:
    """Publish idle texts at once; submit those that the person may not publish at once."""
    release = Release.objects.get(pk=release.pk)
    texts = reload(list(release.texts.filter(pk__in=idle)))
    others = release.texts.exclude(pk__in=idle)
    drafts = others.filter(Q(public_state=PUBLISHED) | Q(public_state=NOTHING, draft_stage=DRAFT))
    mended = TextCounts(later=drafts.count())
    action = ACTIONS["update at once"]
    for text in texts:
        if may_do(by, action, text):
            publish(text, by=by, at=at, at_once=True, reason=reason)
            mended.public += 1
        else:
            perform("submit", text, by=by, at=at)
            mended.review += 1
    return mended


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise IncompleteError(_("Explain the reason to your colleagues in one sentence."))
