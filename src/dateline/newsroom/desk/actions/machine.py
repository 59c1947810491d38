"""A first draft by a machine: asked for by a person, written by the worker, and a person's only once taken over."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from dateline.newsroom.desk import clock, translator
from dateline.newsroom.desk.actions import phrases
from dateline.newsroom.desk.actions.common import locked_release, reload
from dateline.newsroom.desk.actions.drafts import add_translation
from dateline.newsroom.desk.actions.states import DRAFT, REVIEW, Standing
from dateline.newsroom.desk.actions.trail import note
from dateline.newsroom.desk.errors import (
    DeskError,
    IncompleteError,
    MachineError,
    NotAllowedError,
    NotTakenOverError,
    WrongStateError,
)
from dateline.newsroom.desk.models import MachineTranslation, ReleasePage, Role, User, roles


def translate(text: ReleasePage, language: str, *, by: User, at: dt.datetime) -> ReleasePage:
    """Begin a translation as `add_translation` does, and let a machine write its first draft.

    Raises:
        MachineError: no machine is set up; nothing is begun then.
        NotAllowedError, IncompleteError: as `add_translation`.
    """
    _demand_machine()
    with transaction.atomic():
        made = add_translation(text, language, by=by)
        ask(made, by=by, at=at)
    return made


def ask(text: ReleasePage, *, by: User, at: dt.datetime) -> None:
    """Ask the machine, once more where it failed; the worker does the rest.

    Raises:
        MachineError: no machine is set up.
        NotAllowedError: the person does not translate for the lead office.
        WrongStateError: the text is no draft.
    """
    _demand_machine()
    if not roles.may(by, Role.TRANSLATOR, text.release.lead_office):
        raise NotAllowedError(str(text))
    if Standing.of(text).stage != DRAFT or not text.translated_from:
        raise WrongStateError(str(text), text.state_label)
    with transaction.atomic():
        facts = {"by": by, "asked_at": at, "done_at": None, "failed": ""}
        wish, _made = MachineTranslation.objects.update_or_create(text=text, defaults=facts)
        note("machine", by=by, at=at, text=text)
    profile = getattr(by, "wagtail_userprofile", None)
    write.enqueue(wish.pk, at.isoformat(), profile.get_preferred_language() if profile else "en")


@task()
def write(key: int, asked_at: str, language: str) -> None:
    """Let the machine write a draft; safe to repeat.

    Args:
        key: of the wish.
        asked_at: when it was asked for, ISO 8601; a wish that was asked anew has a task of its own.
        language: of the person who reads why it failed.
    """
    wish = MachineTranslation.objects.select_related("text__release", "by").filter(pk=key).first()
    if wish is None or wish.done_at or wish.asked_at != dt.datetime.fromisoformat(asked_at):
        return
    with override(language):
        try:
            _write(wish)
        except DeskError as error:
            MachineTranslation.objects.filter(pk=key).update(failed=str(error))


def _write(wish: MachineTranslation) -> None:
    sent = phrases.fragments(wish.text.get_latest_revision_as_object())
    said = translator.translate(sent, wish.text.translated_from, wish.text.language)  # slow, so outside the lock
    with locked_release(wish.text.release):
        [text] = reload([wish.text])
        draft = text.get_latest_revision_as_object()
        if Standing.of(text).stage != DRAFT or phrases.fragments(draft) != sent:
            raise MachineError(_("Somebody writes here by now. Their words stay, and the machine’s are dropped."))
        if wish.by and not roles.may(wish.by, Role.TRANSLATOR, text.release.lead_office):
            raise NotAllowedError(str(text))
        phrases.put(draft, said)
        draft.machine_translated = True
        draft.save_revision(user=wish.by, clean=False)
        MachineTranslation.objects.filter(pk=wish.pk).update(done_at=clock.now(), failed="")


def take_over(text: ReleasePage, *, by: User, at: dt.datetime) -> None:
    """Say that a person has read what a machine translated and answers for it; that person cannot approve it.

    Raises:
        NotAllowedError: the person does not translate for the lead office.
        WrongStateError: the draft is not one that can be changed.
        IncompleteError: no machine has translated it.
    """
    if not roles.may(by, Role.TRANSLATOR, text.release.lead_office):
        raise NotAllowedError(str(text))
    with locked_release(text.release):
        [text] = reload([text])
        if Standing.of(text).stage not in {DRAFT, REVIEW}:
            raise WrongStateError(str(text), text.state_label)
        draft = text.get_latest_revision_as_object()
        if not draft.machine_translated:
            raise IncompleteError(_("This text is a person’s already."))
        draft.machine_translated = False
        draft.save_revision(user=by, clean=False)
        note("take over", by=by, at=at, text=text)


def demand_taken_over(text: ReleasePage) -> None:
    """Check that a person answers for the latest draft.

    Raises:
        NotTakenOverError: a machine wrote it.
    """
    if text.get_latest_revision_as_object().machine_translated:
        raise NotTakenOverError(str(text))


def _demand_machine() -> None:
    if not translator.is_set_up():
        raise MachineError(_("No machine translation is set up."))
