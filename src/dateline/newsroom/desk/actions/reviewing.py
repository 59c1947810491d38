"""Before the public: submit, send back, approve; and the review that is owed after publishing at once."""

import datetime as dt
from collections.abc import Callable, Collection

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dateline.newsroom.desk.actions import approval, completeness
from dateline.newsroom.desk.actions.common import Deed, check_allowed, locked_release, reload, select_texts, transition
from dateline.newsroom.desk.actions.machine import demand_taken_over
from dateline.newsroom.desk.actions.trail import record_facts
from dateline.newsroom.desk.editions import body
from dateline.newsroom.desk.errors import IncompleteError
from dateline.newsroom.desk.hooks import hooks
from dateline.newsroom.desk.models import Release, ReleasePage, User
from dateline.newsroom.desk.people import notifications

Effect = Callable[[ReleasePage, Deed], None]


def submit(
    what: Release | ReleasePage, *, by: User | None, at: dt.datetime, languages: Collection[str] | None = None
) -> list[ReleasePage]:
    """Give drafts to the reviewers.

    Raises:
        NotAllowedError, WrongStateError: as the table in ``states`` says.
        IncompleteError: a part that readers need is missing.
    """
    texts = _move(what, languages, Deed("submit", by=by, at=at), lambda text, _deed: demand_complete(text))
    notifications.notify_submitted(texts, by=by)
    return texts


def send_back(
    what: Release | ReleasePage,
    *,
    by: User | None,
    at: dt.datetime,
    note: str,
    languages: Collection[str] | None = None,
) -> list[ReleasePage]:
    """Give texts back to their authors, with a note that says what is to be done.

    Raises:
        NotAllowedError, WrongStateError, IncompleteError: as the table in ``states`` says.
    """
    texts = _move(what, languages, Deed("send back", by=by, at=at, note=note), _forget_approval)
    notifications.notify_sent_back(texts, by=by, note=note)
    return texts


def approve(
    what: Release | ReleasePage, *, by: User | None, at: dt.datetime, languages: Collection[str] | None = None
) -> list[ReleasePage]:
    """Approve exactly these texts; whoever changes them afterwards voids it.

    Raises:
        NotAllowedError, WrongStateError, OwnWorkError: as the table in ``states`` says.
        IncompleteError: a part that readers need is missing.
        UncheckedError: the desk check has found what must be mended or dismissed first.
    """
    for text in select_texts(what, languages, "approve"):
        body.make_files(text.get_latest_revision_as_object())  # takes time, so before the transaction
    texts = _move(what, languages, Deed("approve", by=by, at=at), _approve_one)
    notifications.notify_approved(texts, by=by)
    return texts


def review(
    what: Release | ReleasePage, *, by: User | None, at: dt.datetime, languages: Collection[str] | None = None
) -> list[ReleasePage]:
    """Do the review that is owed for what was published at once.

    Raises:
        NotAllowedError, WrongStateError, OwnWorkError: as the table in ``states`` says.
        IncompleteError: none is owed.
    """
    owed = [text for text in select_texts(what, languages, "review") if text.review_owed]
    if not owed:
        raise IncompleteError(_("No review is owed for this text."))
    return _move(what, [text.language for text in owed], Deed("review", by=by, at=at), _review_one)


def demand_complete(text: ReleasePage) -> None:
    """Check that the latest draft has every part that readers need.

    Raises:
        IncompleteError: it has not.
    """
    if text.release.kind_id is None:
        raise IncompleteError(_("Choose the kind of the release first."))
    draft = text.get_latest_revision_as_object()
    completeness.demand_words(draft)
    try:
        draft.full_clean()
    except ValidationError as error:
        raise completeness.incomplete(text, error) from error


def _approve_one(text: ReleasePage, deed: Deed) -> None:
    demand_complete(text)
    demand_taken_over(text)
    if deed.by:  # what the desk itself approves has passed elsewhere
        hooks.get().refuse_unchecked(text, at=deed.at)
    record_facts(text, approved_digest=approval.latest_digest(text), approved_revision=text.latest_revision_id)


def _review_one(text: ReleasePage, _deed: Deed) -> None:
    record_facts(text, review_owed=False, approved_revision=text.live_revision_id)


def _forget_approval(text: ReleasePage, _deed: Deed) -> None:
    record_facts(text, approved_digest="")


def _move(
    what: Release | ReleasePage, languages: Collection[str] | None, deed: Deed, effect: Effect
) -> list[ReleasePage]:
    texts = select_texts(what, languages, deed.name)
    check_allowed(texts, deed)
    with locked_release(texts[0].release):
        texts = reload(texts)
        check_allowed(texts, deed)
        for text in texts:
            effect(text, deed)
            transition(text, deed)
    return texts
