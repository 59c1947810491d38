"""Actions of review and schedule on one text."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from dateline.newsroom.desk.actions import approval
from dateline.newsroom.desk.actions.action import Action, Context, Inputs, Outcome
from dateline.newsroom.desk.editions.files import prepare_files
from dateline.newsroom.desk.errors import IncompleteError
from dateline.newsroom.desk.models import ReleasePage


def make_files(texts: Sequence[ReleasePage]) -> None:
    """Make the public files of the latest drafts, which takes too long for a transaction."""
    for text in texts:
        prepare_files(text.get_latest_revision_as_object())


def approve(text: ReleasePage, _action: Action, _context: Context) -> Outcome:
    """Bind the approval to exactly this text; a later change of the text voids it."""
    digest = approval.latest_digest(text, prepare_files)
    return Outcome({"approved_digest": digest, "approved_revision": text.latest_revision_id})


def send_back(_text: ReleasePage, _action: Action, _context: Context) -> Outcome:
    """Forget the approval."""
    return Outcome({"approved_digest": ""})


def schedule(_text: ReleasePage, _action: Action, context: Context) -> Outcome:
    """Store when the draft goes live, in the row of the text."""
    return Outcome({"scheduled_at": context.inputs.live_at})


def unschedule(_text: ReleasePage, _action: Action, _context: Context) -> Outcome:
    """Clear the time at which the draft goes live; the text stays approved."""
    return Outcome({"scheduled_at": None})


def is_review_owed(text: ReleasePage) -> bool:
    """Tell whether a text was published at once and nobody else has approved it since."""
    return text.review_owed


def check_review_owed(texts: Sequence[ReleasePage], _inputs: Inputs) -> None:
    """Check that the texts owe a review.

    Raises:
        IncompleteError: a text owes no review.
    """
    if not all(text.review_owed for text in texts):
        raise IncompleteError(_("No review is owed for this text."))


def confirm_review(text: ReleasePage, _action: Action, _context: Context) -> Outcome:
    """Confirm the live revision."""
    return Outcome({"review_owed": False, "approved_revision": text.live_revision_id})
