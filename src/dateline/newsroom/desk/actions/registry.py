"""The registry of actions: one row for each action.

The page of a release, the API, the emergency screen, the audit trail, the permissions and the desk's home page read it.
To add an action, add a row here and the function that its ``do`` names. The page of the release shows the form of a row
with a label. An action without one, such as “take over”, needs its own button in ``release.html``.
"""

from functools import partial
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy as ngettext

from dateline.newsroom.desk.actions import drafts, machine, publishing, review, withdrawal, word_erasure
from dateline.newsroom.desk.actions import preconditions as needs
from dateline.newsroom.desk.actions.action import Action, Form, Note, Rule
from dateline.newsroom.desk.actions.approval import check_exact
from dateline.newsroom.desk.actions.states import (
    APPROVED,
    DRAFT,
    ERASED,
    NOTHING,
    PUBLISHED,
    REMOVED,
    REVIEW,
    SCHEDULED,
    STAGES,
    WITHDRAWN,
)
from dateline.newsroom.desk.models import Role, Scope
from dateline.newsroom.desk.people import notifications


def _of(*states: str) -> frozenset[str]:
    return frozenset(states)


_NEW, _PUBLIC, _SHOWN = _of(NOTHING), _of(PUBLISHED), _of(PUBLISHED, WITHDRAWN)
_EDITABLE = _NEW | _SHOWN
_ANY_STAGE, _UNAPPROVED = _of(NOTHING, *STAGES), _of(DRAFT, REVIEW)

_publication = partial(
    Action,
    prepare=review.make_files,
    preconditions=(needs.check_kind, needs.check_embargo, needs.check_rights, needs.check_together),
    do=publishing.publish_text,
)
_live: Any = {"to_public": PUBLISHED, "to_stage": NOTHING}
_removed: Any = {"to_public": REMOVED, "to_stage": NOTHING}
_are_public: Any = ngettext("%(count)d text is public.", "%(count)d texts are public.", "count")
_are_removed: Any = ngettext("%(count)d text is removed.", "%(count)d texts are removed.", "count")

