"""How an action runs: select the texts, check, lock the release, decide, write the desk, append to the log.

Lock order everywhere: release, then the counter of release numbers, then the head of the log. Appending comes last,
because the head stays locked until the transaction ends.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from dateline.editions.canonical import xml_safe_part
from dateline.editions.entry import Entry
from dateline.newsroom.desk.actions import approval
from dateline.newsroom.desk.actions.action import Action, Context, Inputs, Outcome
from dateline.newsroom.desk.actions.audit_trail import transition
from dateline.newsroom.desk.actions.locking import locked_release, reload
from dateline.newsroom.desk.actions.permissions import check_allowed
from dateline.newsroom.desk.actions.registry import ACTIONS
from dateline.newsroom.desk.actions.states import APPROVED
from dateline.newsroom.desk.errors import ApprovalVoidError
from dateline.newsroom.desk.models import ReleasePage
from dateline.newsroom.publication import log

Choose = Callable[[ReleasePage], Action]
"""Returns the row of the registry that applies to a text in its state."""


@dataclass(frozen=True)
class Result:
    """What an action did.

    Attributes:
        texts: originals first, then by language.
        entries: about these texts, in the order of the log; empty where readers see no difference.
    """

    texts: list[ReleasePage]
    entries: list[Entry]


def run(texts: list[ReleasePage], inputs: Inputs, choose: Choose) -> Result:
    """Do to each text of one release the action that ``choose`` returns for it: to all of them or to none.

    Raises:
        NotAllowedError, WrongStateError, OwnWorkError, IncompleteError: see `check_allowed`.
        ApprovalVoidError: an approved text has changed; it is in review again.
        RefusedError: a text does not meet a precondition of its row.
    """
    rows = _check(texts, inputs, choose)
    for row in rows:
        if row.prepare:
            row.prepare(texts)
    try:
        result = _run_locked(texts, inputs, choose)
    except ApprovalVoidError:
        _void_changed(texts, inputs)
        raise
    for row in rows:
        if row.after:
            row.after(result.texts, inputs)
    return result


def _run_locked(texts: list[ReleasePage], inputs: Inputs, choose: Choose) -> Result:
    with locked_release(texts[0].release) as release:
        texts = reload(texts)
        for row in _check(texts, inputs, choose):
            for check in row.preconditions:
                check([text for text in texts if choose(text).key == row.key], inputs)
        outcomes = change(texts, choose, Context(release, inputs))
        return Result(texts, append(outcomes, at=inputs.at))


def _check(texts: Sequence[ReleasePage], inputs: Inputs, choose: Choose) -> list[Action]:
    """Check all texts against their rows; return the distinct rows."""
    rows: dict[str, Action] = {}
    for text in texts:
        row = choose(text)
        check_allowed(text, row, inputs)
        rows[row.key] = row
    return list(rows.values())


def change(texts: Iterable[ReleasePage], choose: Choose, context: Context) -> list[Outcome]:
    """Change the state and facts of texts; call it in a transaction that has locked the release."""
    outcomes = []
    for text in texts:
        row = choose(text)
        outcome = row.do(text, row, context)
        if row.ends_schedule and text.is_scheduled:
            unscheduling = Inputs(by=context.inputs.by, at=context.inputs.at)
            transition(text, ACTIONS["unschedule"], unscheduling, scheduled_at=None)
        if not outcome.is_deleted:
            transition(text, row, context.inputs, **outcome.facts)
        outcomes.append(outcome)
    return outcomes


def append(outcomes: Iterable[Outcome], *, at: datetime) -> list[Entry]:
    """Append the entries of outcomes to the log and return those about texts; the last step of a transaction."""
    entries = [
        log.append(new.subject, new.change, xml_safe_part(new.words), notice=xml_safe_part(new.notice), at=at)
        for outcome in outcomes
        for new in outcome.entries
    ]
    return [entry for entry in entries if entry.subject.kind == "release"]


def _void_changed(texts: Iterable[ReleasePage], inputs: Inputs) -> None:
    for text in reload(texts):
        if text.draft_stage == APPROVED and not approval.is_exact(text):
            approval.void(text, by=inputs.by, at=inputs.at)
