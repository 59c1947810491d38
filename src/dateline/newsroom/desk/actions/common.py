"""What every deed does first: find the texts that are meant, check who and from which state, lock the release."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from dateline.editions.canonical import new_salt
from dateline.editions.entry import Subject
from dateline.editions.newsroom import Notice
from dateline.newsroom.desk import guard
from dateline.newsroom.desk.actions import approval
from dateline.newsroom.desk.actions.states import TRANSITIONS, Note, Standing, Transition
from dateline.newsroom.desk.actions.trail import note, record_facts
from dateline.newsroom.desk.errors import IncompleteError, NotAllowedError, OwnWorkError, WrongStateError
from dateline.newsroom.desk.models import Release, ReleasePage, Role, User, roles


@dataclass(frozen=True)
class Deed:
    """What is done by whom and when, and why.

    Attributes:
        name: a key of ``states.TRANSITIONS``.
        by: the person; None for the desk itself, which no role and no second pair of eyes binds.
        at: the moment, aware, UTC.
        note: the reason, for the desk or the public as the table says.
    """

    name: str
    by: User | None
    at: dt.datetime
    note: str = ""


def select_texts(what: Release | ReleasePage, languages: Collection[str] | None, deed: str) -> list[ReleasePage]:
    """Return the texts a deed means, the originals first, then by language.

    A text means itself; a release means the languages named, or all from which the deed can start.

    Raises:
        IncompleteError: there is none.
    """
    release = what if isinstance(what, Release) else what.release
    if isinstance(what, ReleasePage) and languages is None:
        languages = [what.language]
    texts = list(ReleasePage.objects.filter(release=release))
    if languages is None:
        texts = [text for text in texts if TRANSITIONS[deed].starts_from(Standing.of(text))]
    else:
        texts = [text for text in texts if text.language in languages]
    if not texts or (languages is not None and {text.language for text in texts} != set(languages)):
        raise IncompleteError(_("There is no text of this release that this could be done to."))
    return sorted(texts, key=lambda text: (bool(text.translated_from), text.language))


@contextmanager
def locked_release(release: Release) -> Iterator[Release]:
    """Open the transaction and the guard, lock the release, and give it as it stands now."""
    with transaction.atomic(), guard.deed():
        # Lock order everywhere: release, then the head of the log.
        Release.objects.select_for_update().filter(pk=release.pk).first()
        yield Release.objects.select_related("kind", "lead_office").get(pk=release.pk)


def check_allowed(texts: Iterable[ReleasePage], deed: Deed) -> None:
    """Check role, standing, eyes and note for a deed.

    Raises:
        NotAllowedError: the person's roles do not reach.
        WrongStateError: a text stands elsewhere than the deed starts from.
        OwnWorkError: it takes somebody who has not edited the text.
        IncompleteError: the reason is missing.
    """
    rule = TRANSITIONS[deed.name]
    for text in texts:
        if not may_do(deed.by, rule, text):
            raise NotAllowedError(str(text))
        if not rule.starts_from(Standing.of(text)):
            raise WrongStateError(str(text), said_state(text))
        if rule.four_eyes and deed.by and deed.by.pk in approval.editors_since_approval(text):
            raise OwnWorkError(str(text))
    if rule.note is Note.PUBLIC and not deed.note.strip():
        raise IncompleteError(_("Say in a sentence for the public why this is done."))
    if rule.note is Note.DESK and deed.by and not deed.note.strip():
        raise IncompleteError(_("Say in a sentence for your colleagues why this is done."))


def may_do(user: User | None, rule: Transition, text: ReleasePage) -> bool:
    """Tell whether somebody's roles allow a transition of a text; translators have their say on translations only."""
    if user is None:
        return True
    role = rule.role
    if role is Role.TRANSLATOR and not text.translated_from:
        role = Role.AUTHOR
    return role is not None and roles.may(user, role, text.release.lead_office)


def said_state(text: ReleasePage) -> str:
    """Return where a text stands, for people."""
    is_both = text.public_state and text.draft_stage
    return f"{text.state_label} ({text.get_draft_stage_display()})" if is_both else text.state_label


def transition(text: ReleasePage, deed: Deed, **facts: str | int | bool | dt.datetime | None) -> None:
    """Bring a text to where its deed leads, with other facts that change with it, and note it in the audit trail."""
    before = Standing.of(text)
    after = TRANSITIONS[deed.name].end(before)
    record_facts(text, **after.columns(), **facts)
    note(deed.name, by=deed.by, at=deed.at, text=text, before=before, reason=deed.note)


def reload(texts: Iterable[ReleasePage]) -> list[ReleasePage]:
    """Return the texts as they stand now that their release is locked, in the order given."""
    wanted = [text.pk for text in texts]
    found = ReleasePage.objects.select_related("release__lead_office", "release__kind").in_bulk(wanted)
    return [found[key] for key in wanted]


def subject(text: ReleasePage) -> Subject:
    """Return what an entry about a text is about."""
    return Subject(kind="release", id=str(text.release_id), language=text.language)


def notice(said: str, language: str) -> Notice | None:
    """Return the public notice; None where there is nothing to say."""
    return Notice(salt=new_salt(), text=said.strip(), language=language) if said.strip() else None
