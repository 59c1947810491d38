"""Publish, update and correct: from the draft to an entry of the log in one transaction."""

import datetime as dt

from django.core.exceptions import ValidationError
from wagtail.models import Revision

from dateline.editions.entry import Change
from dateline.newsroom.desk.actions.action import Action, Context, NewEntry, Outcome, subject
from dateline.newsroom.desk.actions.approval import digest_of
from dateline.newsroom.desk.actions.numbers import free_number
from dateline.newsroom.desk.actions.preconditions import check_words, incomplete
from dateline.newsroom.desk.actions.states import APPROVED
from dateline.newsroom.desk.editions.build import build_unlinked
from dateline.newsroom.desk.editions.files import prepare_files
from dateline.newsroom.desk.editions.kits import with_kit
from dateline.newsroom.desk.editions.published import public_address
from dateline.newsroom.desk.errors import ApprovalVoidError
from dateline.newsroom.desk.models import Release, ReleasePage, User


def publish_text(text: ReleasePage, action: Action, context: Context) -> Outcome:
    """Publish the draft of a text in Wagtail and in the log.

    The edition is built once: it is compared with the approved one and then published.

    Raises:
        ApprovalVoidError: an approved draft has changed since its approval.
        IncompleteError: the draft lacks a required part, or names something that no longer exists.
    """
    inputs, version = context.inputs, text.version + 1
    revision = _revision(text, only_due=inputs.only_due)
    draft = revision.as_object()
    check_words(draft)
    _give_number(context.release, inputs.at)
    files = prepare_files(draft)
    unlinked = build_unlinked(draft, context.release, context.frame, files, version=version, edited_at=inputs.at)
    if text.draft_stage == APPROVED and digest_of(unlinked) != text.approved_digest:
        raise ApprovalVoidError(str(text))
    _publish_in_wagtail(text, revision, by=inputs.by)
    edition = with_kit(unlinked.linked(public_address))
    facts = {
        "version": version,
        "scheduled_at": None,
        "approved_digest": "",
        "review_owed": action.owes_review and (inputs.by is not None or text.review_owed),
    }
    is_first = version == 1
    change: Change = "published" if is_first else "corrected" if inputs.change == "corrected" else "updated"
    notice = None if is_first else inputs.notice_for(text.language)
    return Outcome(facts, (NewEntry(subject(text), change, edition, notice),))


def _give_number(release: Release, at: dt.datetime) -> None:
    """Give a release its number and its moment when it becomes public for the first time."""
    if release.number is None:
        release.number, release.published_at = free_number(), at
        release.save(update_fields=["number", "published_at"])


def _revision(text: ReleasePage, *, only_due: bool) -> Revision:
    """Return the revision to publish: the approved one of a scheduled text, else the latest."""
    if only_due and text.approved_revision:
        approved: Revision = Revision.objects.for_instance(text).get(pk=text.approved_revision)
        return approved
    revision = text.get_latest_revision() if text.has_unpublished_changes or not text.live else None
    return revision or text.save_revision(clean=False)  # without a person, because the words have not changed


def _publish_in_wagtail(text: ReleasePage, revision: Revision, *, by: User | None) -> None:
    try:
        revision.publish(user=by, skip_permission_checks=True)
    except ValidationError as error:
        raise incomplete(text, error) from error
