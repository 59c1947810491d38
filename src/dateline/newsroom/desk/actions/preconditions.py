"""Checks before an action, besides role and state. Each takes the texts and the inputs, and raises an error."""

import datetime as dt
import unicodedata
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, ValidationError
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from dateline.newsroom.desk.actions.action import Inputs
from dateline.newsroom.desk.actions.states import state_in_words
from dateline.newsroom.desk.checks.report import require_clean
from dateline.newsroom.desk.editions.files import images, recordings_of
from dateline.newsroom.desk.errors import (
    IncompleteError,
    NotTakenOverError,
    RecordingExpiredError,
    RightsExpiredError,
    UnderEmbargoError,
    WrongStateError,
)
from dateline.newsroom.desk.models import NewsroomSettings, Release, ReleasePage
from dateline.newsroom.desk.models.newsroom import zone_for


def check_kind(texts: Sequence[ReleasePage], _inputs: Inputs) -> None:
    """Check that the release has a kind.

    Raises:
        IncompleteError: the release has no kind.
    """
    if texts[0].release.kind_id is None:
        raise IncompleteError(_("Choose the kind of the release first."))


def check_complete(texts: Sequence[ReleasePage], _inputs: Inputs) -> None:
    """Check that the latest drafts have every part that readers need.

    Raises:
        IncompleteError: a part is missing; the message names it as the form does.
    """
    for text in texts:
        draft = text.get_latest_revision_as_object()
        check_words(draft)
        try:
            draft.full_clean()
        except ValidationError as error:
            raise incomplete(text, error) from error


def check_taken_over(texts: Sequence[ReleasePage], _inputs: Inputs) -> None:
    """Check that a person has taken over each machine-translated draft.

    Raises:
        NotTakenOverError: nobody has taken over a machine-translated draft.
    """
    for text in texts:
        if text.get_latest_revision_as_object().machine_translated:
            raise NotTakenOverError(str(text))


def check_desk_check(texts: Sequence[ReleasePage], inputs: Inputs) -> None:
    """Check that the desk check has no open findings that block approval. The desk itself skips this check.

    Raises:
        UncheckedError: a text has such findings; the message names them.
    """
    if inputs.by is not None:
        require_clean(texts, at=inputs.at)


def check_embargo(texts: Sequence[ReleasePage], inputs: Inputs) -> None:
    """Check that the embargo ends before readers get the texts.

    Raises:
        UnderEmbargoError: the embargo ends later.
    """
    refuse_under_embargo(texts[0].release, inputs.public_at)


def refuse_under_embargo(release: Release, at: dt.datetime) -> None:
    """Refuse to make a release public at a moment before its embargo ends.

    Raises:
        UnderEmbargoError: the moment is too early; the message names the end in the zone of the lead office.
    """
    if release.embargo_until is not None and release.is_under_embargo(at):
        raise UnderEmbargoError(release.embargo_until, zone_for(release.lead_office))


def check_rights(texts: Sequence[ReleasePage], inputs: Inputs) -> None:
    """Check that the rights in all pictures and recordings last until the day on which readers get them.

    The day is the newsroom's.

    Raises:
        RightsExpiredError, RecordingExpiredError: the rights in a picture or recording end before that day.
    """
    on = inputs.public_at.astimezone(ZoneInfo(NewsroomSettings.current().time_zone)).date()
    for text in texts:
        draft = text.get_latest_revision_as_object()
        for things, refusal in ((images(draft), RightsExpiredError), (recordings_of(draft), RecordingExpiredError)):
            for thing in things:
                if thing.expires_on is not None and thing.expires_on < on:
                    raise refusal(thing.title, date_format(thing.expires_on, "DATE_FORMAT"))


def check_together(texts: Sequence[ReleasePage], _inputs: Inputs) -> None:
    """Check that all languages are published together if the kind requires it.

    Raises:
        IncompleteError: languages are missing; the message names them.
    """
    release = texts[0].release
    if release.kind and release.kind.together:
        left = release.texts.filter(version=0).exclude(pk__in=[text.pk for text in texts])
        if languages := ", ".join(left.order_by("language").values_list("language", flat=True)):
            raise IncompleteError(
                _("“%(kind)s” is published in all languages together. These languages are missing: %(languages)s.")
                % {"kind": release.kind, "languages": languages}
            )


def check_due(texts: Sequence[ReleasePage], inputs: Inputs) -> None:
    """Check that all texts are scheduled for this moment or an earlier one.

    Raises:
        WrongStateError: a text is not scheduled any more, or for later; another process or a person was faster.
    """
    for text in texts:
        if not text.is_scheduled or text.scheduled_at is None or text.scheduled_at > inputs.at:
            raise WrongStateError(str(text), state_in_words(text))


def check_moment(_texts: Sequence[ReleasePage], inputs: Inputs) -> None:
    """Check that the moment to go live is given and in the future.

    Raises:
        IncompleteError: the moment is missing or past.
    """
    if inputs.live_at is None:
        raise IncompleteError(_("Enter when the texts go live."))
    if inputs.live_at <= inputs.at:
        raise IncompleteError(_("The moment to go live must be in the future."))


def check_words(text: ReleasePage) -> None:
    """Check that headline and lead are not empty.

    Raises:
        IncompleteError: the headline or the lead has no visible character.
    """
    silent = [name for name in ("headline", "lead") if not _says_something(getattr(text, name))]
    if silent:
        raise _incomplete(text, " ".join(_named(text, name, _("It is empty.")) for name in silent))


def incomplete(text: ReleasePage, error: ValidationError) -> IncompleteError:
    """Return an error that names every part that is missing or invalid."""
    if not hasattr(error, "error_dict"):
        return _incomplete(text, " ".join(error.messages))
    parts = ((name, " ".join(messages)) for name, messages in error.message_dict.items())
    return _incomplete(text, " ".join(_named(text, name, problem) for name, problem in parts))


def _says_something(words: str) -> bool:
    return any(unicodedata.category(letter)[0] in "LNPS" for letter in words)


def _incomplete(text: ReleasePage, problems: str) -> IncompleteError:
    return IncompleteError(_("“%(title)s” is not complete: %(problems)s") % {"title": text, "problems": problems})


def _named(text: ReleasePage, name: str, problem: str) -> str:
    if name == NON_FIELD_ERRORS:
        return problem
    try:
        label = str(getattr(text._meta.get_field(name), "verbose_name", name))  # noqa: SLF001 - Django's public name
    except FieldDoesNotExist:
        label = name
    return _("%(part)s: %(problem)s") % {"part": capfirst(label), "problem": problem}
