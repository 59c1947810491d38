"""Publish, update, correct: one transaction from the draft to the log."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Revision

from dateline.editions.edition import Edition
from dateline.editions.entry import Change, Entry
from dateline.newsroom.desk.actions import approval, completeness
from dateline.newsroom.desk.actions.common import (
    Deed,
    check_allowed,
    locked_release,
    notice,
    reload,
    said_state,
    select_texts,
    subject,
    transition,
)
from dateline.newsroom.desk.actions.embargoing import demand_no_embargo
from dateline.newsroom.desk.actions.numbers import free_number
from dateline.newsroom.desk.actions.rights import demand_rights
from dateline.newsroom.desk.actions.states import APPROVED, NOTHING, SCHEDULED, TRANSITIONS, Standing
from dateline.newsroom.desk.editions import body, editions
from dateline.newsroom.desk.editions.kits import with_kit
from dateline.newsroom.desk.errors import ApprovalVoidError, IncompleteError, WrongStateError
from dateline.newsroom.desk.models import Release, ReleasePage, User
from dateline.newsroom.publication import log

Again = Literal["updated", "corrected"]
"""What a new edition of a text that readers already have is called."""


def publish(  # noqa: PLR0913 - named arguments
    what: Release | ReleasePage,
    *,
    by: User | None,
    at: dt.datetime,
    languages: Collection[str] | None = None,
    change: Again = "updated",
    note: str = "",
    at_once: bool = False,
    reason: str = "",
) -> list[Entry]:
    """Publish the latest drafts of a text, or of a release in several languages, at one instant or not at all.

    A text that readers do not have yet is published; one they have is ``change``.

    Args:
        what: a text, or a release with ``languages``; a release alone means every approved draft, and for the desk
            itself every draft.
        by: who does it; None for the desk itself.
        at: the moment, aware, UTC.
        languages: of the release, where not all are meant.
        change: how a new edition is labelled.
        note: the public, dated explanation; a correction needs one.
        at_once: without an approval; a review is owed then. The desk itself needs no approval.
        reason: why at once, for the colleagues.

    Returns:
        The entries, in the order of the log.

    Raises:
        NotAllowedError: the person's roles do not reach.
        WrongStateError: a text is scheduled, withdrawn or removed.
        ApprovalVoidError: an approved text is another one now; it is in review again.
        IncompleteError: a text lacks what readers need, a correction its note, a hurry its reason.
        UnderEmbargoError: the embargo has not ended, and no hurry goes before it.
        RightsExpiredError: the rights in a picture have ended.
    """
    texts = select_texts(what, languages, "publish") if languages else _meant_now(what, by)
    demand_rights(texts, at=at)
    return _publish(texts, _Manner(by=by, at=at, change=change, note=note, at_once=at_once, reason=reason))


def go_live(release: Release, languages: Collection[str], *, at: dt.datetime) -> list[Entry]:
    """Publish what was scheduled, all at one instant; done once, however many processes notice that it is due.

    It was approved and is locked since, so nothing is checked anew: what goes live is the revision that was approved.

    Raises:
        WrongStateError: a text is not scheduled any more, or for later than ``at``, because another process or a
            person was faster; then none goes live.
        IncompleteError: a text lacks what readers need.
        UnderEmbargoError: its embargo has not ended.
    """
    return _publish(select_texts(release, languages, "publish"), _Manner(by=None, at=at, only_due=True))


@dataclass(frozen=True)
class _Manner:
    """Who publishes when and how; ``only_due``: texts must be scheduled for this moment or an earlier one."""

    by: User | None
    at: dt.datetime
    change: Again = "updated"
    note: str = ""
    at_once: bool = False
    reason: str = ""
    only_due: bool = False

    def deed(self, text: ReleasePage) -> Deed:
        """Return what publishing means for a text as it stands."""
        standing = Standing.of(text)
        if self.only_due:
            return Deed("go live", by=self.by, at=self.at)
        name = "publish" if standing.public == NOTHING else "correct" if self.change == "corrected" else "update"
        if standing.stage in {APPROVED, SCHEDULED} if self.by is None else not self.at_once:
            return Deed(name, by=self.by, at=self.at, note=self.note)
        is_public_note = name == "correct"
        return Deed(f"{name} at once", by=self.by, at=self.at, note=self.note if is_public_note else self.reason)


def _publish(texts: list[ReleasePage], manner: _Manner) -> list[Entry]:
    try:
        _demand(texts, manner)
        for text in texts:
            body.make_files(text.get_latest_revision_as_object())
        return _publish_locked(texts, manner)
    except ApprovalVoidError:
        for text in reload(texts):
            if Standing.of(text).stage == APPROVED and not approval.is_exact(text):
                approval.void(text, by=manner.by, at=manner.at)
        raise


def _publish_locked(texts: list[ReleasePage], manner: _Manner) -> list[Entry]:
    with locked_release(texts[0].release) as release:
        texts = reload(texts)
        _demand(texts, manner)
        _number(release, manner.at)
        shared = editions.frame(release)
        made = [_publish_one(text, release, shared, manner) for text in texts]
        return [_append(text, edition, manner) for text, edition in zip(texts, made, strict=True)]


def _append(text: ReleasePage, edition: Edition, manner: _Manner) -> Entry:
    is_first = edition.version == 1
    label: Change = "published" if is_first else manner.change
    said = None if is_first else notice(manner.note, text.language)
    return log.append(subject(text), label, edition, notice=said, at=manner.at)


def _meant_now(what: Release | ReleasePage, by: User | None) -> list[ReleasePage]:
    """Return the text itself; of a release what is approved, and for the desk itself every draft.

    What is scheduled keeps its moment unless it is named.
    """
    if isinstance(what, ReleasePage):
        return select_texts(what, None, "publish")
    deeds = ("publish", "update") if by else ("publish", "publish at once", "update", "update at once")
    texts = [text for text in what.texts.all() if Standing.of(text).stage != NOTHING]
    starting = (text for text in texts if any(TRANSITIONS[deed].starts_from(Standing.of(text)) for deed in deeds))
    return select_texts(what, [text.language for text in starting], "publish")


def _demand(texts: list[ReleasePage], manner: _Manner) -> None:
    demand_no_embargo(texts[0].release, manner.at)
    for text in texts:
        if manner.only_due and not _is_due(text, manner.at):
            raise WrongStateError(str(text), said_state(text))
        deed = manner.deed(text)
        check_allowed([text], deed)
        if Standing.of(text).stage == APPROVED:
            approval.demand_exact(text)
        if text.release.kind_id is None:
            raise IncompleteError(_("Choose the kind of the release before it is published."))
    _demand_together(texts)


def _demand_together(texts: list[ReleasePage]) -> None:
    """Check that no language stays behind where the kind wants all of them at one instant."""
    release = texts[0].release
    if release.kind and release.kind.together:
        left = release.texts.filter(version=0).exclude(pk__in=[text.pk for text in texts])
        if languages := ", ".join(left.order_by("language").values_list("language", flat=True)):
            raise IncompleteError(
                _("“%(kind)s” goes out in all languages together, and these would stay behind: %(languages)s.")
                % {"kind": release.kind, "languages": languages}
            )


def _is_due(text: ReleasePage, at: dt.datetime) -> bool:
    return text.is_scheduled and text.scheduled_at is not None and text.scheduled_at <= at


def _number(release: Release, at: dt.datetime) -> None:
    """Give a release its number and its moment when it becomes public for the first time."""
    if release.number is None:
        release.number, release.published_at = free_number(), at
        release.save(update_fields=["number", "published_at"])


def _publish_one(text: ReleasePage, release: Release, shared: editions.Frame, manner: _Manner) -> Edition:
    """Publish one text in Wagtail and return its edition."""
    live = _publish_in_wagtail(text, _revision(text, manner), by=manner.by)
    edition = with_kit(editions.build(live, release, shared, version=text.version + 1, edited_at=manner.at))
    deed = manner.deed(text)
    is_at_once = deed.name.endswith("at once")
    transition(
        text,
        deed,
        version=edition.version,
        scheduled_at=None,
        approved_digest="",
        review_owed=is_at_once and (manner.by is not None or text.review_owed),
    )
    return edition


def _revision(text: ReleasePage, manner: _Manner) -> Revision:
    """Return the revision to publish: the approved one of what was scheduled, else the latest."""
    if manner.only_due and text.approved_revision:
        approved: Revision = Revision.objects.for_instance(text).get(pk=text.approved_revision)
        return approved
    revision = text.get_latest_revision() if text.has_unpublished_changes or not text.live else None
    return revision or text.save_revision(clean=False)  # by nobody: the words are those that were there


def _publish_in_wagtail(text: ReleasePage, revision: Revision, *, by: User | None) -> ReleasePage:
    completeness.demand_words(revision.as_object())
    try:
        revision.publish(user=by, skip_permission_checks=True)
    except ValidationError as error:
        raise completeness.incomplete(text, error) from error
    live: ReleasePage = ReleasePage.objects.get(pk=text.pk)
    return live
