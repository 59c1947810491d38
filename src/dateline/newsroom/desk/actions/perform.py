"""The entry points of the actions, for views, the API, the clock, imports and programs."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal

from django.db import transaction

from dateline.editions.entry import Entry
from dateline.newsroom.desk.actions.action import Action, Inputs
from dateline.newsroom.desk.actions.drafts import add_translation
from dateline.newsroom.desk.actions.engine import Result, run
from dateline.newsroom.desk.actions.machine import check_set_up
from dateline.newsroom.desk.actions.permissions import select_texts
from dateline.newsroom.desk.actions.preconditions import check_embargo
from dateline.newsroom.desk.actions.registry import ACTIONS
from dateline.newsroom.desk.actions.states import APPROVED, ERASED, NOTHING, REMOVED, SCHEDULED
from dateline.newsroom.desk.models import Release, ReleasePage, User


def perform(
    key: str,
    what: Release | ReleasePage,
    *,
    by: User | None,
    at: dt.datetime,
    languages: Collection[str] | None = None,
    **inputs: Any,
) -> Result:
    """Do an action of the registry to a text, or to a release in some languages: to all of them or to none.

    Args:
        key: of the action.
        what: a text, or a release.
        by: the person; None for the desk itself.
        at: the moment, aware, UTC.
        languages: of the release; None: all from which the action can start.
        inputs: what else the action needs; see `Inputs`.

    Raises:
        IncompleteError: the text does not exist, or an input of the action is missing.
        NotAllowedError: the roles of the person do not include the action.
        WrongStateError: the action cannot start from the state of a text.
        OwnWorkError: the person has edited the text, so somebody else must do the action.
        ApprovalVoidError: an approved text has changed; it is in review again.
        RefusedError: a precondition of the action is not met.
    """
    given = Inputs(by=by, at=at, **inputs)
    texts = select_texts(what, languages, sharing_button(ACTIONS[key]))
    applicable = [text for text in texts if ACTIONS[key].applies(text)]
    return run(applicable or texts, given, lambda text: row_for(key, text, given))


def publish(  # noqa: PLR0913 - named arguments
    what: Release | ReleasePage,
    *,
    by: User | None,
    at: dt.datetime,
    languages: Collection[str] | None = None,
    change: Literal["updated", "corrected"] = "updated",
    note: str = "",
    at_once: bool = False,
    reason: str = "",
) -> list[Entry]:
    """Publish the latest drafts of a text, or of a release in several languages, at one instant or not at all.

    Args:
        what: a text, or a release; without ``languages`` all its approved drafts are published, and all its drafts if
            ``by`` is None. Scheduled texts are published now only if ``languages`` names them.
        by: the person; None for the desk itself, which needs no approval.
        at: the moment, aware, UTC.
        languages: of the release; None as for ``what``.
        change: name in the log for a new edition of a public text.
        note: the public, dated explanation; a correction needs one.
        at_once: whether to publish without an approval; somebody must review the text afterwards.
        reason: why it is published at once, for colleagues.

    Returns:
        The entries, in the order of the log.

    Raises:
        UnderEmbargoError: the embargo has not ended, not even with ``at_once``.
        RightsExpiredError, RecordingExpiredError: the rights in a picture or recording have ended.
        RefusedError: as `perform`.
    """
    inputs = Inputs(by=by, at=at, note=note, reason=reason, change=change)

    def row_of(text: ReleasePage) -> Action:
        is_hurry = text.draft_stage not in {APPROVED, SCHEDULED} if by is None else at_once
        return row_for("publish at once" if is_hurry else "publish", text, inputs)

    texts = _drafts_of(what, languages, by)
    check_embargo(texts, inputs)  # checked before role and state, so that the embargo is the reason that people read
    return run(texts, inputs, row_of).entries


def _drafts_of(what: Release | ReleasePage, languages: Collection[str] | None, by: User | None) -> list[ReleasePage]:
    if isinstance(what, ReleasePage) or languages:
        return select_texts(what, languages, ())
    keys = ("publish", "update") if by else ("publish", "publish at once", "update", "update at once")
    texts = [text for text in what.texts.all() if text.draft_stage != NOTHING]
    starting = [text for text in texts if any(ACTIONS[key].starts_from(text) for key in keys)]
    return select_texts(what, [text.language for text in starting], ())


def go_live(release: Release, languages: Collection[str], *, at: dt.datetime) -> list[Entry]:
    """Publish scheduled texts of a release at one instant; it happens once even if several processes call it.

    The approved revision goes live. It has been locked since the approval, so the approval is not checked again.

    Raises:
        WrongStateError: a text is not scheduled any more, or for later than ``at``, because another process or a
            person was faster; then none goes live.
        IncompleteError: a text lacks what readers need.
        UnderEmbargoError: the embargo has not ended.
    """
    return perform("go live", release, by=None, at=at, languages=languages, only_due=True).entries


def kill(
    release: Release,
    *,
    by: User | None,
    at: dt.datetime,
    notices: Mapping[str, str],
    languages: Collection[str] | None = None,
) -> list[Entry]:
    """Remove texts at once, in an emergency, by one person.

    Args:
        release: whose texts are removed.
        by: the duty officer; None for an order that was given outside the desk.
        at: the moment, aware, UTC.
        notices: explanations for the public by language; key ``""`` is the default.
        languages: of the release; None for all.

    Returns:
        The entries; none if all these texts are removed already, so that the call can be repeated.

    Raises:
        NotAllowedError, WrongStateError, IncompleteError: as `perform`.
    """
    shown = release.texts.exclude(public_state__in=[REMOVED, ERASED]).filter(version__gt=0)
    if languages is not None:
        shown = shown.filter(language__in=languages)
    tags = sorted(shown.values_list("language", flat=True))
    return perform("kill", release, by=by, at=at, languages=tags, notices=notices).entries if tags else []


def translate_by_machine(text: ReleasePage, language: str, *, by: User, at: dt.datetime) -> ReleasePage:
    """Add a translation and let a machine write its first draft; return the new text.

    Raises:
        MachineError: no machine translation is configured; nothing is added.
        NotAllowedError, IncompleteError: as `add_translation`.
    """
    check_set_up([], Inputs(by=by, at=at))
    with transaction.atomic():
        made = add_translation(text, language, by=by)
        perform("machine", made, by=by, at=at)
    return made


def sharing_button(action: Action) -> Sequence[Action]:
    """Return the actions that share a button, such as publish, update and correct; the button's own comes first."""
    button = action.button or action.key
    return [ACTIONS[button], *(row for row in ACTIONS.values() if row.button == button)]


def row_for(key: str, text: ReleasePage, inputs: Inputs) -> Action:
    """Return the action of a shared button that applies to a text, by its public state and ``change``."""
    rows = sharing_button(ACTIONS[key])
    fitting = [row for row in rows if text.public_state in row.rule.public] or rows
    return next((row for row in fitting if row.change == inputs.change), fitting[0])
