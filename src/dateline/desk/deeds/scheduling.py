"""Schedule and unschedule: a moment in the future, kept in the text's own row and nowhere else."""

import datetime as dt
from collections.abc import Collection

from django.utils.translation import gettext as _

from dateline.desk.deeds.common import at_work, demand, fresh, meant, record_state
from dateline.desk.deeds.rights import demand_rights
from dateline.desk.errors import IncompleteError
from dateline.desk.models import Release, ReleasePage, User

State = ReleasePage.State


def schedule(
    what: Release | ReleasePage,
    *,
    by: User | None,
    at: dt.datetime,
    live_at: dt.datetime,
    languages: Collection[str] | None = None,
) -> list[ReleasePage]:
    """Let texts go live at ``live_at``, all at that instant; the public learns nothing before.

    Returns:
        The texts, scheduled.

    Raises:
        NotAllowedError, WrongStateError: as the table in ``states`` says.
        IncompleteError: the moment is past, or the kind is missing.
        RightsExpiredError: the rights in a picture end before that moment.
    """
    texts = meant(what, languages, "schedule")
    if live_at <= at:
        raise IncompleteError(_("The moment to go live must be in the future."))
    if texts[0].release.kind_id is None:
        raise IncompleteError(_("Choose the kind of the release before it is scheduled."))
    demand_rights(texts, at=live_at)
    return _set(texts, "schedule", by=by, state=State.SCHEDULED, live_at=live_at)


def unschedule(
    what: Release | ReleasePage, *, by: User | None, languages: Collection[str] | None = None
) -> list[ReleasePage]:
    """Take the planned moment away; the texts are drafts again.

    Raises:
        NotAllowedError, WrongStateError: as the table in ``states`` says.
    """
    return _set(meant(what, languages, "unschedule"), "unschedule", by=by, state=State.DRAFT, live_at=None)


def _set(
    texts: list[ReleasePage], deed: str, *, by: User | None, state: str, live_at: dt.datetime | None
) -> list[ReleasePage]:
    demand(texts, deed, by=by)
    with at_work(texts[0].release):
        texts = fresh(texts)
        demand(texts, deed, by=by)
        for text in texts:
            record_state(text, state=state, scheduled_at=live_at)
    return texts
