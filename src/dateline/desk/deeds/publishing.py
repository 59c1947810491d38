"""Publish, update, correct: one transaction from the draft to the log."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Revision

from dateline.desk.deeds import body, editions
from dateline.desk.deeds.common import at_work, demand, fresh, meant, notice, record_state, subject
from dateline.desk.deeds.kits import with_kit
from dateline.desk.deeds.numbers import free_number
from dateline.desk.deeds.rights import demand_rights
from dateline.desk.errors import IncompleteError, WrongStateError
from dateline.desk.models import Release, ReleasePage, User
from dateline.editions.edition import Edition
from dateline.editions.entry import Change, Entry
from dateline.publication import log

Again = Literal["updated", "corrected"]
"""What a new edition of a text that readers already have is called."""


def publish(
    what: Release | ReleasePage,
    *,
    by: User | None,
    at: dt.datetime,
    languages: Collection[str] | None = None,
    change: Again = "updated",
    note: str = "",
) -> list[Entry]:
    """Publish the latest drafts of a text, or of a release in several languages, at one instant or not at all.

    A text that readers do not have yet is published; one they have is ``change``.

    Args:
        what: a text, or a release with ``languages``; a release alone means every draft and every changed text.
        by: who does it; None for the desk itself.
        at: the moment, aware, UTC.
        languages: of the release, where not all are meant.
        change: how a new edition is labelled.
        note: the public, dated explanation; a correction needs one.

    Returns:
        The entries, in the order of the log.

    Raises:
        NotAllowedError: the person's roles do not reach.
        WrongStateError: a text is withdrawn or removed.
        IncompleteError: a text lacks what readers need, or a correction its note.
        RightsExpiredError: the rights in a picture have ended.
    """
    texts = meant(what, languages, "publish") if languages else _meant_now(what)
    demand_rights(texts, at=at)
    return _publish(texts, _Manner(by=by, at=at, change=change, note=note))


def go_live(release: Release, languages: Collection[str], *, at: dt.datetime) -> list[Entry]:
    """Publish what was scheduled, all at one instant; done once, however many processes notice that it is due.

    Raises:
        WrongStateError: a text is not scheduled any more, or for later than ``at``, because another process or a
            person was faster; then none goes live.
        IncompleteError: a text lacks what readers need.
    """
    return _publish(meant(release, languages, "publish"), _Manner(by=None, at=at, only_due=True))


@dataclass(frozen=True)
class _Manner:
    """Who publishes when and how; ``only_due``: texts must be scheduled for this moment or an earlier one."""

    by: User | None
    at: dt.datetime
    change: Again = "updated"
    note: str = ""
    only_due: bool = False


def _publish(texts: list[ReleasePage], manner: _Manner) -> list[Entry]:
    _demand(texts, manner)
    for text in texts:
        body.make_files(text.get_latest_revision_as_object())
    with at_work(texts[0].release) as release:
        texts = fresh(texts)
        _demand(texts, manner)
        _number(release, manner.at)
        shared = editions.frame(release)
        made = [_publish_one(text, release, shared, by=manner.by, at=manner.at) for text in texts]
        return [_append(text, edition, manner) for text, edition in zip(texts, made, strict=True)]


def _append(text: ReleasePage, edition: Edition, manner: _Manner) -> Entry:
    is_first = edition.version == 1
    label: Change = "published" if is_first else manner.change
    said = None if is_first else notice(manner.note, text.language)
    return log.append(subject(text), label, edition, notice=said, at=manner.at)


def _meant_now(what: Release | ReleasePage) -> list[ReleasePage]:
    """Return the text itself; of a release its drafts and those of its public texts that were changed since.

    What is scheduled keeps its moment unless it is named.
    """
    if isinstance(what, ReleasePage):
        return meant(what, None, "publish")
    states = ReleasePage.State
    languages = [
        text.language
        for text in what.texts.all()
        if text.state == states.DRAFT or (text.state == states.PUBLISHED and text.has_unpublished_changes)
    ]
    return meant(what, languages, "publish")


def _demand(texts: list[ReleasePage], manner: _Manner) -> None:
    again = "correct" if manner.change == "corrected" else "update"
    for text in texts:
        if manner.only_due and not _is_due(text, manner.at):
            raise WrongStateError(str(text), text.get_state_display())
        demand([text], again if text.version else "publish", by=manner.by, note=manner.note)
        if text.release.kind_id is None:
            raise IncompleteError(_("Choose the kind of the release before it is published."))


def _is_due(text: ReleasePage, at: dt.datetime) -> bool:
    is_scheduled = text.state == ReleasePage.State.SCHEDULED
    return is_scheduled and text.scheduled_at is not None and text.scheduled_at <= at


def _number(release: Release, at: dt.datetime) -> None:
    """Give a release its number and its moment when it becomes public for the first time."""
    if release.number is None:
        release.number, release.published_at = free_number(), at
        release.save(update_fields=["number", "published_at"])


def _publish_one(
    text: ReleasePage, release: Release, shared: editions.Frame, *, by: User | None, at: dt.datetime
) -> Edition:
    """Publish one text in Wagtail and return its edition."""
    revision = text.get_latest_revision() if text.has_unpublished_changes or not text.live else None
    if revision is None:
        revision = text.save_revision(user=by, clean=False)
    live = _publish_in_wagtail(text, revision, by=by)
    edition = with_kit(editions.build(live, release, shared, version=text.version + 1, edited_at=at))
    record_state(text, state=ReleasePage.State.PUBLISHED, version=edition.version, scheduled_at=None)
    return edition


def _publish_in_wagtail(text: ReleasePage, revision: Revision, *, by: User | None) -> ReleasePage:
    try:
        revision.publish(user=by, skip_permission_checks=True)
    except ValidationError as error:
        lines = " ".join(error.messages)
        message = _("“%(title)s” is not complete: %(problems)s") % {"title": text, "problems": lines}
        raise IncompleteError(message) from error
    live: ReleasePage = ReleasePage.objects.get(pk=text.pk)
    return live
