"""Writes to the audit trail, and queries of it."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import F

from dateline.newsroom.desk import release_index
from dateline.newsroom.desk.actions.action import Action, Fact, Inputs
from dateline.newsroom.desk.actions.states import DRAFT, Standing
from dateline.newsroom.desk.models import Act, Release, ReleasePage, User


def record_facts(text: ReleasePage, **facts: Fact) -> None:
    """Store facts about a text itself, which its revisions do not contain."""
    ReleasePage.objects.filter(pk=text.pk).update(**facts)
    for name, value in facts.items():
        setattr(text, name, value)
    release_index.refresh([text.release_id])


def note(  # noqa: PLR0913 - named arguments, one a column
    action: str,
    *,
    by: User | None,
    at: dt.datetime,
    text: ReleasePage | None = None,
    release: Release | None = None,
    before: Standing | None = None,
    reason: str = "",
) -> Act:
    """Add a row to the audit trail, in the transaction of what it records.

    Args:
        action: a key of ``registry.ACTIONS`` or ``registry.EVENTS``.
        by: who; None for the desk itself.
        at: the moment, aware, UTC.
        text: the text, in its state afterwards.
        release: the release, if the action is about all its languages.
        before: the state of the text before.
        reason: the explanation that was given.
    """
    return Act.objects.create(
        at=at,
        person=by,
        name=by.get_username() if by else "",
        action=action,
        release=text.release_id if text else release.pk if release else None,
        language=text.language if text else "",
        before=_stored(before),
        after=_stored(Standing.of(text)) if text else "",
        note=reason.strip(),
        digest=text.approved_digest if text else "",
    )


def transition(text: ReleasePage, action: Action, inputs: Inputs, **facts: Fact) -> None:
    """Bring a text to the state an action leads to, with the facts that change with it, and write the audit trail."""
    before = Standing.of(text)
    record_facts(text, **action.rule.end(before).columns(), **facts)
    reason = action.reason(inputs, text.language)
    note(action.key, by=inputs.by, at=inputs.at, text=text, before=before, reason=reason)


def returned(texts: Iterable[ReleasePage]) -> dict[int, Act]:
    """For each draft that was sent back, return the row of the audit trail that records it.

    The keys are the keys of the texts. A text without a draft has no row. A draft has no row if its state has changed
    since it was sent back.
    """
    drafts = [text for text in texts if text.draft_stage == DRAFT]
    if not drafts:
        return {}
    acts = Act.objects.filter(release__in={text.release_id for text in drafts})
    acts = acts.exclude(before="").exclude(before=F("after"))
    last = {(act.release, act.language): act for act in acts.order_by("pk")}
    rows = {text.pk: last.get((text.release_id, text.language)) for text in drafts}
    return {key: act for key, act in rows.items() if act is not None and act.action == "send back"}


def _stored(standing: Standing | None) -> str:
    return f"{standing.public}/{standing.stage}" if standing else ""
