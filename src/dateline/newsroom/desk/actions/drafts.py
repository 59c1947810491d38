"""Drafts: start a release, add a translation, change the lead office, discard a draft."""

import copy
import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Page

from dateline.newsroom.desk.actions import approval
from dateline.newsroom.desk.actions.action import Action, Context, Outcome
from dateline.newsroom.desk.actions.audit_trail import note
from dateline.newsroom.desk.actions.locking import locked_release
from dateline.newsroom.desk.actions.states import Standing
from dateline.newsroom.desk.editions.published import count_editions
from dateline.newsroom.desk.errors import IncompleteError, NotAllowedError, ScheduledError
from dateline.newsroom.desk.models import (
    NewsroomPage,
    Office,
    OfficePage,
    Release,
    ReleaseOffice,
    ReleasePage,
    ReleaseTopic,
    Role,
    Topic,
    User,
    roles,
)

COPIED = ("dateline_places", "dateline_on", "picture", "body", "boilerplate", "notes", "contacts", "headline", "lead")
"""Fields that a new translation copies from its original."""


def start(
    *,
    by: User | None,
    language: str,
    headline: str,
    release: Release | None = None,
    offices: Iterable[Office] = (),
    topics: Iterable[Topic] = (),
    **words: Any,
) -> ReleasePage:
    """Create a draft, and a new release unless ``release`` is a saved one.

    Args:
        by: its author; None for the desk itself.
        language: BCP 47 tag.
        headline: of the text.
        release: an unsaved release with kind, lead office and other fields; or the saved one that gets a translation.
        offices: the further offices of a new release, in order.
        topics: in order, for a new release.
        words: other fields of the text, by name.

    Raises:
        NotAllowedError: the person is not an author for the lead office.
        IncompleteError: the release already has a text in this language.
    """
    release = release or Release()
    role = Role.TRANSLATOR if words.get("translated_from") else Role.AUTHOR
    if not roles.may(by, role, release.lead_office):
        raise NotAllowedError(headline)
    with transaction.atomic():
        if release._state.adding:  # noqa: SLF001 - Django's own way to tell
            release.full_clean(exclude=["number"])
            release.save()
            join(release, offices, topics)
        text = ReleasePage(release=release, language=language, headline=headline, live=False, owner=by, **words)
        _parent_page(release.lead_office).add_child(instance=text)
        text.save_revision(user=by, clean=False)
    return text


def join(release: Release, offices: Iterable[Office], topics: Iterable[Topic]) -> None:
    """Set the further offices and the topics of a release, in the order given."""
    release.further.all().delete()
    release.subjects.all().delete()
    further = dict.fromkeys(office for office in offices if office.pk != release.lead_office_id)
    ReleaseOffice.objects.bulk_create(
        ReleaseOffice(release=release, office=office, order=order) for order, office in enumerate(further, 1)
    )
    ReleaseTopic.objects.bulk_create(
        ReleaseTopic(release=release, topic=topic, order=order) for order, topic in enumerate(dict.fromkeys(topics), 1)
    )


def add_translation(text: ReleasePage, language: str, *, by: User | None) -> ReleasePage:
    """Create a draft of the same release in another language, with a copy of the body and words of this one.

    Raises:
        NotAllowedError: the person is not an author for the lead office.
        IncompleteError: the release already has a text in this language.
    """
    source = text.get_latest_revision_as_object()
    if ReleasePage.objects.filter(release=text.release_id, language=language).exists():
        message = _("There is a text in this language already.")
        raise IncompleteError(message)
    words = {name: copy.copy(getattr(source, name)) for name in COPIED}
    words["translated_from"] = text.language
    words["translated_edition"] = count_editions(str(text.release_id), text.language)
    try:
        return start(by=by, language=language, release=text.release, **words)
    except IntegrityError as error:
        raise IncompleteError(_("There is a text in this language already.")) from error


def count_as_current(text: ReleasePage, _action: Action, _context: Context) -> Outcome:
    """Mark a translation as up to date with the last edition of its original."""
    return Outcome({"translated_edition": count_editions(str(text.release_id), text.translated_from)})


@transaction.atomic
def set_lead_office(release: Release, office: Office | None, *, by: User | None, at: dt.datetime) -> None:
    """Change the lead office of a release; all its texts move below the page of the new office.

    Raises:
        NotAllowedError: the person is not an author for both the present and the new office.
        ScheduledError: a language of the release is scheduled.
    """
    if release.lead_office_id == (office.pk if office else None):
        return
    if not (roles.may(by, Role.AUTHOR, release.lead_office) and roles.may(by, Role.AUTHOR, office)):
        raise NotAllowedError(str(office or release))
    with locked_release(release) as locked:
        if approval.is_release_scheduled(locked):
            raise ScheduledError(str(locked))
        release.lead_office = office
        release.save(update_fields=["lead_office"])
        release.further.filter(office=office).delete()
        target = _parent_page(office)
        for text in release.texts.all():
            MovePageAction(text, target, pos="last-child", user=by).execute(skip_permission_checks=True)
            target = _parent_page(office)
    approval.apply_release_change(release, by=by, at=at, action="lead")


def discard_draft(text: ReleasePage, action: Action, context: Context) -> Outcome:
    """Throw away a draft.

    A public text gets its last edition back as draft. A text that was never public is deleted, and its release with
    the last text.
    """
    inputs = context.inputs
    if text.version:
        ReleasePage.objects.get(pk=text.pk).save_revision(user=inputs.by, changed=False, clean=False)
        return Outcome({"has_unpublished_changes": False})
    note(action.key, by=inputs.by, at=inputs.at, text=text, before=Standing.of(text))
    text.delete(user=None)
    if context.release.number is None and not context.release.texts.exists():
        context.release.delete()
    return Outcome(is_deleted=True)


def _parent_page(office: Office | None) -> Page:
    """Return the page that is the parent of the texts of an office."""
    return NewsroomPage.objects.get() if office is None else OfficePage.objects.get(office=office)
