"""Erasure: one person asks for it with a legal reason, another confirms, and the content is deleted everywhere."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dateline.editions.entry import Entry
from dateline.newsroom.desk.actions import library, word_erasure
from dateline.newsroom.desk.actions.action import Context, Inputs
from dateline.newsroom.desk.actions.engine import append, change
from dateline.newsroom.desk.actions.locking import locked_release, reload
from dateline.newsroom.desk.actions.permissions import check_allowed, select_texts
from dateline.newsroom.desk.actions.registry import ACTIONS
from dateline.newsroom.desk.editions import kits, pictures
from dateline.newsroom.desk.errors import IncompleteError, NotAllowedError
from dateline.newsroom.desk.models import Erasure, PublicFile, Release, Role, User, roles

SECOND = Role.CHIEF
"""The least role of the person who confirms."""


def ask_erasure(release: Release, *, by: User, at: dt.datetime, reason: str) -> Erasure:
    """Ask for the erasure of a release in all its languages.

    Raises:
        NotAllowedError: the person is not an administrator.
        IncompleteError: the reason is empty, nothing is left to erase, or a request is pending already.
    """
    for text in select_texts(release, None, [ACTIONS["erase"]]):
        check_allowed(text, ACTIONS["erase"], Inputs(by=by, at=at))
    if not reason.strip():
        raise IncompleteError(_("Enter the legal reason. It is stored, and the public does not see it."))
    try:
        with transaction.atomic():
            return Erasure.objects.create(release=release, asked_by=by, asked_at=at, reason=reason.strip())
    except IntegrityError as error:
        raise IncompleteError(_("This erasure has already been requested.")) from error


def take_back_erasure(erasure: Erasure, *, by: User) -> None:
    """Withdraw a request for erasure that nobody has confirmed.

    Raises:
        NotAllowedError: the person is not an administrator.
    """
    if not roles.may(by, Role.ADMINISTRATOR, erasure.release.lead_office):
        raise NotAllowedError(str(erasure))
    Erasure.objects.filter(pk=erasure.pk, done_at=None).delete()


def erase(erasure: Erasure, *, by: User, at: dt.datetime) -> list[Entry]:
    """Confirm and do an erasure; a repeated call does nothing.

    It deletes the words of all entries, the words and drafts of the desk with comments, search entries and task
    results, and pictures and files that nothing else uses. Positions, digests and the reason stay.

    Returns:
        One entry for each text that ever was public.

    Raises:
        NotAllowedError: the person is the one who asked for the erasure, or is not an editor-in-chief.
    """
    release = erasure.release
    if by.pk == erasure.asked_by_id or not roles.may(by, SECOND, release.lead_office):
        raise NotAllowedError(str(release))
    with locked_release(release) as release:
        wanted = Erasure.objects.select_for_update().get(pk=erasure.pk)
        if wanted.done_at is not None:
            return []
        texts = reload(select_texts(release, None, [ACTIONS["erase"]]))
        used = library.used_by(texts)
        outcomes = change(texts, lambda _text: ACTIONS["erase"], Context(release, Inputs(by=by, at=at)))
        word_erasure.erase_release_words(release)
        Erasure.objects.filter(pk=erasure.pk).update(confirmed_by=by, done_at=at)
        library.forget(used, release=str(release.pk))
        pictures.forget(PublicFile.objects.filter(source=str(release.pk), recipe__startswith=kits.RECIPE))
        transaction.on_commit(word_erasure.vacuum_tables)
        return append(outcomes, at=at)
