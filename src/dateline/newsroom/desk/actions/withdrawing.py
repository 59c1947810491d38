"""Withdraw, restore, remove, kill: what the public loses and gets back, always with an explanation."""

import dataclasses
import datetime as dt
from collections.abc import Collection, Mapping

import msgspec
from django.utils.translation import gettext as _

from dateline.editions.canonical import new_salt
from dateline.editions.edition import Edition
from dateline.editions.entry import Change, Entry
from dateline.newsroom.desk.actions import redirects
from dateline.newsroom.desk.actions.common import (
    Deed,
    check_allowed,
    locked_release,
    notice,
    reload,
    select_texts,
    subject,
    transition,
)
from dateline.newsroom.desk.actions.states import ERASED, REMOVED
from dateline.newsroom.desk.editions import editions
from dateline.newsroom.desk.errors import IncompleteError
from dateline.newsroom.desk.models import Release, ReleasePage, User
from dateline.newsroom.publication import log


def withdraw(
    what: Release | ReleasePage,
    *,
    by: User | None,
    at: dt.datetime,
    note: str,
    languages: Collection[str] | None = None,
) -> list[Entry]:
    """Take texts out of lists and search; their pages stay, with the explanation in ``note``.

    Raises:
        NotAllowedError, WrongStateError, IncompleteError: as the table in ``states`` says.
    """
    texts = select_texts(what, languages, "withdraw")
    return _again(texts, Deed("withdraw", by=by, at=at, note=note), "withdrawn", live=False)


def restore(
    what: Release | ReleasePage,
    *,
    by: User | None,
    at: dt.datetime,
    note: str,
    languages: Collection[str] | None = None,
) -> list[Entry]:
    """Bring withdrawn texts back, word for word, with an explanation.

    Raises:
        NotAllowedError, WrongStateError, IncompleteError: as the table in ``states`` says.
    """
    texts = select_texts(what, languages, "restore")
    return _again(texts, Deed("restore", by=by, at=at, note=note), "restored", live=True)


def remove(
    what: Release | ReleasePage,
    *,
    by: User | None,
    at: dt.datetime,
    note: str,
    languages: Collection[str] | None = None,
    target: int | None = None,
) -> list[Entry]:
    """Take texts away for good; readers get the explanation, and the log forgets the words.

    Args:
        what: a text, or a release.
        by: who does it.
        at: the moment, aware, UTC.
        note: the explanation.
        languages: of the release, where not all are meant.
        target: number of the release that the pages lead to instead of showing the explanation, which feeds and the
            API have all the same; None where they lead nowhere.

    Raises:
        NotAllowedError, WrongStateError, IncompleteError: as the table in ``states`` says.
        NoSuchTargetError: the release to lead to is this one, or not public in one of the languages.
    """
    texts = select_texts(what, languages, "remove")
    return _away(texts, Deed("remove", by=by, at=at), {"": note}, target=target)


def kill(
    release: Release,
    *,
    by: User | None,
    at: dt.datetime,
    notices: Mapping[str, str],
    languages: Collection[str] | None = None,
) -> list[Entry]:
    """Take texts away at once, in an emergency; as ``remove``, by one person.

    Args:
        release: what is taken away.
        by: the duty officer; None for an order that was given outside the desk.
        at: the moment, aware, UTC.
        notices: what the public is told, by language; under an empty one for all others.
        languages: where not all are meant.

    Returns:
        The entries; none where everything meant is removed already, so that it may be repeated.

    Raises:
        NotAllowedError, WrongStateError, IncompleteError: as the table in ``states`` says.
    """
    wanted = release.texts.exclude(public_state__in=[REMOVED, ERASED]).filter(version__gt=0)
    if languages is not None:
        wanted = wanted.filter(language__in=languages)
    tags = sorted(wanted.values_list("language", flat=True))
    if not tags:
        return []
    return _away(select_texts(release, tags, "kill"), Deed("kill", by=by, at=at), notices)


def _away(texts: list[ReleasePage], deed: Deed, notes: Mapping[str, str], *, target: int | None = None) -> list[Entry]:
    """Append a removal for each text, with its own notice or the one for all, and before it where its page leads."""
    said = {text.language: notes.get(text.language) or notes.get("", "") for text in texts}
    each = {text.pk: dataclasses.replace(deed, note=said[text.language]) for text in texts}
    for text in texts:
        check_allowed([text], each[text.pk])
    with locked_release(texts[0].release):
        texts = reload(texts)
        for text in texts:
            check_allowed([text], each[text.pk])
            transition(text, each[text.pk], live=False, scheduled_at=None, approved_digest="", review_owed=False)
        if target is not None:
            redirects.lead_on(texts, target, at=deed.at)
        return [
            log.append(subject(text), "removed", None, notice=notice(said[text.language], text.language), at=deed.at)
            for text in texts
        ]


def _again(texts: list[ReleasePage], deed: Deed, change: Change, *, live: bool) -> list[Entry]:
    """Append the last edition of each text once more, under another change; the words of the live row stay."""
    check_allowed(texts, deed)
    with locked_release(texts[0].release):
        texts = reload(texts)
        check_allowed(texts, deed)
        made = [_last(text, deed.at) for text in texts]
        for text, edition in zip(texts, made, strict=True):
            if text.is_scheduled:  # a new edition of what readers do not have any more cannot go live by itself
                transition(text, dataclasses.replace(deed, name="unschedule", note=""), scheduled_at=None)
            transition(text, deed, version=edition.version, live=live)
        return [
            log.append(subject(text), change, edition, notice=notice(deed.note, text.language), at=deed.at)
            for text, edition in zip(texts, made, strict=True)
        ]


def _last(text: ReleasePage, at: dt.datetime) -> Edition:
    """Return the words readers had last, as the next version."""
    edition = editions.last(text)
    if edition is None:
        raise IncompleteError(_("The last edition of “%(title)s” is not in the log.") % {"title": text})
    return msgspec.structs.replace(edition, salt=new_salt(), version=edition.version + 1, edited_at=at)
