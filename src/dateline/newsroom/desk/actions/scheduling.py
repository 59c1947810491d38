"""Schedule and unschedule: a moment in the future, kept in the text's own row and nowhere else."""

import datetime as dt
from collections.abc import Collection

from django.utils.translation import gettext as _

from dateline.newsroom.desk.actions import approval
from dateline.newsroom.desk.actions.common import Deed, check_allowed, locked_release, reload, select_texts, transition
from dateline.newsroom.desk.actions.embargoing import demand_no_embargo
from dateline.newsroom.desk.actions.rights import demand_rights
from dateline.newsroom.desk.actions.states import APPROVED, Standing
from dateline.newsroom.desk.errors import IncompleteError
from dateline.newsroom.desk.models import Release, ReleasePage, User


def schedule(
    what: Release | ReleasePage,
    *,
    by: User | None,
    at: dt.datetime,
    live_at: dt.datetime,
    languages: Collection[str] | None = None,
) -> list[ReleasePage]:
    """Let approved texts go live at ``live_at``, all at that instant; the public learns nothing before.

    Returns:
        The texts, scheduled and locked.

    Raises:
        NotAllowedError, WrongStateError: as the table in ``states`` says.
        ApprovalVoidError: a text is not what was approved.
        IncompleteError: the moment is past, or the kind is missing.
        UnderEmbargoError: the embargo ends after that moment.
        RightsExpiredError: the rights in a picture end before that moment.
    """
    texts = select_texts(what, languages, "schedule")
    if live_at <= at:
        raise IncompleteError(_("The moment to go live must be in the future."))
    if texts[0].release.kind_id is None:
        raise IncompleteError(_("Choose the kind of the release before it is scheduled."))
    for text in texts:
        if Standing.of(text).stage == APPROVED:
            approval.demand_exact(text)
    demand_no_embargo(texts[0].release, live_at)
    demand_rights(texts, at=live_at)
    return _set(texts, Deed("schedule", by=by, at=at), live_at)


def unschedule(
    what: Release | ReleasePage, *, by: User | None, at: dt.datetime, languages: Collection[str] | None = None
) -> list[ReleasePage]:
    """Take the planned moment away; the texts are approved as before and can be changed again.

    Raises:
        NotAllowedError, WrongStateError: as the table in ``states`` says.
    """
    return _set(select_texts(what, languages, "unschedule"), Deed("unschedule", by=by, at=at), None)


def _set(texts: list[ReleasePage], deed: Deed, live_at: dt.datetime | None) -> list[ReleasePage]:
    check_allowed(texts, deed)
    with locked_release(texts[0].release):
        texts = reload(texts)
        check_allowed(texts, deed)
        for text in texts:
            transition(text, deed, scheduled_at=live_at)
    return texts
