"""Changes of drafts by programs; each change names the revision that it is based on."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError

from dateline.newsroom.desk.actions import approval
from dateline.newsroom.desk.actions.audit_trail import note
from dateline.newsroom.desk.actions.drafts import join
from dateline.newsroom.desk.actions.locking import locked_release, reload
from dateline.newsroom.desk.actions.states import DRAFT, NOTHING, Standing, state_in_words
from dateline.newsroom.desk.errors import IncompleteError, NotAllowedError, OutdatedError, WrongStateError
from dateline.newsroom.desk.models import Office, Release, ReleasePage, Role, Topic, User, roles


def rewrite(text: ReleasePage, words: Mapping[str, Any], *, known: int, by: User, at: dt.datetime) -> ReleasePage:
    """Save a new draft of a text that never was public, with some of its fields changed; return it.

    Args:
        text: a draft.
        words: fields of the text, by name.
        known: key of the revision that the change is based on.
        by: who writes.
        at: the moment, aware, UTC.

    Raises:
        NotAllowedError: the roles of the person do not allow it.
        WrongStateError: the text is in review or a later stage, or was public.
        OutdatedError: the draft has changed since revision ``known``.
    """
    with locked_release(text.release):
        [text] = reload([text])
        check_writable([text], by)
        if text.latest_revision_id != known:
            raise OutdatedError(str(text))
        draft: ReleasePage = text.get_latest_revision_as_object()
        for name, value in words.items():
            setattr(draft, name, value)
        draft.save_revision(user=by, clean=False)
        note("write", by=by, at=at, text=draft)
    return draft


def set_facts(
    release: Release,
    facts: Mapping[str, Any],
    *,
    offices: Iterable[Office] | None,
    topics: Iterable[Topic] | None,
    by: User,
    at: dt.datetime,
) -> Release:
    """Change what the languages of a release share, while all of them are drafts; its lead office stays.

    Args:
        release: the one to change.
        facts: fields of the release, by name.
        offices: the further ones, in order; None for no change.
        topics: in order; None for no change.
        by: who writes.
        at: the moment, aware, UTC.

    Raises:
        NotAllowedError: the roles of the person do not allow it.
        WrongStateError: a text of the release is in review or a later stage, or was public.
        IncompleteError: the fields contradict one another.
    """
    with locked_release(release) as locked:
        check_writable(locked.texts.select_related("release__lead_office"), by)
        for name, value in facts.items():
            setattr(locked, name, value)
        try:
            locked.full_clean(exclude=["number"])
        except ValidationError as error:
            raise IncompleteError(" ".join(error.messages)) from error
        locked.save()
        join(
            locked,
            locked.office_list() if offices is None else offices,
            locked.topic_list() if topics is None else topics,
        )
        approval.apply_release_change(locked, by=by, at=at, action="facts")
    return locked


def check_writable(texts: Iterable[ReleasePage], by: User) -> None:
    """Check that texts are drafts that never were public, and that somebody is an author of them.

    Raises:
        NotAllowedError: the roles of the person do not allow it.
        WrongStateError: a text is not a draft, or was public.
    """
    for text in texts:
        if not roles.may(by, Role.AUTHOR, text.release.lead_office):
            raise NotAllowedError(str(text))
        if Standing.of(text) != Standing(NOTHING, DRAFT):
            raise WrongStateError(str(text), state_in_words(text))