ROWS = (
    Action(
        key="submit",
        past=_("submitted for review"),
        rule=Rule(Role.TRANSLATOR, _EDITABLE, _of(DRAFT), to_stage=REVIEW),
        form=Form(
            _("Submit for review"),
            _("The reviewers are notified."),
            ngettext("%(count)d text is in review.", "%(count)d texts are in review.", "count"),
            tone="first",
        ),
        scope=Scope.SUBMIT,
        preconditions=(needs.check_kind, needs.check_complete),
        after=lambda texts, inputs: notifications.notify_submitted(texts, by=inputs.by),
    ),
    Action(
        key="approve",
        past=_("approved"),
        rule=Rule(Role.EDITOR, _EDITABLE, _of(REVIEW), to_stage=APPROVED, four_eyes=True),
        form=Form(
            _("Approve"),
            _("Approves exactly this text. A change cancels the approval."),
            ngettext("%(count)d text is approved.", "%(count)d texts are approved.", "count"),
            tone="first",
        ),
        prepare=review.make_files,
        preconditions=(needs.check_kind, needs.check_complete, needs.check_taken_over, needs.check_desk_check),
        do=review.approve,
        after=lambda texts, inputs: notifications.notify_approved(texts, by=inputs.by),
    ),
    Action(
        key="send back",
        past=_("sent back"),
        rule=Rule(Role.REVIEWER, _EDITABLE, _of(REVIEW, APPROVED), to_stage=DRAFT, note=Note.DESK),
        form=Form(
            _("Send back"),
            _("It is a draft again, and its author is told why."),
            ngettext("%(count)d text is a draft again.", "%(count)d texts are drafts again.", "count"),
            fields=_of("reason"),
        ),
        do=review.send_back,
        after=lambda texts, inputs: notifications.notify_sent_back(texts, by=inputs.by, note=inputs.reason),
    ),
    _publication(
        key="publish",
        past=_("published"),
        rule=Rule(Role.EDITOR, _NEW, _of(APPROVED), **_live),
        form=Form(
            _("Publish"), _("Readers see it within a second."), _are_public, fields=_of("change", "note"), tone="first"
        ),
        change="published",
    ),
    _publication(
        key="update",
        past=_("updated"),
        rule=Rule(Role.EDITOR, _PUBLIC, _of(APPROVED), **_live),
        button="publish",
        change="updated",
    ),
    _publication(
        key="correct",
        past=_("corrected"),
        rule=Rule(Role.EDITOR, _PUBLIC, _of(APPROVED), note=Note.PUBLIC, **_live),
        button="publish",
        change="corrected",
    ),
    Action(
        key="schedule",
        past=_("scheduled"),
        rule=Rule(Role.EDITOR, _NEW | _PUBLIC, _of(APPROVED, SCHEDULED), to_stage=SCHEDULED),
        form=Form(
            _("Schedule"),
            _("It goes live automatically and is locked until then."),
            ngettext("%(count)d text is scheduled.", "%(count)d texts are scheduled.", "count"),
            fields=_of("live_at"),
        ),
        preconditions=(needs.check_moment, needs.check_kind, check_exact, needs.check_embargo, needs.check_rights),
        do=review.schedule,
    ),
    Action(
        key="unschedule",
        past=_("unscheduled"),
        rule=Rule(Role.EDITOR, _NEW | _PUBLIC, _of(SCHEDULED), to_stage=APPROVED),
        form=Form(
            _("Unschedule"),
            _("It stays approved."),
            ngettext("%(count)d text is approved.", "%(count)d texts are approved.", "count"),
        ),
        do=review.unschedule,
    ),
    Action(
        key="go live",
        past=_("went live"),
        rule=Rule(None, _NEW | _PUBLIC, _of(SCHEDULED), **_live),
        prepare=review.make_files,
        # Approved and locked since, so neither the approval nor the rights are checked again.
        preconditions=(needs.check_due, needs.check_kind, needs.check_embargo, needs.check_together),
        do=publishing.publish_text,
    ),
    _publication(
        key="publish at once",
        past=_("published at once"),
        rule=Rule(Role.DUTY, _NEW, _UNAPPROVED, note=Note.DESK, **_live),
        form=Form(
            _("Publish at once, without approval"),
            _("Somebody who has not edited it must review it afterwards."),
            _are_public,
            fields=_of("change", "note", "reason"),
            tone="danger",
        ),
        change="published",
        owes_review=True,
    ),
    _publication(
        key="update at once",
        past=_("updated at once"),
        rule=Rule(Role.EDITOR, _PUBLIC, _UNAPPROVED, note=Note.DESK, **_live),
        button="publish at once",
        change="updated",
        owes_review=True,
    ),
    _publication(
        key="correct at once",
        past=_("corrected at once"),
        # A correction may be a note alone, without a draft.
        rule=Rule(Role.EDITOR, _PUBLIC, _UNAPPROVED | _of(NOTHING), note=Note.PUBLIC, **_live),
        button="publish at once",
        change="corrected",
        owes_review=True,
    ),
    Action(
        key="review",
        past=_("confirmed the owed review"),
        rule=Rule(Role.EDITOR, _SHOWN, _ANY_STAGE, four_eyes=True),
        form=Form(
            _("Confirm the owed review"),
            _("It was published without an approval."),
            ngettext("%(count)d review is done.", "%(count)d reviews are done.", "count"),
            tone="first",
        ),
        applies=review.is_review_owed,
        preconditions=(review.check_review_owed,),
        do=review.confirm_review,
    ),
    Action(
        key="restore",
        past=_("restored the text"),
        rule=Rule(Role.CHIEF, _of(WITHDRAWN), _ANY_STAGE, to_public=PUBLISHED, note=Note.PUBLIC),
        form=Form(
            _("Restore"),
            _("The last edition is public again, word for word, also in lists and search."),
            ngettext("%(count)d text is public again.", "%(count)d texts are public again.", "count"),
            fields=_of("note"),
        ),
        do=withdrawal.repeat_last_edition,
    ),
    Action(
        key="withdraw",
        past=_("withdrew"),
        rule=Rule(Role.CHIEF, _PUBLIC, _ANY_STAGE, to_public=WITHDRAWN, note=Note.PUBLIC),
        form=Form(
            _("Withdraw"),
            _("The page stays and shows the explanation. The text leaves lists and search."),
            ngettext("%(count)d text is withdrawn.", "%(count)d texts are withdrawn.", "count"),
            fields=_of("note"),
            tone="danger",
        ),
        ends_schedule=True,
        do=withdrawal.repeat_last_edition,
    ),
    Action(
        key="remove",
        past=_("removed"),
        rule=Rule(Role.CHIEF, _SHOWN, _ANY_STAGE, note=Note.PUBLIC, **_removed),
        form=Form(
            _("Remove for good"),
            _("Only the explanation stays. This cannot be undone."),
            _are_removed,
            fields=_of("note", "target"),
            tone="danger",
        ),
        do=withdrawal.remove_text,
    ),
    Action(
        key="kill",
        past=_("removed at once in an emergency"),
        rule=Rule(Role.DUTY, _SHOWN, _ANY_STAGE, note=Note.PUBLIC, **_removed),
        do=withdrawal.remove_text,
    ),
    Action(
        key="erase",
        past=_("erased"),
        rule=Rule(Role.ADMINISTRATOR, _EDITABLE | _of(REMOVED), _ANY_STAGE, to_public=ERASED, to_stage=NOTHING),
        do=word_erasure.erase_text,
    ),
    Action(
        key="discard",
        past=_("discarded a draft"),
        rule=Rule(Role.AUTHOR, _EDITABLE, _of(DRAFT), to_stage=NOTHING),
        do=drafts.discard_draft,
    ),
    Action(
        key="machine",
        past=_("requested a machine translation"),
        rule=Rule(Role.TRANSLATOR, _EDITABLE, _of(DRAFT)),
        form=Form("", "", _("The machine is translating. Its draft appears here within a minute or two.")),
        preconditions=(machine.check_set_up, machine.check_translation),
        do=machine.request_translation,
    ),
    Action(
        key="take over",
        past=_("took over the machine’s translation"),
        rule=Rule(Role.TRANSLATOR, _EDITABLE, _UNAPPROVED),
        form=Form("", "", _("You have taken over the text. Somebody else can approve it now.")),
        preconditions=(machine.check_machine_translated,),
        do=machine.take_over,
    ),
    Action(
        key="follow",
        past=_("marked the translation as up to date"),
        rule=Rule(Role.TRANSLATOR, _EDITABLE | _of(REMOVED), _ANY_STAGE),
        form=Form("", "", _("The translation counts as up to date.")),
        do=drafts.count_as_current,
    ),
)

ACTIONS: dict[str, Action] = {row.key: row for row in ROWS}
"""The rows by key, in the order in which the page of a release offers them."""

EVENTS: dict[str, str | Promise] = {
    "void": _("changed the approved text; in review again"),
    "new edition": _("started a new edition"),
    "lead": _("changed the lead office"),
    "embargo": _("put under embargo"),
    "lift embargo": _("lifted the embargo"),
    "facts": _("changed what all languages share"),
    "write": _("edited a draft through the API"),
    "upload": _("uploaded a picture through the API"),
    "issue token": _("issued a token"),
    "revoke token": _("revoked a token"),
}
"""Events of the audit trail that are not actions on texts: key and past tense."""


def past_tense(key: str) -> str:
    """Return the past tense of an action or event for the audit trail; for an unknown key, the key."""
    return str(ACTIONS[key].past if key in ACTIONS else EVENTS.get(key, key))
