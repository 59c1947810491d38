"""What every deed writes: facts about a text past its revisions, and the audit trail."""

import datetime as dt

from dateline.newsroom.desk import release_index
from dateline.newsroom.desk.actions.states import Standing
from dateline.newsroom.desk.models import Act, Release, ReleasePage, User


def record_facts(text: ReleasePage, **facts: str | int | bool | dt.datetime | None) -> None:
    """Write facts about a text itself, past its revisions."""
    ReleasePage.objects.filter(pk=text.pk).update(**facts)
    for name, value in facts.items():
        setattr(text, name, value)
    release_index.refresh([text.release_id])


def note(  # noqa: PLR0913 - named arguments, one a column
    deed: str,
    *,
    by: User | None,
    at: dt.datetime,
    text: ReleasePage | None = None,
    release: Release | None = None,
    before: Standing | None = None,
    reason: str = "",
) -> Act:
    """Add an act to the audit trail, in the transaction of what it tells of.

    Args:
        deed: what was done.
        by: who; None for the desk itself.
        at: the moment, aware, UTC.
        text: to which text, as it stands afterwards.
        release: to which release, where all its languages are meant.
        before: where the text stood before.
        reason: what was given as the reason.
    """
    return Act.objects.create(
        at=at,
        person=by,
        name=by.get_username() if by else "",
        deed=deed,
        release=text.release_id if text else release.pk if release else None,
        language=text.language if text else "",
        before=_said(before),
        after=_said(Standing.of(text)) if text else "",
        note=reason.strip(),
        digest=text.approved_digest if text else "",
    )


def _said(standing: Standing | None) -> str:
    return f"{standing.public}/{standing.stage}" if standing else ""
